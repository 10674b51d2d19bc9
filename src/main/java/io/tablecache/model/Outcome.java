package io.tablecache.model;

/**
 * How a statement that names a cached table ended: answered from the cache, or by the database for
 * one reason. The names are stable; applications and dashboards may rely on them.
 */
public enum Outcome {
  /** Answered from the cache. */
  HIT("answered from the cache"),

  // The session chose it.
  /** The session has {@code tablecache.bypass} on. */
  BYPASS("the session has tablecache.bypass on"),

  // The statement cannot be planned.
  /** The statement is not a SELECT. */
  NOT_A_SELECT("the statement is not a single SELECT"),
  /** The statement's text is longer or more deeply nested than what is planned. */
  TOO_COMPLEX("the statement is too long or too deeply nested to be planned"),
  /** The lexer or the reader does not understand the text. */
  UNPARSED("the statement's text is not understood"),
  /** PostgreSQL describes the statement otherwise than it was understood. */
  AMBIGUOUS("PostgreSQL describes the statement otherwise than it was understood"),
  /** FROM has relations or joins that are not read in the cache. */
  MULTIPLE_RELATIONS("the statement has relations or joins that are not read in the cache"),
  /** A clause that is not answered from the cache. */
  UNSUPPORTED_CLAUSE("the statement has a clause that is not answered from the cache"),
  /** A form of an aggregate or window function that is not answered from the cache. */
  UNSUPPORTED_OUTPUT("an aggregate or window function has a form that is not answered"),
  /** A predicate that is not answered from the cache. */
  UNSUPPORTED_PREDICATE("the statement has a predicate or value that is not answered"),
  /** A function, operator or cast that is not computed in the cache. */
  UNSUPPORTED_FUNCTION("the statement calls a function that is not computed in the cache"),
  /** Types with which the cache does not compute. */
  UNSUPPORTED_TYPES("the statement has values of types that the cache does not compute with"),
  /** An order of values that the cache does not know. */
  UNSUPPORTED_ORDER("the statement depends on an order that the cache does not know"),
  /** A column whose values cannot be held exactly. */
  UNCACHEABLE_COLUMN("the statement needs a column whose values cannot be held exactly"),
  /** PostgreSQL refuses the statement; its own error reaches the caller. */
  REFUSED_BY_DATABASE("PostgreSQL refuses the statement"),
  /** The name means another relation than the cached one. */
  OTHER_RELATION("the name means another relation than the cached table"),
  /** PostgreSQL could not be asked for the statement's types. */
  NOT_DESCRIBED("PostgreSQL could not be asked for the statement's types"),

  // The statement object's options.
  /** The statement asks for an updatable or sensitive result, or the like. */
  STATEMENT_OPTIONS("the statement's options are not answered from the cache"),
  /** A parameter or literal cannot be taken over exactly. */
  PARAMETER_NOT_CAPTURED("a parameter or literal cannot be taken over exactly"),
  /** A parameter has no value. */
  PARAMETER_MISSING("a parameter has no value"),

  // The cache's content.
  /** The table is not loaded yet. */
  LOADING("the table is not loaded yet"),
  /** The table could not be loaded. */
  LOAD_FAILED("the table could not be loaded"),
  /** The table's window does not fit into the memory limit. */
  OVER_MEMORY("the table's window does not fit into the memory limit"),
  /** The table was invalidated and not loaded since. */
  INVALIDATED("the table was invalidated and not loaded since"),
  /** The snapshot is older than max-staleness allows. */
  TOO_OLD("the snapshot is older than max-staleness allows"),
  /** The snapshot may lack a write that must be seen. */
  BEFORE_FLOOR("the snapshot is older than a write or read that it must not be behind"),
  /** The tables that the statement reads are not of one snapshot of the database. */
  DIFFERENT_SNAPSHOTS("the cached tables that the statement reads are of different moments"),
  /** A value could not be computed as PostgreSQL would compute it, or PostgreSQL would fail. */
  NOT_EVALUATED("a value could not be computed with certainty, or its computation fails"),
  /** The statement can touch rows outside of the window. */
  NOT_COVERED("the statement can touch rows outside of the window"),
  /** The table's definition is no longer the one that the statement was planned for. */
  DEFINITION_CHANGED("the table's definition has changed"),

  // The session and its transaction.
  /** The transaction's isolation level needs one snapshot of the database for all statements. */
  ISOLATION_LEVEL("the transaction's isolation level is not READ COMMITTED"),
  /** The transaction may have written. */
  TRANSACTION_WROTE("the transaction may have written"),
  /** The transaction has failed; every statement fails until it ends. */
  TRANSACTION_FAILED("the transaction has failed"),
  /** What must be known of the session is not known. */
  SESSION_UNKNOWN("what must be known of the session could not be read"),
  /** The session uses a connection object that this driver does not see. */
  SESSION_TAINTED("the session's raw connection was handed out"),
  /** The session's role may not read what the statement reads. */
  NO_PRIVILEGE("the session's role may not read what the statement reads"),
  /** Row security applies to the session's role. */
  ROW_SECURITY("row security applies to the session's role"),
  /** The unqualified name does not mean the cached table in this session. */
  NAME_NOT_VISIBLE("the name does not mean the cached table in this session"),
  /** A setting of the session changes how values are shown. */
  SESSION_SETTINGS("a setting of the session changes how values are shown"),
  /** The session is connected to another server or database than the cache. */
  OTHER_SERVER("the session is connected to another server than the cache"),
  /** The server is in recovery. */
  IN_RECOVERY("the server is in recovery"),

  /** The cache's own code failed; logged. */
  INTERNAL_ERROR("the cache's own code failed; see the log");

  private final String meaning;

  Outcome(String meaning) {
    this.meaning = meaning;
  }

  /** What it means, as part of a sentence. */
  public String meaning() {
    return meaning;
  }

  public boolean isHit() {
    return this == HIT;
  }
}
