package io.tablecache.plan;

/**
 * What running a text can do beside returning rows, as far as the text shows.
 *
 * @param mayWrite whether it may write, or make another's prepared writes visible
 * @param mayChangeSession whether it may change what later statements of the session mean: a
 *     setting, the role, a temporary object, a definition
 * @param isTransactionControl whether it begins or ends a transaction or a savepoint
 */
public record StatementEffects(
    boolean mayWrite, boolean mayChangeSession, boolean isTransactionControl) {

  /** It only reads, or does nothing that matters here. */
  public static final StatementEffects NONE = new StatementEffects(false, false, false);

  /** It may write rows. */
  public static final StatementEffects WRITES = new StatementEffects(true, false, false);

  /** It may change the session. */
  public static final StatementEffects CHANGES_SESSION = new StatementEffects(false, true, false);

  /** It may do anything but control the transaction. */
  public static final StatementEffects ANYTHING = new StatementEffects(true, true, false);

  /** It begins a transaction or a savepoint, or releases one. */
  static final StatementEffects BEGINS = new StatementEffects(false, false, true);

  /** It ends a transaction or what a savepoint began, and with it settings that were local. */
  static final StatementEffects ENDS = new StatementEffects(false, true, true);

  /** It ends a transaction that wrote. */
  static final StatementEffects ENDS_PREPARED = new StatementEffects(true, true, true);

  /** Whether it only reads. */
  public boolean readsOnly() {
    return !mayWrite && !mayChangeSession && !isTransactionControl;
  }

  /** Of two statements in one text. */
  public StatementEffects and(StatementEffects other) {
    return new StatementEffects(
        mayWrite || other.mayWrite,
        mayChangeSession || other.mayChangeSession,
        isTransactionControl || other.isTransactionControl);
  }
}
