package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.ReadYourWrites;
import io.tablecache.plan.StatementEffects;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What is known of one connection's session and transaction: whether it may have written, the floor
 * before which no snapshot may be, and the session facts.
 *
 * <p>Confined to the thread that uses the connection.
 */
final class Session {
  private static final System.Logger LOGGER = System.getLogger(Session.class.getName());

  private final BaseConnection real;
  private final CachedDatabase database;
  private final Clock clock;
  private final SessionFactsReader factsReader;
  private final long maxStalenessNanos;

  /** Facts are read again after this time at the latest: another session may revoke a privilege. */
  private final long factsMaxAgeNanos;

  /** As every connection starts; asking the real one would lock its socket at each answer. */
  private boolean autoCommit = true;

  /** 2000-01-01T00:00Z in microseconds since 1970. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private @Nullable TransactionNow transactionNow;
  private boolean transactionWrote;
  private boolean transactionChangedSession;
  private boolean tainted;
  private @Nullable SessionFacts facts;
  private @Nullable AsOf factsReadAt;

  /** No snapshot may be of this monotonic instant or before. */
  private long floorNanoTime;

  /** As {@link #floorNanoTime}, but only until the transaction ends. */
  private long transactionFloorNanoTime;

  Session(BaseConnection real, CachedDatabase database, Clock clock, long maxStalenessNanos) {
    this.real = real;
    this.database = database;
    this.clock = clock;
    this.maxStalenessNanos = maxStalenessNanos;
    this.factsMaxAgeNanos =
        database.engine().tables().stream()
            .mapToLong(CachedTable::maxStalenessNanos)
            .min()
            .orElse(maxStalenessNanos);
    this.factsReader = new SessionFactsReader(real);
    this.floorNanoTime = clock.nanoTime() - Long.MAX_VALUE / 2;
    this.transactionFloorNanoTime = floorNanoTime;
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

  boolean transactionWrote() {
    return transactionWrote;
  }

  boolean isTainted() {
    return tainted;
  }

  /** A raw object was handed out: what happens on this session from now on is not seen. */
  void taint() {
    tainted = true;
    facts = null;
    raiseFloors();
  }

  /**
   * Whether a snapshot of that instant is later than all that this connection must not be behind.
   */
  boolean isAfterFloor(AsOf asOf) {
    return asOf.isAfter(floorNanoTime) && asOf.isAfter(transactionFloorNanoTime);
  }

  /** A snapshot of that instant was read: this transaction must not read an older one after it. */
  void served(AsOf asOf) {
    if (inTransaction()) {
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
              ? new TransactionNow(factsReader.transactionNowMicros(), true)
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

  private boolean inTransaction() {
    return real.getTransactionState() != TransactionState.IDLE || !autoCommit;
  }

  /** Whether each statement is a transaction of its own, as the application has set it. */
  void setAutoCommit(boolean autoCommit) {
    this.autoCommit = autoCommit;
  }

  /**
   * A statement ended on the real connection, well or not.
   *
   * @param effects what it can have done
   * @param readCached whether it may have read a cached table
   */
  void ended(StatementEffects effects, boolean readCached) {
    if (effects.mayWrite() || tainted) {
      transactionWrote = true;
    }
    // A trigger or a rule may do more than write.
    if (effects.mayChangeSession() || effects.isTransactionControl() || effects.mayWrite()) {
      facts = null;
      transactionChangedSession = true;
    }
    if (real.getTransactionState() == TransactionState.IDLE) {
      transactionEnded();
    } else {
      // The answer to a COMMIT may have been lost: the transaction seems to go on, but has ended.
      if (effects.mayWrite() || (effects.isTransactionControl() && transactionWrote)) {
        raiseFloors();
      }
      if (readCached) {
        raiseTransactionFloor(clock.nanoTime());
      }
    }
  }

  /** The transaction ended, by JDBC or by SQL, well or not. */
  void transactionEnded() {
    transactionNow = null;
    if (transactionWrote || tainted) {
      raiseFloors();
      transactionWrote = false;
    }
    if (transactionChangedSession) {
      facts = null;
      transactionChangedSession = false;
    }
    transactionFloorNanoTime = floorNanoTime;
  }

  /** The session's settings may have changed by a call of the JDBC interface. */
  void sessionChanged() {
    facts = null;
    transactionChangedSession = true;
  }

  /** A notification was delivered: what it tells of must be seen from now on. */
  void notified() {
    raiseConnectionFloor();
  }

  private void raiseFloors() {
    ReadYourWrites mode = database.engine().readYourWrites();
    if (mode == ReadYourWrites.OFF) {
      return;
    }
    raiseConnectionFloor();
    if (mode == ReadYourWrites.JVM) {
      CachedConnections.wroteMaybe(database.engine());
    } else {
      database.engine().tables().forEach(CachedTable::requestAdjustment);
    }
  }

  private void raiseConnectionFloor() {
    floorNanoTime = clock.nanoTime();
  }

  private void raiseTransactionFloor(long nanoTime) {
    if (nanoTime - transactionFloorNanoTime > 0) {
      transactionFloorNanoTime = nanoTime;
    }
  }

  /** The session facts as they were last read, however long ago; null if they are not known. */
  @Nullable SessionFacts lastFacts() {
    return facts;
  }

  /** The session facts, if they are known and young enough to rely on; else null. */
  @Nullable SessionFacts knownFacts(AsOf now) {
    if (facts != null && factsReadAt != null && factsReadAt.ageNanos(now) > factsMaxAgeNanos) {
      facts = null;
    }
    return facts;
  }

  /** Whether points in time are shown here as the session shows them. */
  boolean isZoneProven(SessionFacts known) {
    ZoneId zone = known.zone();
    if (zone == null) {
      return false;
    }
    try {
      return database.isZoneProven(zone, real);
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The session's time zone could not be compared", e);
      return false;
    }
  }

  /** Reads the session facts: one round trip, no BEGIN. Null if they cannot be had. */
  @Nullable SessionFacts readFacts() {
    AsOf before = AsOf.now(clock);
    SessionFacts read = null;
    try {
      read =
          factsReader.read(
              database.definitions().tables(), database.engine().server().orElse(null));
    } catch (SQLException e) {
      // The statement itself goes to the database and shows the caller what is wrong there.
      LOGGER.log(System.Logger.Level.DEBUG, "The session's facts could not be read", e);
    }
    facts = read;
    factsReadAt = before;
    if (read != null) {
      database.sawSearchPath(read.settings().searchPath());
    }
    return read;
  }
}
