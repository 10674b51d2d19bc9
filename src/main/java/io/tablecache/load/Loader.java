package io.tablecache.load;

import io.tablecache.model.Clock;
import java.sql.SQLException;
import java.util.List;

/**
 * Loads and adjusts all tables that are due together, in one read-only REPEATABLE READ transaction,
 * so that their snapshots show one state of the database.
 *
 * <p>Keeps one connection open between rounds. Confined to one thread at a time, but {@link #close}
 * may be called by any thread and ends a round that is under way.
 */
public final class Loader implements AutoCloseable {
  public Loader(ConnectionSource connections, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs one round.
   *
   * @return one result per request, in the same order
   * @throws SQLException if the round as a whole failed: no connection, or the transaction was lost
   */
  public List<LoadResult> run(List<LoadRequest> due) throws SQLException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
