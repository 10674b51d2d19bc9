package io.tablecache.engine;

import io.tablecache.config.CacheConfig;
import io.tablecache.load.ConnectionSource;
import io.tablecache.model.Clock;
import io.tablecache.model.ReadYourWrites;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.StatementDescriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The cache of one database and one config in this process.
 *
 * <p>Thread-safe.
 */
public final class CacheEngine implements AutoCloseable {
  /** An engine that is not started. */
  public CacheEngine(CacheConfig config, ConnectionSource connections, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Inspects the catalog once, which shows the config's mistakes, and starts loading in the
   * background.
   *
   * @throws io.tablecache.config.ConfigException if the config does not fit the catalog
   * @throws java.sql.SQLException if the database cannot be asked
   */
  public void start() throws java.sql.SQLException {
    throw new UnsupportedOperationException();
  }

  /** Whose writes a statement must see. */
  public ReadYourWrites readYourWrites() {
    throw new UnsupportedOperationException();
  }

  /** The cached tables in the order of the config. */
  public List<CachedTable> tables() {
    throw new UnsupportedOperationException();
  }

  /** The cached table with the given label in the config. */
  public Optional<CachedTable> table(String label) {
    throw new UnsupportedOperationException();
  }

  /** Grows whenever a definition changes, so that plans made before are found to be old. */
  public long definitionsVersion() {
    throw new UnsupportedOperationException();
  }

  /** PostgreSQL's typing of statements, on a connection of the engine's own. */
  public StatementDescriber describer() {
    throw new UnsupportedOperationException();
  }

  /** The server that the published snapshots are of; empty before the first load. */
  public Optional<ServerIdentity> server() {
    throw new UnsupportedOperationException();
  }

  /** Makes a table's next snapshot now and waits for it; false if it failed or time ran out. */
  public boolean adjust(CachedTable table, Duration timeout) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Drops a table's snapshot and asks for a reload. */
  public void invalidate(CachedTable table) {
    throw new UnsupportedOperationException();
  }

  /** Waits until every table has a snapshot; false if time ran out. */
  public boolean awaitLoaded(Duration timeout) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Ends the background work and closes the engine's connections. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
