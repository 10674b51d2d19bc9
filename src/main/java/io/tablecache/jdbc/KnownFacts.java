package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLState;

/**
 * The session facts as they were last read, and what else the session's own server is asked in
 * order to answer a statement.
 *
 * <p>Used while the {@link Session} is locked, apart from {@link #last}, which needs no lock.
 */
final class KnownFacts {
  private static final System.Logger LOGGER = System.getLogger(KnownFacts.class.getName());

  private final BaseConnection real;
  private final CachedDatabase database;
  private final Clock clock;
  private final SessionFactsReader reader;

  /** Facts are read again after this time at the latest: another session may revoke a privilege. */
  private final long maxAgeNanos;

  private volatile @Nullable SessionFacts facts;
  private @Nullable AsOf readAt;
  private long catalogVersion;

  /** What the database said to a question, after which it answers nothing else any more. */
  private @Nullable SQLException unseenFailure;

  KnownFacts(BaseConnection real, CachedDatabase database, Clock clock, long maxStalenessNanos) {
    this.real = real;
    this.database = database;
    this.clock = clock;
    this.reader = new SessionFactsReader(real);
    this.maxAgeNanos =
        database.engine().tables().stream()
            .mapToLong(CachedTable::maxStalenessNanos)
            .min()
            .orElse(maxStalenessNanos);
  }

  /** The facts however long ago they were read; null if they are not known. */
  @Nullable SessionFacts last() {
    return facts;
  }

  /** The facts, if they are known and young enough to rely on; else null. */
  @Nullable SessionFacts known(AsOf now) {
    SessionFacts known = facts;
    if (known != null
        && readAt != null
        && (!areOfTheCatalog() || readAt.ageNanos(now) > maxAgeNanos)) {
      facts = null;
      return null;
    }
    return known;
  }

  /** Whether they are known and young enough to rely on. */
  boolean areKnown() {
    return known(AsOf.now(clock)) != null;
  }

  /** The facts, read if need be; null if they cannot be had. */
  @Nullable SessionFacts get() {
    SessionFacts known = known(AsOf.now(clock));
    return known == null ? read() : known;
  }

  /** Reads the facts: one round trip, no BEGIN. Null if they cannot be had. */
  @Nullable SessionFacts read() {
    AsOf before = AsOf.now(clock);
    catalogVersion = database.engine().catalogVersion();
    SessionFacts read = null;
    try {
      read = reader.read(database.definitions().tables(), database.engine().server().orElse(null));
    } catch (SQLException e) {
      // The statement itself goes to the database and shows the caller what is wrong there.
      failed("The session's facts could not be read", e);
    }
    facts = read;
    readAt = before;
    if (read != null) {
      database.sawSearchPath(read.settings().searchPath());
    }
    return read;
  }

  /** Whether nothing that the facts depend on was found to have changed since they were read. */
  boolean areOfTheCatalog() {
    return catalogVersion == database.engine().catalogVersion();
  }

  /** They may be others from now on. */
  void forget() {
    facts = null;
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
      failed("The session's time zone could not be compared", e);
      return false;
    }
  }

  /**
   * Whether times are computed here in a zone that a statement names as the server does it. Asked
   * outside of transactions only, since the server may not know the zone.
   */
  boolean isNamedZoneProven(ZoneId zone) {
    if (real.getTransactionState() != TransactionState.IDLE) {
      return false;
    }
    try {
      return database.isZoneProven(zone, real);
    } catch (SQLException e) {
      failed("A time zone could not be compared", e);
      if (PSQLState.INVALID_PARAMETER_VALUE.getState().equals(e.getSQLState())) {
        database.refuseZone(zone);
      }
      return false;
    }
  }

  /** {@code now()} of the transaction that the server has begun, as a raw timestamptz. */
  long transactionNowMicros() throws SQLException {
    try {
      return reader.transactionNowMicros();
    } catch (SQLException e) {
      failed("The transaction's time could not be read", e);
      throw e;
    }
  }

  private void failed(String what, SQLException e) {
    LOGGER.log(System.Logger.Level.DEBUG, what, e);
    unseenFailure = e;
  }

  /**
   * Called before a statement is sent: throws what a question met, if that left nothing for the
   * statement to meet. On the closed connection, or in the transaction that has failed, it would
   * only be told so, and the application would never see why.
   */
  void throwUnseenFailure() throws SQLException {
    SQLException failure = unseenFailure;
    if (failure == null) {
      return;
    }
    unseenFailure = null;
    if (real.isClosed() || real.getTransactionState() == TransactionState.FAILED) {
      throw failure;
    }
  }
}
