package io.tablecache.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server on a free local port, whose superuser {@code postgres} needs no password.
 *
 * <p>Its binaries are those that the build chose by {@code postgres.version}. It gives up
 * durability for speed, does nothing by itself, collates in byte order and is ready for logical
 * replication. It stops with the JVM at the latest.
 *
 * <p>Thread-safe: immutable after its start.
 */
public final class PostgresServer implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres postgres;
  private final boolean closeable;
  private final int majorVersion;

  private PostgresServer(EmbeddedPostgres postgres, boolean closeable) {
    this.postgres = postgres;
    this.closeable = closeable;
    try (Connection connection = connect()) {
      this.majorVersion = connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("The PostgreSQL server does not answer.", e);
    }
  }

  /** Returns the server that all tests of this JVM share; the first call starts it. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server of the caller's own, which may be closed at any moment. */
  public static PostgresServer start() {
    return start(true);
  }

  private static PostgresServer start(boolean closeable) {
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setLocaleConfig("locale", "C")
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("autovacuum", "off")
              .setServerConfig("jit", "off")
              .setServerConfig("max_connections", "200")
              .setServerConfig("wal_level", "logical")
              .start(),
          closeable);
    } catch (IOException e) {
      throw new UncheckedIOException("The PostgreSQL server did not start.", e);
    }
  }

  /** The URL of the database {@code postgres}, for the plain driver, user included. */
  public String url() {
    return url("postgres");
  }

  /** Opens a connection of the plain driver to the database {@code postgres}. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Creates an empty database that nobody else uses, and returns its URL, user included. */
  public String createDatabase() throws SQLException {
    String database = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database + " TEMPLATE template0");
    }
    return url(database);
  }

  /** The server's major version, such as 18. */
  public int majorVersion() {
    return majorVersion;
  }

  /** Stops a server of {@link #start()}; the shared one lives as long as the JVM. */
  @Override
  public void close() {
    if (!closeable) {
      throw new IllegalStateException("The shared server is not closed by a test.");
    }
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The PostgreSQL server did not stop.", e);
    }
  }

  private String url(String database) {
    return postgres.getJdbcUrl("postgres", database);
  }

  private static final class Shared {
    static final PostgresServer SERVER = PostgresServer.start(false);
  }
}
