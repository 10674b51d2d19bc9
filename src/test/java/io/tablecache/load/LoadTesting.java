package io.tablecache.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tablecache.config.FreshnessRule;
import io.tablecache.config.IndexRule;
import io.tablecache.config.Origin;
import io.tablecache.config.TableRule;
import io.tablecache.config.WindowRule;
import io.tablecache.config.WindowRule.Bound;
import io.tablecache.index.Cursor;
import io.tablecache.index.Snapshot;
import io.tablecache.model.Clock;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.PostgresServer;
import io.tablecache.testing.Scans;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One database and one loader for a test, and short ways to rules, rounds and rows. */
final class LoadTesting implements AutoCloseable {
  static final long MEMORY = 1L << 30;

  final String url;
  final Connection connection;
  final Loader loader;

  LoadTesting() throws SQLException {
    this(Clock.SYSTEM, Duration.ofSeconds(30));
  }

  LoadTesting(Clock clock, Duration lockTimeout) throws SQLException {
    url = PostgresServer.shared().createDatabase();
    connection = connect();
    loader = new Loader(this::connect, clock, lockTimeout);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void sql(String... statements) throws SQLException {
    execute(connection, statements);
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  Adjustment load(TableRule rule) throws SQLException {
    return adjust(rule, null);
  }

  Adjustment adjust(TableRule rule, @Nullable Adjustment former) throws SQLException {
    LoadResult result = run(rule, former, MEMORY);
    if (result instanceof LoadResult.Failed failed) {
      throw new AssertionError(failed.message(), failed.cause());
    }
    return assertInstanceOf(LoadResult.Adjusted.class, result).adjustment();
  }

  LoadResult.Failed fail(TableRule rule, @Nullable Adjustment former) throws SQLException {
    return assertInstanceOf(LoadResult.Failed.class, run(rule, former, MEMORY));
  }

  LoadResult run(TableRule rule, @Nullable Adjustment former, long memory) throws SQLException {
    List<LoadResult> results = loader.run(List.of(new LoadRequest(rule, former, memory)));
    assertEquals(1, results.size());
    return results.get(0);
  }

  /** A rule for the whole relation of the schema public, without index. */
  static TableRule rule(String relation) {
    return new TableRule(
        new Origin("test.conf: 1", "tables." + relation),
        relation,
        "public",
        relation,
        List.of(),
        null,
        new FreshnessRule(
            new Origin("test.conf: 30", "tables." + relation + ".freshness"),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            null));
  }

  static TableRule withIndexes(TableRule rule, IndexRule... indexes) {
    return new TableRule(
        rule.origin(),
        rule.label(),
        rule.schema(),
        rule.relation(),
        List.of(indexes),
        rule.window(),
        rule.freshness());
  }

  static TableRule withWindow(TableRule rule, @Nullable WindowRule window) {
    return new TableRule(
        rule.origin(),
        rule.label(),
        rule.schema(),
        rule.relation(),
        rule.indexes(),
        window,
        rule.freshness());
  }

  static TableRule appendOnly(TableRule rule, Duration lateness) {
    FreshnessRule freshness = rule.freshness();
    return new TableRule(
        rule.origin(),
        rule.label(),
        rule.schema(),
        rule.relation(),
        rule.indexes(),
        rule.window(),
        new FreshnessRule(
            freshness.origin(), freshness.every(), freshness.maxStaleness(), lateness));
  }

  static IndexRule index(String name, List<String> segment, @Nullable String range) {
    return new IndexRule(new Origin("test.conf: 7", "indexes." + name), name, segment, range);
  }

  static WindowRule window(String range, @Nullable Bound from, @Nullable Bound to) {
    return window(range, from, to, Duration.ZERO, ZoneOffset.UTC);
  }

  static WindowRule window(
      String range, @Nullable Bound from, @Nullable Bound to, Duration margin, ZoneId zone) {
    return new WindowRule(new Origin("test.conf: 20", "window"), range, from, to, margin, zone);
  }

  static Bound past(Duration age) {
    return new WindowRule.Moving(age.negated());
  }

  static Bound at(String text) {
    return new WindowRule.Fixed(text);
  }

  /** All rows of the snapshot, each as its values' text, sorted. */
  static List<String> rows(Snapshot snapshot) {
    TableDefinition table = snapshot.definition();
    Coverage coverage = snapshot.coverage();
    IndexSpec everything =
        new IndexSpec(
            table.clusteringIndex(), SegmentKeys.ALL, coverage.intervals(), coverage.nulls());
    Cursor cursor = Scans.rows(snapshot, everything).cursor();
    List<String> rows = new ArrayList<>();
    while (cursor.next()) {
      StringBuilder row = new StringBuilder();
      for (ColumnDefinition column : table.columns()) {
        row.append('|').append(column.isCached() ? text(cursor, column) : "?");
      }
      rows.add(row.toString());
    }
    assertEquals(snapshot.rowCount(), rows.size(), "rowCount");
    rows.sort(null);
    return rows;
  }

  static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  static @Nullable String text(Cursor cursor, ColumnDefinition column) {
    int ordinal = column.ordinal();
    if (cursor.isNull(ordinal)) {
      return null;
    }
    return switch (column.type().storage()) {
      case LONG -> String.valueOf(cursor.getLong(ordinal));
      case FLOAT -> String.valueOf(cursor.getFloat(ordinal));
      case DOUBLE -> String.valueOf(cursor.getDouble(ordinal));
      case UUID ->
          new java.util.UUID(
                  cursor.getUuidMostSignificant(ordinal), cursor.getUuidLeastSignificant(ordinal))
              .toString();
      case BYTES -> cursor.getText(ordinal);
    };
  }

  @Override
  public void close() throws SQLException {
    loader.close();
    connection.close();
  }
}
