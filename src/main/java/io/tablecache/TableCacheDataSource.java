package io.tablecache;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DataSource} whose connections answer from the cache, for pools and containers that are
 * configured by bean properties.
 *
 * <p>Does not pool. Properties are to be set before the first {@link #getConnection()}; after that
 * it is thread-safe.
 */
public final class TableCacheDataSource implements DataSource {
  private final TableCacheDriver driver = new TableCacheDriver();
  private final Properties properties = new Properties();
  private String url = "";
  private @Nullable PrintWriter logWriter;

  /** The URL, {@code jdbc:tablecache:postgresql://...}. */
  public String getUrl() {
    return url;
  }

  /** Sets the URL; a plain {@code jdbc:postgresql:} URL is taken as well. */
  public void setUrl(String url) {
    this.url =
        url.startsWith("jdbc:postgresql:")
            ? TableCacheUrl.PREFIX + url.substring("jdbc:".length())
            : url;
  }

  public @Nullable String getUser() {
    return properties.getProperty("user");
  }

  public void setUser(@Nullable String user) {
    set("user", user);
  }

  /** Sets the user, by the name that some containers use. */
  public void setUsername(@Nullable String user) {
    setUser(user);
  }

  public @Nullable String getPassword() {
    return properties.getProperty("password");
  }

  public void setPassword(@Nullable String password) {
    set("password", password);
  }

  /** Where the config is: a path, or {@code classpath:} and a resource's name. */
  public @Nullable String getConfig() {
    return properties.getProperty(TableCacheUrl.CONFIG);
  }

  public void setConfig(@Nullable String config) {
    set(TableCacheUrl.CONFIG, config);
  }

  public boolean isEnabled() {
    return !"false".equals(properties.getProperty(TableCacheUrl.ENABLED));
  }

  /** Whether anything is cached; with false, connections are the PostgreSQL driver's own. */
  public void setEnabled(boolean enabled) {
    set(TableCacheUrl.ENABLED, Boolean.toString(enabled));
  }

  public @Nullable String getMaxStaleness() {
    return properties.getProperty(TableCacheUrl.MAX_STALENESS);
  }

  /** The age that sessions accept at most, such as {@code 5s}. */
  public void setMaxStaleness(@Nullable String maxStaleness) {
    set(TableCacheUrl.MAX_STALENESS, maxStaleness);
  }

  /** Sets any property of this driver or of the PostgreSQL driver. */
  public void setProperty(String name, @Nullable String value) {
    set(name, value);
  }

  private void set(String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(url, properties);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    Properties withUser = new Properties();
    withUser.putAll(properties);
    withUser.setProperty("user", username);
    withUser.setProperty("password", password);
    // What is in the URL would go first.
    return connect(TableCacheUrl.without(url, Set.of("user", "password")), withUser);
  }

  private Connection connect(String url, Properties info) throws SQLException {
    Connection connection = driver.connect(url, info);
    if (connection == null) {
      throw new SQLException(
          "The url of a TableCacheDataSource must begin with "
              + TableCacheUrl.PREFIX
              + "postgresql: or jdbc:postgresql:, but it is \""
              + url.replaceFirst("\\?.*", "?...")
              + "\"",
          "08001");
    }
    return connection;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public int getLoginTimeout() {
    String seconds = properties.getProperty("loginTimeout");
    return seconds == null ? DriverManager.getLoginTimeout() : Integer.parseInt(seconds);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    set("loginTimeout", Integer.toString(seconds));
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw new SQLException("Cannot unwrap a TableCacheDataSource to " + iface.getName(), "99999");
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
