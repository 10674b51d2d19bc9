package io.tablecache.load;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one round's relations, taken one after the other.
 *
 * <p>Only who holds no lock yet waits for one; the others are asked for again and again. So the
 * loader is never part of a circle of sessions that wait for each other, which PostgreSQL would end
 * by failing any of them, perhaps an application's.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS">PostgreSQL,
 *     Deadlocks</a>
 */
final class RelationLocks {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final LoaderSession session;
  private long triesLeft;
  private boolean holdsAny;

  /**
   * Locks to be taken in the session's transaction.
   *
   * @param timeout how long all relations together are asked for, after the first
   */
  RelationLocks(LoaderSession session, Duration timeout) {
    this.session = session;
    this.triesLeft = timeout.toMillis() / PAUSE.toMillis();
  }

  /**
   * Locks the relations; for each one, what is returned says why it could not be locked.
   *
   * @throws SQLException if the connection is lost
   */
  List<@Nullable SQLException> lock(List<String> qualifiedNames) throws SQLException {
    List<@Nullable SQLException> failures = new ArrayList<>();
    for (String name : qualifiedNames) {
      failures.add(lock(name));
    }
    return failures;
  }

  private @Nullable SQLException lock(String name) throws SQLException {
    while (true) {
      try {
        session.lock(name, !holdsAny);
        holdsAny = true;
        return null;
      } catch (SQLException e) {
        if (SqlStates.isConnectionLost(e)) {
          throw e;
        }
        if (SqlStates.isWrongKind(e)) {
          // A materialized view, or something that the inspection refuses, cannot be locked.
          return null;
        }
        if (!holdsAny || !SqlStates.isLocked(e) || triesLeft-- <= 0) {
          return e;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
