package io.tablecache;

import io.tablecache.jdbc.CacheSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** What an application may ask of the cache behind a DataSource. Thread-safe. */
public final class TableCache {
  private TableCache() {}

  /**
   * Waits until every cached table is loaded, for readiness probes and tests.
   *
   * @param dataSource a {@link TableCacheDataSource}, or a pool of this driver's connections
   * @param timeout how long to wait at most
   * @return whether every cached table has a snapshot now
   * @throws SQLException if no connection can be had, or the DataSource's connections are not this
   *     driver's
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static boolean awaitLoaded(DataSource dataSource, Duration timeout)
      throws SQLException, InterruptedException {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.isWrapperFor(CacheSession.class)) {
        throw new SQLException(
            "The DataSource's connections are no TableCache connections (but "
                + connection.getClass().getName()
                + "); its URL must begin with "
                + TableCacheUrl.PREFIX,
            "99999");
      }
      return connection.unwrap(CacheSession.class).awaitLoaded(timeout);
    }
  }
}
