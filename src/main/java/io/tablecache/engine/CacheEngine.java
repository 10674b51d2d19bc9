package io.tablecache.engine;

import io.tablecache.config.CacheConfig;
import io.tablecache.config.ConfigException;
import io.tablecache.config.LoaderRule;
import io.tablecache.config.TableRule;
import io.tablecache.load.ConnectionSource;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.Loader;
import io.tablecache.model.Clock;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.ReadYourWrites;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The cache of one database and one config in this process.
 *
 * <p>Thread-safe.
 */
public final class CacheEngine implements AutoCloseable {
  private static final long JOIN_MILLIS = 2_000;

  private static final System.Logger LOGGER = System.getLogger(CacheEngine.class.getName());

  /** The class of SQLStates for roles that may not log in. */
  private static final String INVALID_AUTHORIZATION = "28";

  private final CacheConfig config;
  private final List<CachedTable> tables;
  private final TableFeeds feeds;
  private final CatalogWatch catalog;
  private final AdjustmentLoop loop;
  private final EngineDescriber describer;
  private volatile boolean isClosed;
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  /** An engine that is not started. */
  public CacheEngine(CacheConfig config, ConnectionSource connections, Clock clock) {
    this(config, connections, clock, () -> rounds(new Loader(connections, clock)));
  }

  CacheEngine(
      CacheConfig config, ConnectionSource connections, Clock clock, Supplier<Rounds> rounds) {
    this.config = config;
    this.feeds = new TableFeeds(clock, config.memoryMaxBytes());
    this.catalog = new CatalogWatch(clock, maxAge(config));
    this.loop = new AdjustmentLoop(feeds, catalog, rounds);
    this.describer = new EngineDescriber(connections);
    List<CachedTable> cached = new ArrayList<>();
    for (TableRule rule : config.tables()) {
      CachedTable table = new CachedTable(rule, clock, feeds::request);
      feeds.add(table);
      cached.add(table);
    }
    this.tables = List.copyOf(cached);
  }

  private static Duration maxAge(CacheConfig config) {
    return config.tables().stream()
        .map(rule -> rule.freshness().maxStaleness())
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * Inspects the catalog once, which shows the config's mistakes, and starts loading in the
   * background. If the database cannot be asked now, the background work goes on asking, and
   * statements go to the database until then.
   *
   * @throws ConfigException if the config does not fit the catalog, or names a role that cannot log
   *     in
   */
  public void start() {
    if (thread.get() != null) {
      throw new IllegalStateException("the engine of " + config.source() + " was started before");
    }
    boolean isStarted = false;
    try {
      startThread(inspect());
      isStarted = true;
    } catch (ConfigException mistake) {
      throw mistake.withOnConfigError(config.onConfigError());
    } finally {
      if (!isStarted) {
        close();
      }
    }
  }

  /** Inspects the tables, and returns the database's name for the thread's. */
  private String inspect() {
    try {
      loop.inspect(config.tables());
      return describer.database();
    } catch (SQLException e) {
      LoaderRule loader = config.loader();
      if (loader != null && String.valueOf(e.getSQLState()).startsWith(INVALID_AUTHORIZATION)) {
        throw loader.origin().error("cannot log in as '" + loader.user() + "': " + e.getMessage());
      }
      LOGGER.log(
          System.Logger.Level.WARNING,
          "The cached tables of " + config.source() + " cannot be inspected yet",
          e);
      return "database";
    }
  }

  private void startThread(String database) {
    // No inherited thread locals, and no class loader but the driver's: nothing of the application
    // that happened to connect first is held.
    Thread worker = new Thread(null, loop, "tablecache-" + database, 0, false);
    worker.setDaemon(true);
    worker.setContextClassLoader(CacheEngine.class.getClassLoader());
    thread.set(worker);
    worker.start();
  }

  /** The database's clock minus this machine's wall clock, as last measured. */
  public long databaseClockOffsetMicros() {
    return tables.isEmpty() ? 0 : tables.get(0).databaseClockOffsetMicros();
  }

  /** Whose writes a statement must see. */
  public ReadYourWrites readYourWrites() {
    return config.readYourWrites();
  }

  /** Whether no statement may see less than a former one of its connection has seen. */
  public boolean isMonotonic() {
    return config.isMonotonic();
  }

  /** The cached tables in the order of the config. */
  public List<CachedTable> tables() {
    return tables;
  }

  /** The cached table with the given label in the config. */
  public Optional<CachedTable> table(String label) {
    return tables.stream().filter(table -> table.label().equals(label)).findFirst();
  }

  /**
   * A connection broke while the server's process was writing for it, and may commit later. The
   * tables are not read from snapshots until that process is known to be gone.
   */
  public void writerLost(int processId) {
    loop.writerLost(processId);
  }

  /** Grows whenever a definition changes, so that plans made before are found to be old. */
  public long definitionsVersion() {
    return feeds.definitionsVersion();
  }

  /** What the catalog says of statements beyond their texts, and whether that still holds. */
  public CatalogWatch catalog() {
    return catalog;
  }

  /**
   * Grows when a change was found of what session facts depend on in the catalog, before the
   * snapshots are published that are later than the change.
   */
  public long catalogVersion() {
    return loop.catalogVersion();
  }

  /** PostgreSQL's typing of statements, on a connection of the engine's own. */
  public StatementDescriber describer() {
    return describer;
  }

  /** The server that the published snapshots are of; empty before the first load. */
  public Optional<ServerIdentity> server() {
    return Optional.ofNullable(feeds.server());
  }

  /** Makes a table's next snapshot now and waits for it; false if it failed or time ran out. */
  public boolean adjust(CachedTable table, Duration timeout) throws InterruptedException {
    catalog.demand();
    return feeds.adjust(table, timeout);
  }

  /** Drops a table's snapshot and asks for a reload. */
  public void invalidate(CachedTable table) {
    feeds.invalidate(table);
  }

  /** Waits until every table has a snapshot; false if time ran out. */
  public boolean awaitLoaded(Duration timeout) throws InterruptedException {
    return feeds.awaitLoaded(timeout);
  }

  /** Runs an action on the engine's thread after a time, unless {@link #keep} is called before. */
  void whenIdleFor(Duration time, Runnable action) {
    feeds.whenIdleFor(time, action);
  }

  void keep() {
    feeds.keep();
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return isClosed;
  }

  /** Ends the background work and closes the engine's connections. */
  @Override
  public void close() {
    isClosed = true;
    loop.close();
    describer.close();
    Thread worker = thread.get();
    if (worker != null && worker != Thread.currentThread()) {
      worker.interrupt();
      try {
        worker.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Rounds rounds(Loader loader) {
    return new Rounds() {
      @Override
      public List<TableDefinition> inspect(List<TableRule> rules) throws SQLException {
        return loader.inspect(rules);
      }

      @Override
      public HiddenEffects hiddenEffects(Map<Long, String> labels) throws SQLException {
        return loader.hiddenEffects(labels);
      }

      @Override
      public String catalogStamp(Set<Long> cachedOids) throws SQLException {
        return loader.catalogStamp(cachedOids);
      }

      @Override
      public Set<Integer> alive(Set<Integer> processIds) throws SQLException {
        return loader.alive(processIds);
      }

      @Override
      public List<LoadResult> run(List<LoadRequest> due) throws SQLException {
        return loader.run(due);
      }

      @Override
      public void close() {
        loader.close();
      }
    };
  }
}
