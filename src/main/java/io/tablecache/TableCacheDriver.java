package io.tablecache;

import io.tablecache.config.CacheConfig;
import io.tablecache.config.ConfigException;
import io.tablecache.config.ConfigReader;
import io.tablecache.config.LoaderRule;
import io.tablecache.engine.EngineKey;
import io.tablecache.engine.EngineLease;
import io.tablecache.engine.EngineRegistry;
import io.tablecache.jdbc.CachedConnections;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * The driver for {@code jdbc:tablecache:postgresql:} URLs: PostgreSQL's own, with SELECTs on cached
 * tables answered in the process where that is proven to give the same answer.
 *
 * <p>Everything after {@code jdbc:tablecache:} is the PostgreSQL driver's URL. Own properties, in
 * the URL or in the {@link Properties}: {@code tablecache.config}, {@code tablecache.enabled},
 * {@code tablecache.max_staleness}.
 *
 * <p>Thread-safe.
 */
public final class TableCacheDriver implements Driver {
  /** {@code config_file_error} of PostgreSQL's appendix A. */
  private static final String CONFIG_FILE_ERROR = "F0000";

  /** How long an engine goes on after its last connection: pools may close all of theirs. */
  private static final EngineRegistry ENGINES = new EngineRegistry(Duration.ofSeconds(60));

  private static final System.Logger LOGGER = System.getLogger(TableCacheDriver.class.getName());

  static {
    try {
      // On deregistration (an undeployed application) nothing stays behind.
      DriverManager.registerDriver(new TableCacheDriver(), ENGINES::closeAll);
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * How long the server may be silent while the cache logs in, unless the URL says otherwise: the
   * application waits for it when the first connection is opened.
   */
  private static final String LOADER_LOGIN_SECONDS = "5";

  private static final Set<String> CHANGED_FOR_LOADER =
      Stream.of(
              PGProperty.OPTIONS,
              PGProperty.CURRENT_SCHEMA,
              PGProperty.READ_ONLY,
              PGProperty.PREFER_QUERY_MODE,
              PGProperty.AUTOSAVE,
              PGProperty.STRING_TYPE,
              PGProperty.DEFAULT_ROW_FETCH_SIZE,
              PGProperty.REPLICATION)
          .map(PGProperty::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> CREDENTIALS =
      Set.of(PGProperty.USER.getName(), PGProperty.PASSWORD.getName());

  private static final Set<String> CHANGED_WITH_ROLE =
      Stream.concat(CHANGED_FOR_LOADER.stream(), CREDENTIALS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final org.postgresql.Driver postgres = new org.postgresql.Driver();

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return TableCacheUrl.accepts(url);
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null || !TableCacheUrl.accepts(url)) {
      return null;
    }
    TableCacheUrl parsed = TableCacheUrl.parse(url, info);
    Connection real = postgres.connect(parsed.postgresUrl(), parsed.postgresProperties());
    if (real == null || !parsed.enabled()) {
      return real;
    }
    EngineLease lease = null;
    try {
      lease =
          ENGINES.acquire(
              key(parsed),
              () -> ConfigReader.read(parsed.config()),
              loader -> openForLoader(parsed, loader));
      return CachedConnections.open(real, lease, parsed.maxStaleness());
    } catch (ConfigException e) {
      if (e.onConfigError() == CacheConfig.OnConfigError.DELEGATE) {
        LOGGER.log(System.Logger.Level.ERROR, "Nothing is cached: {0}", e.getMessage());
        return real;
      }
      throw closeAfter(real, lease, new SQLException(e.getMessage(), CONFIG_FILE_ERROR, e));
    } catch (SQLException e) {
      throw closeAfter(real, lease, e);
    } catch (RuntimeException e) {
      throw closeAfter(real, lease, e);
    }
  }

  private static EngineKey key(TableCacheUrl url) throws SQLException {
    Properties address = org.postgresql.Driver.parseURL(url.postgresUrl(), null);
    if (address == null) {
      throw new SQLException("The PostgreSQL driver does not understand the URL", "08001");
    }
    return EngineKey.of(address, url.config() == null ? "" : url.config());
  }

  /** The application's connection, less what would change what the cache's own sessions see. */
  private Connection openForLoader(TableCacheUrl url, @Nullable LoaderRule loader)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(url.postgresProperties());
    CHANGED_FOR_LOADER.forEach(properties::remove);
    properties.setProperty(PGProperty.APPLICATION_NAME.getName(), "TableCache");
    properties.putIfAbsent(PGProperty.SOCKET_TIMEOUT.getName(), LOADER_LOGIN_SECONDS);
    Set<String> notInUrl = CHANGED_FOR_LOADER;
    if (loader != null) {
      // What is in the URL goes before the properties.
      notInUrl = CHANGED_WITH_ROLE;
      CREDENTIALS.forEach(properties::remove);
      properties.setProperty(PGProperty.USER.getName(), loader.user());
      if (loader.password() != null) {
        properties.setProperty(PGProperty.PASSWORD.getName(), loader.password());
      }
    }
    Connection connection = postgres.connect(url.postgresUrlWithout(notInUrl), properties);
    if (connection == null) {
      throw new SQLException("The PostgreSQL driver does not accept the URL", "08001");
    }
    return connection;
  }

  private static <E extends Exception> E closeAfter(
      Connection real, @Nullable EngineLease lease, E failure) {
    if (lease != null) {
      lease.close();
    }
    try {
      real.close();
    } catch (SQLException suppressed) {
      failure.addSuppressed(suppressed);
    }
    return failure;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    if (!acceptsURL(url)) {
      return new DriverPropertyInfo[0];
    }
    TableCacheUrl parsed = TableCacheUrl.parse(url, info);
    DriverPropertyInfo[] theirs =
        postgres.getPropertyInfo(parsed.postgresUrl(), parsed.postgresProperties());
    DriverPropertyInfo[] all = new DriverPropertyInfo[theirs.length + 3];
    all[0] = new DriverPropertyInfo(TableCacheUrl.CONFIG, parsed.config());
    all[0].description = "Where the config is: a path, or classpath: and a resource's name";
    all[1] = new DriverPropertyInfo(TableCacheUrl.ENABLED, Boolean.toString(parsed.enabled()));
    all[1].description = "Whether anything is cached";
    all[1].choices = new String[] {"true", "false"};
    all[2] = new DriverPropertyInfo(TableCacheUrl.MAX_STALENESS, parsed.maxStaleness());
    all[2].description = "The age that sessions accept at most, such as 5s";
    System.arraycopy(theirs, 0, all, 3, theirs.length);
    return all;
  }

  @Override
  public int getMajorVersion() {
    return postgres.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return postgres.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return postgres.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return postgres.getParentLogger();
  }
}
