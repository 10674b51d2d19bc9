package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCacheDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A result that is fetched by a cursor passes through, whatever its size. */
class CursorFetchTest {
  private static final int ROWS = 5_000_000;

  @Test
  void fiveMillionRows_withFetchSize_passThroughIn64MiBOfHeap() throws Exception {
    BothDrivers drivers = BothDrivers.open();
    Path output = Files.createTempFile("cursor-fetch", ".txt");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Reader.class.getName(),
                  drivers.cachingUrl())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), "still reading");
      assertEquals(0, process.exitValue(), () -> read(output));
    } finally {
      drivers.close();
      Files.delete(output);
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Reads the rows in a JVM of its own, prepared and not. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) throws Exception {
      try (Connection connection =
          Objects.requireNonNull(new TableCacheDriver().connect(args[0], new Properties()))) {
        connection.setAutoCommit(false);
        String sql = "SELECT i, repeat('x', 20) FROM generate_series(1, " + ROWS + ") AS s(i)";
        try (Statement statement = connection.createStatement()) {
          statement.setFetchSize(1000);
          try (ResultSet rows = statement.executeQuery(sql)) {
            expect(ROWS, count(rows));
          }
        }
        String mention = sql + " WHERE i <= ? OR EXISTS (SELECT FROM cached_item WHERE id < 0)";
        try (PreparedStatement statement = connection.prepareStatement(mention)) {
          statement.setFetchSize(1000);
          statement.setInt(1, ROWS / 2);
          try (ResultSet rows = statement.executeQuery()) {
            expect(ROWS / 2, count(rows));
          }
        }
      }
    }

    private static int count(ResultSet rows) throws Exception {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }

    private static void expect(int expected, int actual) {
      if (expected != actual) {
        throw new IllegalStateException(actual + " rows instead of " + expected);
      }
    }
  }
}
