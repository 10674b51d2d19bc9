package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCacheDriver;
import io.tablecache.testing.PostgresServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that serves the application's connection, and is silent to the cache's own. */
class SilentServerTest {
  @TempDir private static Path directory;

  /** Passes one connection on to a server, and accepts all others without a word. */
  private static final class Relay implements Closeable {
    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    Relay(int port) throws IOException {
      CompletableFuture.runAsync(() -> serve(port));
    }

    private void serve(int port) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(client, server));
        CompletableFuture.runAsync(() -> copy(client, server));
        copy(server, client);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void copy(Socket from, Socket to) {
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        in.transferTo(out);
      } catch (IOException ignored) {
        // One side has closed, which ends the other.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void connect_loaderGetsNoAnswer_isAnsweredByTheDatabase() throws Exception {
    String url = PostgresServer.shared().createDatabase();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id int PRIMARY KEY)");
      statement.execute("INSERT INTO item VALUES (1)");
    }
    Path config = directory.resolve("tablecache.conf");
    Files.writeString(config, "tablecache.tables.item { relation = public.item }");
    int port = URI.create(url.replaceFirst("^jdbc:", "")).getPort();
    try (Relay relay = new Relay(port)) {
      String through =
          url.replaceFirst("//[^/]+/", "//127.0.0.1:" + relay.listening.getLocalPort() + "/")
                  .replaceFirst("^jdbc:", "jdbc:tablecache:")
              + "&tablecache.config="
              + config;
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> {
                try (Connection connection =
                        Objects.requireNonNull(
                            new TableCacheDriver().connect(through, new Properties()));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id FROM item")) {
                  assertTrue(rows.next());
                  return rows.getInt(1);
                } catch (java.sql.SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertEquals(1, read.get(30, TimeUnit.SECONDS));
    }
  }
}
