package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.index.Snapshot;
import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.IndexSpec;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.StatementEffects;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What is known of one connection's session and transaction: whether it may have written, the floor
 * before which no snapshot may be, and the session facts.
 *
 * <p>Thread-safe, as the driver's connections are: several threads may execute statements of one
 * connection. What tells of an event takes the lock itself; what is asked in order to answer a
 * statement is asked between {@link #lock} and {@link #unlock}. The lock is not held while the
 * application's statements are executed.
 */
final class Session {
  private final ReentrantLock lock = new ReentrantLock();
  private final BaseConnection real;
  private final CachedDatabase database;
  private final Clock clock;
  private final KnownFacts facts;
  private final long maxStalenessNanos;

  /** Whether no statement may see less than a former one of this connection has seen. */
  private final boolean isMonotonic;

  /** As every connection starts; asking the real one would lock its socket at each answer. */
  private boolean autoCommit = true;

  /** 2000-01-01T00:00Z in microseconds since 1970. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private @Nullable TransactionNow transactionNow;

  /** Whether the transaction that the application is in has been answered something from here. */
  private boolean answeredInTransaction;

  private final OwnWrites writes;
  private boolean transactionChangedSession;
  private boolean tainted;

  private final long openedNanoTime;

  /** Whether the floor is above what was written when the session started. */
  private boolean isAboveLogin;

  /** Whether a statement of the transaction took locks. */
  private boolean locksInTransaction;

  /** Whether a cursor may be open in the transaction that locks rows as it is read. */
  private boolean mayLockMore;

  /** No snapshot may be of this monotonic instant or before. */
  private long floorNanoTime;

  /** As {@link #floorNanoTime}, but only until the transaction ends. */
  private long transactionFloorNanoTime;

  Session(BaseConnection real, CachedDatabase database, Clock clock, long maxStalenessNanos) {
    this.real = real;
    this.database = database;
    this.clock = clock;
    this.maxStalenessNanos = maxStalenessNanos;
    this.writes = new OwnWrites(database, clock);
    this.isMonotonic = database.engine().isMonotonic();
    this.facts = new KnownFacts(real, database, clock, maxStalenessNanos);
    this.openedNanoTime = clock.nanoTime();
    this.floorNanoTime = openedNanoTime - Long.MAX_VALUE / 2;
    this.transactionFloorNanoTime = floorNanoTime;
    if (isLoginSuspect()) {
      writes.starts(StatementEffects.ANYTHING);
      ended(StatementEffects.ANYTHING, false);
    }
  }

  /** Whether something that may have written ran when this session started. */
  private boolean isLoginSuspect() {
    return database.engine().catalog().effects().isLoginSuspect();
  }

  /** Keeps the session as it is known until {@link #unlock}. */
  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** What is known of the session's settings and privileges. */
  KnownFacts facts() {
    return facts;
  }

  BaseConnection real() {
    return real;
  }

  Clock clock() {
    return clock;
  }

  /** The age that the connection's properties accept at most. */
  long maxStalenessNanos() {
    return maxStalenessNanos;
  }

  TransactionState transactionState() {
    return real.getTransactionState();
  }

  /** Whether the open transaction may have changed the table. */
  boolean transactionWrote(CachedTable table) {
    return writes.touches(table);
  }

  /** Whether the open transaction may have changed a table whose name is in the statement. */
  boolean transactionWroteWhatIsNamed(LexedStatement statement) {
    return !writes.isEmpty() && database.mentioned(statement).stream().anyMatch(writes::touches);
  }

  boolean isTainted() {
    return tainted;
  }

  /** A raw object was handed out: what happens on this session from now on is not seen. */
  void taint() {
    lock.lock();
    try {
      tainted = true;
      facts.forget();
      writes.addAll();
      writes.raiseFloors();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether a snapshot of the table is later than all that this connection must not be behind when
   * it reads what the spec means.
   */
  boolean isAfterFloor(CachedTable table, Snapshot snapshot, IndexSpec spec) {
    if (!isAboveLogin) {
      // The first session may be older than what is known of the catalog, but no snapshot is.
      isAboveLogin = true;
      if (isLoginSuspect()) {
        raiseConnectionFloor(openedNanoTime);
      }
    }
    AsOf asOf = snapshot.asOf();
    return !mayLockMore
        && asOf.isAfter(floorNanoTime)
        && asOf.isAfter(transactionFloorNanoTime)
        && table.isAfterFloor(snapshot.definition(), spec, asOf)
        && writes.isAfterFloor(table, asOf);
  }

  /** A snapshot of that instant was read: this transaction must not read an older one after it. */
  void served(AsOf asOf) {
    if (isMonotonic) {
      raiseConnectionFloor(asOf.nanoTime() - 1);
    }
    if (inTransaction()) {
      answeredInTransaction = true;
      raiseTransactionFloor(asOf.nanoTime() - 1);
    }
  }

  /**
   * {@code now()} of the transaction that a statement would be in, as a raw timestamptz: the
   * server's own in a transaction that it has begun; else this moment by the database's clock,
   * which stays the same until the transaction ends.
   */
  long transactionNowMicros() throws SQLException {
    boolean hasBegun = real.getTransactionState() != TransactionState.IDLE;
    if (transactionNow == null || transactionNow.isServers() != hasBegun) {
      TransactionNow now =
          hasBegun
              ? new TransactionNow(facts.transactionNowMicros(), true)
              : new TransactionNow(databaseNowMicros(), false);
      if (!inTransaction()) {
        return now.micros();
      }
      transactionNow = now;
    }
    return transactionNow.micros();
  }

  /** The time at which the transaction began, by whom it was said. */
  private record TransactionNow(long micros, boolean isServers) {}

  /** This moment by the database's clock, or a little before. */
  private long databaseNowMicros() {
    long offset = database.engine().databaseClockOffsetMicros();
    return (clock.wallMillis() - 1) * 1000 + offset - POSTGRES_EPOCH_MICROS;
  }

  /**
   * Whether the application is in a transaction that the server may not know of: by the plain
   * driver, what was answered from here would have begun one.
   */
  boolean hasAnsweredInTransaction() {
    lock.lock();
    try {
      return answeredInTransaction;
    } finally {
      lock.unlock();
    }
  }

  private boolean inTransaction() {
    return real.getTransactionState() != TransactionState.IDLE || !autoCommit;
  }

  /** Whether each statement is a transaction of its own, as the application has set it. */
  void setAutoCommit(boolean autoCommit) {
    lock.lock();
    try {
      this.autoCommit = autoCommit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A statement is about to be sent on the real connection.
   *
   * @throws SQLException if the database was asked something for this statement, and what it said
   *     is what the statement would have met
   */
  void starts(StatementEffects shown) throws SQLException {
    lock.lock();
    try {
      facts.throwUnseenFailure();
      writes.starts(shown);
    } finally {
      lock.unlock();
    }
  }

  /** Something with these effects ended on the real connection, well or not. */
  void ended(StatementEffects shown, boolean readCached) {
    ended(database.effects().of(shown), null, readCached);
  }

  /**
   * A statement ended on the real connection, well or not.
   *
   * @param effects what it can have done
   * @param segments the values of {@link Effects#segments}, or null if they are not known
   * @param readCached whether it may have read a cached table
   */
  void ended(Effects effects, long @Nullable [] segments, boolean readCached) {
    lock.lock();
    try {
      noteIfBroken();
      StatementEffects shown = effects.shown();
      boolean isCertain = writes.add(effects, segments);
      if (tainted) {
        writes.addAll();
      }
      // Where it is not certain what a write sets off, that may do more than write.
      if (shown.mayChangeSession() || shown.isTransactionControl() || !isCertain) {
        facts.forget();
        transactionChangedSession = true;
      }
      if (shown.locks()) {
        synchronizedWithOthers();
      }
      locksInTransaction |= shown.locks();
      boolean mayDoAnything = shown.writesAny() && shown.mayChangeSession();
      if (isMonotonic && (readCached || mayDoAnything)) {
        raiseConnectionFloor(clock.nanoTime());
      }
      if (real.getTransactionState() == TransactionState.IDLE) {
        transactionEnded();
      } else {
        // The answer to a COMMIT may have been lost, or another transaction have begun behind it.
        if (shown.isTransactionControl() || mayDoAnything) {
          transactionNow = null;
          writes.raiseFloors();
        }
        if (readCached) {
          raiseTransactionFloor(clock.nanoTime());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A call was made that ends a transaction, if there was one that it may end: a transaction that
   * was begun by SQL outlives some of them. If the answer was lost, it may have ended all the same.
   */
  void transactionMayHaveEnded() {
    lock.lock();
    try {
      noteIfBroken();
      if (real.getTransactionState() == TransactionState.IDLE) {
        transactionEnded();
        return;
      }
      if (tainted) {
        writes.addAll();
      }
      writes.raiseFloors();
    } finally {
      lock.unlock();
    }
  }

  /** To be called before floors are raised. */
  private void noteIfBroken() {
    if (writes.hasWritten() && isBroken()) {
      writes.lost(real.getBackendPID());
    }
  }

  private boolean isBroken() {
    try {
      return real.isClosed();
    } catch (SQLException ignored) { // what it cannot say
      return true;
    }
  }

  /** The transaction ended, by JDBC or by SQL, well or not. */
  void transactionEnded() {
    lock.lock();
    try {
      transactionNow = null;
      answeredInTransaction = false;
      locksInTransaction = false;
      mayLockMore = false;
      if (tainted) {
        writes.addAll();
      }
      writes.raiseFloors();
      writes.clear();
      if (transactionChangedSession) {
        facts.forget();
        transactionChangedSession = false;
      }
      transactionFloorNanoTime = floorNanoTime;
    } finally {
      lock.unlock();
    }
  }

  /** The connection is closed while another thread may be using it. */
  void aborted() {
    writes.aborted();
  }

  /** The session's settings may have changed by a call of the JDBC interface. */
  void sessionChanged() {
    lock.lock();
    try {
      facts.forget();
      transactionChangedSession = true;
    } finally {
      lock.unlock();
    }
  }

  /** A result of this transaction is fetched in parts. */
  void cursorIsOpen() {
    lock.lock();
    try {
      mayLockMore |= locksInTransaction;
    } finally {
      lock.unlock();
    }
  }

  /** A notification was delivered: what it tells of must be seen from now on. */
  void notified() {
    lock.lock();
    try {
      raiseConnectionFloor(clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Something was waited for that others held: what they wrote until then must be seen. */
  private void synchronizedWithOthers() {
    raiseConnectionFloor(clock.nanoTime());
    database.engine().tables().forEach(CachedTable::requestAdjustment);
  }

  private void raiseConnectionFloor(long nanoTime) {
    if (nanoTime - floorNanoTime > 0) {
      floorNanoTime = nanoTime;
    }
  }

  private void raiseTransactionFloor(long nanoTime) {
    if (nanoTime - transactionFloorNanoTime > 0) {
      transactionFloorNanoTime = nanoTime;
    }
  }
}
