package io.tablecache.stress;

import io.tablecache.stress.Version.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Reads a table that a {@link VersionWriter} writes, and checks that each answer is the table's at
 * one version: not older than allowed, and never running backwards within a transaction.
 *
 * <p>Confined to one thread.
 */
final class VersionReader {
  private static final String COLUMNS =
      "SELECT device_id, seq, value, version, ts FROM device_data";
  private static final Comparator<Row> BY_TS = Comparator.comparingLong(Row::tsMillis);

  private final Connection connection;
  private final VersionLog log;
  private final long maxStalenessNanos;
  private final Random random;
  private int lowest;
  private int reads;

  VersionReader(Connection connection, VersionLog log, long maxStalenessNanos, long seed) {
    this.connection = connection;
    this.log = log;
    this.maxStalenessNanos = maxStalenessNanos;
    this.random = new Random(seed);
  }

  int reads() {
    return reads;
  }

  /** One read in autocommit mode, or a transaction of some. */
  void next() throws SQLException {
    if (random.nextInt(3) > 0) {
      lowest = 0;
      read();
    } else {
      boolean bySql = random.nextBoolean();
      begin(bySql);
      lowest = 0;
      for (int i = 2 + random.nextInt(4); i > 0; i--) {
        read();
      }
      commit(bySql);
    }
  }

  private void begin(boolean bySql) throws SQLException {
    if (bySql) {
      execute("BEGIN");
    } else {
      connection.setAutoCommit(false);
    }
  }

  private void commit(boolean bySql) throws SQLException {
    if (bySql) {
      execute("COMMIT");
    } else {
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void read() throws SQLException {
    reads++;
    int last = Math.max(1, log.last());
    int device = random.nextInt(VersionWriter.DEVICES);
    // What is asked for mostly is near the end: there the versions differ.
    int number = Math.max(0, last - random.nextInt(30));
    long from = VersionWriter.tsMillis(0, number);
    long to = from + 1000L * random.nextInt(20);
    long window = VersionWriter.tsMillis(0, 0);
    switch (random.nextInt(8)) {
      case 0 ->
          check(
              COLUMNS + " WHERE device_id = ? AND ts >= ?",
              List.of(device, window),
              row -> row.device() == device && row.tsMillis() >= window,
              Integer.MAX_VALUE,
              false);
      case 1 ->
          check(
              COLUMNS + " WHERE device_id = ? AND ts >= ? AND ts <= ?",
              List.of(device, from, to),
              row -> row.device() == device && row.tsMillis() >= from && row.tsMillis() <= to,
              Integer.MAX_VALUE,
              false);
      case 2 ->
          check(
              COLUMNS + " WHERE ts >= ?",
              List.of(window),
              row -> row.tsMillis() >= window,
              Integer.MAX_VALUE,
              false);
      case 3 ->
          check(
              COLUMNS + " WHERE ts BETWEEN ? AND ? ORDER BY ts",
              List.of(from, to),
              row -> row.tsMillis() >= from && row.tsMillis() <= to,
              Integer.MAX_VALUE,
              true);
      case 4 ->
          check(
              COLUMNS + " WHERE device_id IN (?, ?) AND ts >= ?",
              List.of(device, (device + 2) % VersionWriter.DEVICES, from),
              row ->
                  (row.device() == device || row.device() == (device + 2) % VersionWriter.DEVICES)
                      && row.tsMillis() >= from,
              Integer.MAX_VALUE,
              false);
      case 5 ->
          check(
              COLUMNS + " WHERE device_id = ? AND ts >= ? ORDER BY ts LIMIT 5",
              List.of(device, from),
              row -> row.device() == device && row.tsMillis() >= from,
              5,
              true);
      case 6 -> checkLiteral(device, from);
      default -> {
        // Reaches below the window: always the database's answer.
        check(
            COLUMNS + " WHERE device_id = ? AND ts >= ?",
            List.of(device, window - 1_000_000_000L),
            row -> row.device() == device && row.tsMillis() >= window - 1_000_000_000L,
            Integer.MAX_VALUE,
            false);
      }
    }
  }

  private void check(
      String sql, List<Number> parameters, Predicate<Row> where, int limit, boolean isOrdered)
      throws SQLException {
    long start = log.now();
    List<Row> actual;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i) instanceof Long millis) {
          statement.setObject(i + 1, VersionWriter.local(millis));
        } else {
          statement.setInt(i + 1, parameters.get(i).intValue());
        }
      }
      try (ResultSet result = statement.executeQuery()) {
        actual = rows(result);
      }
    }
    verify(sql + " " + parameters, start, actual, where, limit, isOrdered);
  }

  private void checkLiteral(int device, long from) throws SQLException {
    String sql =
        COLUMNS
            + " WHERE device_id = "
            + device
            + " AND ts >= '"
            + VersionWriter.local(from).toString().replace('T', ' ')
            + "' ORDER BY ts DESC LIMIT 3";
    long start = log.now();
    List<Row> actual;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      actual = rows(result);
    }
    List<Row> ascending = new ArrayList<>(actual);
    java.util.Collections.reverse(ascending);
    verify(
        sql, start, ascending, row -> row.device() == device && row.tsMillis() >= from, -3, true);
  }

  private static List<Row> rows(ResultSet result) throws SQLException {
    List<Row> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(
          new Row(
              result.getInt(1),
              result.getInt(2),
              result.getLong(3),
              result.getInt(4),
              result.getObject(5, LocalDateTime.class).toInstant(ZoneOffset.UTC).toEpochMilli()));
    }
    return rows;
  }

  /**
   * @param limit how many rows at most: the first ones, or the last ones if negative
   */
  private void verify(
      String what,
      long start,
      List<Row> actual,
      Predicate<Row> where,
      int limit,
      boolean isOrdered) {
    int newest = log.last();
    int oldest = Math.max(lowest, log.acknowledgedBefore(start - maxStalenessNanos));
    List<Row> sorted = new ArrayList<>(actual);
    if (!isOrdered) {
      sorted.sort(BY_TS);
    }
    for (int number = oldest; number <= newest; number++) {
      if (expected(log.get(number), where, limit).equals(sorted)) {
        lowest = number;
        return;
      }
    }
    throw new AssertionError(
        what
            + "\n is of no version from "
            + oldest
            + " to "
            + newest
            + " (the transaction had read "
            + lowest
            + "), but of "
            + anyVersion(sorted, where, limit)
            + ":\n "
            + actual);
  }

  private String anyVersion(List<Row> actual, Predicate<Row> where, int limit) {
    for (int number = log.last(); number >= 0; number--) {
      if (expected(log.get(number), where, limit).equals(actual)) {
        return Integer.toString(number);
      }
    }
    return "none at all";
  }

  private static List<Row> expected(Version version, Predicate<Row> where, int limit) {
    List<Row> rows = new ArrayList<>();
    for (Row row : version.rows()) {
      if (where.test(row)) {
        rows.add(row);
      }
    }
    rows.sort(BY_TS);
    if (rows.size() <= Math.abs(limit)) {
      return rows;
    }
    return limit > 0 ? rows.subList(0, limit) : rows.subList(rows.size() + limit, rows.size());
  }
}
