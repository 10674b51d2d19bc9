package io.tablecache.jdbc;

import java.time.Duration;

/** What a connection of this driver offers beyond JDBC; {@code unwrap} to it. */
public interface CacheSession {
  /**
   * Waits until every cached table is loaded.
   *
   * @return whether every cached table has a snapshot now
   */
  boolean awaitLoaded(Duration timeout) throws InterruptedException;
}
