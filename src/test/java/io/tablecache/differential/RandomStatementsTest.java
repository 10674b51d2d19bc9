package io.tablecache.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.differential.RandomStatement.Comparison;
import io.tablecache.differential.RandomStatement.Expected;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random statements over random tables, on the plain driver and on this one. */
final class RandomStatementsTest {
  private static final int TABLES = 25;
  private static final int ROWS = 400;
  private static final int STATEMENTS =
      Integer.getInteger("tablecache.differential.statements", 5_000);
  private static final int SHOWN = 10;
  private static final long SEED = Long.getLong("tablecache.differential.seed", 20_261_123L);

  @TempDir private Path directory;

  private final List<String> differences = new ArrayList<>();
  private int hits;
  private int either;

  @Test
  void randomStatements_onBothDrivers_giveTheSameAnswerAndTheExpectedHits() throws Exception {
    String url = PostgresServer.shared().createDatabase();
    String plainUrl = url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    Random random = new Random(SEED);
    List<RandomTable> tables = new ArrayList<>();
    try (Connection plain = DriverManager.getConnection(plainUrl)) {
      for (int i = 0; i < TABLES; i++) {
        RandomTable table = RandomTable.of("random_" + i, random);
        table.fill(plain, ROWS, random);
        tables.add(table);
      }
      TableCacheDataSource dataSource = new TableCacheDataSource();
      dataSource.setUrl(plainUrl);
      dataSource.setConfig(config(tables).toString());
      assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(60)), "loaded");
      try (Connection cached = dataSource.getConnection()) {
        for (int i = 0; i < STATEMENTS; i++) {
          long seed = random.nextLong();
          RandomTable table = tables.get(i % TABLES);
          RandomStatement statement = new StatementGenerator(table, new Random(seed)).next();
          try {
            compare(table, statement, plain, cached);
          } catch (AssertionError e) {
            differences.add(e.getMessage());
          }
        }
      }
    }
    System.out.printf(
        "differential: %d statements, %d hits, %d of either kind, seed %d%n",
        STATEMENTS, hits, either, SEED);
    assertTrue(
        differences.isEmpty(),
        () ->
            differences.size()
                + " differences:\n\n"
                + differences.stream().limit(SHOWN).collect(Collectors.joining("\n\n")));
    assertTrue(hits > STATEMENTS / 2, "only " + hits + " hits");
    assertTrue(either < STATEMENTS * 2 / 5, either + " statements were expected to end either way");
  }

  private Path config(List<RandomTable> tables) throws IOException {
    String sections = tables.stream().map(RandomTable::config).collect(Collectors.joining("\n"));
    return Files.writeString(
        directory.resolve("tablecache.conf"),
        "tablecache {\n tables {\n" + sections + " }\n memory { max = 256MiB }\n}\n");
  }

  private void compare(
      RandomTable table, RandomStatement statement, Connection plain, Connection cached)
      throws SQLException {
    String message =
        "seed " + SEED + ": " + statement + "\n on " + table.ddl() + "\n" + table.config();
    boolean rehearse = statement.sql().length() % 4 == 0;
    Answer actual;
    boolean hit;
    try (Statement prepared = statement.prepare(cached, rehearse)) {
      long hitsBefore = hitsOf(cached, table);
      actual = Answer.of(() -> statement.execute(prepared));
      hit = hitsOf(cached, table) > hitsBefore;
    }
    Answer expected;
    try (Statement prepared = statement.prepare(plain, rehearse)) {
      expected = Answer.of(() -> statement.execute(prepared));
    }
    if (expected.sqlState() == null && statement.expected() != Expected.EITHER) {
      boolean isExpected = hit == (statement.expected() == Expected.HIT);
      assertTrue(isExpected, isExpected ? "" : message + "\n" + explain(cached, statement));
    }
    hits += hit ? 1 : 0;
    either += statement.expected() == Expected.EITHER ? 1 : 0;
    assertEquals(expected.sqlState(), actual.sqlState(), message);
    assertEquals(expected.columns(), actual.columns(), message);
    switch (statement.comparison()) {
      case ORDERED -> assertEquals(expected.rows(), actual.rows(), message);
      case COUNT -> assertEquals(expected.rows().size(), actual.rows().size(), message);
      case MULTISET, KEYS ->
          assertEquals(expected.sorted().rows(), actual.sorted().rows(), message);
    }
    if (statement.comparison() == Comparison.KEYS) {
      assertEquals(
          expected.only(statement.orderColumns()), actual.only(statement.orderColumns()), message);
    }
  }

  private static long hitsOf(Connection cached, RandomTable table) throws SQLException {
    try (Statement statement = cached.createStatement();
        ResultSet outcomes = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (outcomes.next()) {
        if (outcomes.getString(1).equals(table.name()) && outcomes.getString(2).equals("HIT")) {
          return outcomes.getLong(3);
        }
      }
    }
    return 0;
  }

  private static String explain(Connection cached, RandomStatement statement) throws SQLException {
    RandomStatement explained =
        new RandomStatement(
            "EXPLAIN (TABLECACHE) " + statement.sql(),
            statement.parameters(),
            statement.expected(),
            statement.comparison(),
            List.of());
    try (Statement prepared = explained.prepare(cached, false)) {
      return Answer.of(() -> explained.execute(prepared)).rows().toString();
    }
  }
}
