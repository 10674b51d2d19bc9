package io.tablecache.plan;

import java.util.HashSet;
import java.util.Set;

/**
 * What running a text can do beside returning rows, as far as the text shows.
 *
 * @param mayWrite whether it may write, or make another's prepared writes visible
 * @param writesAny whether it may write to any relation, and not only to those that it names
 * @param written names of the relations that it writes to, without their schemas
 * @param mayChangeSession whether it may change what later statements of the session mean: a
 *     setting, the role, a temporary object, a definition
 * @param isTransactionControl whether it begins or ends a transaction or a savepoint
 * @param changesDefinitions whether it is a command that changes the catalog
 * @param locks whether it waits for what others hold, so that what they wrote must be seen
 */
public record StatementEffects(
    boolean mayWrite,
    boolean writesAny,
    Set<String> written,
    boolean mayChangeSession,
    boolean isTransactionControl,
    boolean changesDefinitions,
    boolean locks) {

  /** It only reads, or does nothing that matters here. */
  public static final StatementEffects NONE =
      new StatementEffects(false, false, Set.of(), false, false, false, false);

  /** It may write rows, of any relation. */
  public static final StatementEffects WRITES =
      new StatementEffects(true, true, Set.of(), false, false, false, false);

  /** It may change the session. */
  public static final StatementEffects CHANGES_SESSION =
      new StatementEffects(false, false, Set.of(), true, false, false, false);

  /** It may do anything but control the transaction and be a definition itself. */
  public static final StatementEffects ANYTHING =
      new StatementEffects(true, true, Set.of(), true, false, false, true);

  /** It changes definitions, and may do what {@link #ANYTHING} may. */
  static final StatementEffects DEFINES =
      new StatementEffects(true, true, Set.of(), true, false, true, true);

  /** It waits for others. */
  static final StatementEffects LOCKS =
      new StatementEffects(false, false, Set.of(), false, false, false, true);

  /** It begins a transaction or a savepoint, or releases one. */
  static final StatementEffects BEGINS =
      new StatementEffects(false, false, Set.of(), false, true, false, false);

  /** It ends a transaction or what a savepoint began, and with it settings that were local. */
  static final StatementEffects ENDS =
      new StatementEffects(false, false, Set.of(), true, true, false, false);

  /** It ends a transaction that wrote. */
  static final StatementEffects ENDS_PREPARED =
      new StatementEffects(true, true, Set.of(), true, true, false, false);

  /** Nothing is known of it. */
  static final StatementEffects UNKNOWN =
      new StatementEffects(true, true, Set.of(), true, true, true, true);

  public StatementEffects {
    written = Set.copyOf(written);
  }

  /** It writes to the named relations only. */
  static StatementEffects writes(Set<String> relations) {
    return new StatementEffects(true, false, relations, false, false, false, false);
  }

  /** Whether it only reads. */
  public boolean readsOnly() {
    return !mayWrite && !mayChangeSession && !isTransactionControl;
  }

  /** Whether it may change a definition, by its text or by what it calls. */
  public boolean mayChangeDefinitions() {
    return changesDefinitions || (writesAny && mayChangeSession);
  }

  /** Of two statements in one text. */
  public StatementEffects and(StatementEffects other) {
    if (equals(other) || other.equals(NONE)) {
      return this;
    }
    Set<String> all = new HashSet<>(written);
    all.addAll(other.written);
    return new StatementEffects(
        mayWrite || other.mayWrite,
        writesAny || other.writesAny,
        all,
        mayChangeSession || other.mayChangeSession,
        isTransactionControl || other.isTransactionControl,
        changesDefinitions || other.changesDefinitions,
        locks || other.locks);
  }
}
