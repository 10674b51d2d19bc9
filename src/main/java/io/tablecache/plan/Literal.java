package io.tablecache.plan;

/**
 * A literal that was lifted out of a statement's text.
 *
 * @param kind its class, which is part of the plan's key
 * @param text its value: digits with sign for a number, the unescaped content for a string
 */
public record Literal(Kind kind, String text) {
  /** The classes of literals that PostgreSQL types differently. */
  public enum Kind {
    /** An integer that fits into int4. */
    INT4,
    /** An integer that fits into int8 but not into int4. */
    INT8,
    /** Any other number. */
    NUMERIC,
    /** A quoted string, of unknown type until its context gives it one. */
    STRING
  }
}
