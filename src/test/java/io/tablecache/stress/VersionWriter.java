package io.tablecache.stress;

import io.tablecache.stress.Version.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Commits version after version of a table, each by another kind of transaction, and keeps the same
 * in memory.
 *
 * <p>Every commit inserts a row of the same seq for every device, so that each device's last row
 * tells the version. Confined to one thread.
 */
final class VersionWriter implements AutoCloseable {
  static final int DEVICES = 6;

  /** The window's lower end. */
  static final LocalDateTime WINDOW_FROM = LocalDateTime.of(2026, 1, 1, 0, 0);

  static final String DDL =
      "CREATE TABLE device_data (device_id integer NOT NULL, seq integer NOT NULL, value bigint NOT"
          + " NULL, version integer NOT NULL, ts timestamp NOT NULL, PRIMARY KEY (device_id, seq))";

  private static final int MAX_ROWS = DEVICES * 20;
  private static final long FROM_MILLIS = WINDOW_FROM.toInstant(ZoneOffset.UTC).toEpochMilli();

  /** Seqs of rows that a long transaction inserted, and of those whose key was changed. */
  private static final int LATE = 1_000_000;

  private static final int MOVED = 2_000_000;

  private final Connection connection;
  private final Connection longOpen;
  private final VersionLog log;
  private final Random random;
  private TreeMap<Long, Row> rows = new TreeMap<>();
  private final List<Row> late = new ArrayList<>();
  private int number = -1;
  private int extraKeys;

  VersionWriter(Connection connection, Connection longOpen, VersionLog log, long seed)
      throws SQLException {
    this.connection = connection;
    this.longOpen = longOpen;
    this.log = log;
    this.random = new Random(seed);
    connection.setAutoCommit(false);
    longOpen.setAutoCommit(false);
  }

  private static long key(Row row) {
    return (long) row.device() << 32 | row.seq();
  }

  /** The timestamp of the device's row of that number; unique. */
  static long tsMillis(int device, int number) {
    return FROM_MILLIS + 1000L * number + device;
  }

  /** Commits the next version. */
  void next() throws SQLException {
    number++;
    TreeMap<Long, Row> before = new TreeMap<>(rows);
    Connection with = connection;
    switch (random.nextInt(12)) {
      case 0 -> rollBackSavepoint();
      case 1 -> rollBackAll();
      case 2 -> moveValue();
      case 3 -> changeKey();
      case 4 -> moveToOtherDevice();
      case 5 -> leaveOrEnterWindow();
      case 6 -> updateDevice();
      case 7 -> {
        if (late.isEmpty() && random.nextInt(4) == 0) {
          truncateAndRefill();
        }
      }
      case 8 -> insertLate();
      case 9 -> {
        if (!late.isEmpty()) {
          rows = before;
          late.forEach(row -> rows.put(key(row), row));
          late.clear();
          with = longOpen;
        }
      }
      default -> {
        // Only what every version does.
      }
    }
    insertForEach(with);
    deleteOldest(with);
    Version version = new Version(number, List.copyOf(rows.values()));
    log.committing(version);
    with.commit();
    log.committed(version);
  }

  private void insertForEach(Connection with) throws SQLException {
    List<Row> added = new ArrayList<>();
    for (int device = 0; device < DEVICES; device++) {
      added.add(new Row(device, number, random.nextInt(1000), number, tsMillis(device, number)));
    }
    insert(with, added);
    added.forEach(row -> rows.put(key(row), row));
  }

  private void deleteOldest(Connection with) throws SQLException {
    List<Row> oldest = new ArrayList<>(rows.values());
    oldest.sort((a, b) -> Long.compare(a.tsMillis(), b.tsMillis()));
    List<Row> gone = oldest.subList(0, Math.max(0, oldest.size() - MAX_ROWS));
    try (PreparedStatement delete =
        with.prepareStatement("DELETE FROM device_data WHERE device_id = ? AND seq = ?")) {
      for (Row row : gone) {
        delete.setInt(1, row.device());
        delete.setInt(2, row.seq());
        delete.addBatch();
      }
      delete.executeBatch();
    }
    gone.forEach(row -> rows.remove(key(row)));
  }

  private static void insert(Connection with, List<Row> added) throws SQLException {
    try (PreparedStatement insert =
        with.prepareStatement("INSERT INTO device_data VALUES (?, ?, ?, ?, ?)")) {
      for (Row row : added) {
        insert.setInt(1, row.device());
        insert.setInt(2, row.seq());
        insert.setLong(3, row.value());
        insert.setInt(4, row.version());
        insert.setObject(5, local(row.tsMillis()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static LocalDateTime local(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, 1000L),
        (int) Math.floorMod(millis, 1000L) * 1_000_000,
        ZoneOffset.UTC);
  }

  /** Changes a row's key and all else, in the database and here. */
  private void change(Row from, Row to) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE device_data SET device_id = ?, seq = ?, value = ?, version = ?, ts = ?"
                + " WHERE device_id = ? AND seq = ?")) {
      update.setInt(1, to.device());
      update.setInt(2, to.seq());
      update.setLong(3, to.value());
      update.setInt(4, to.version());
      update.setObject(5, local(to.tsMillis()));
      update.setInt(6, from.device());
      update.setInt(7, from.seq());
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("no row " + from);
      }
    }
    rows.remove(key(from));
    rows.put(key(to), to);
  }

  private @Nullable Row any() {
    List<Row> all = List.copyOf(rows.values());
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  /** Takes from one row what it gives to another. */
  private void moveValue() throws SQLException {
    Row from = any();
    Row to = any();
    if (from != null && to != null && !from.equals(to)) {
      change(from, new Row(from.device(), from.seq(), from.value() - 7, number, from.tsMillis()));
      change(to, new Row(to.device(), to.seq(), to.value() + 7, number, to.tsMillis()));
    }
  }

  private void changeKey() throws SQLException {
    Row row = any();
    if (row != null) {
      int seq = MOVED + extraKeys++;
      change(row, new Row(row.device(), seq, row.value(), number, row.tsMillis()));
    }
  }

  private void moveToOtherDevice() throws SQLException {
    Row row = any();
    if (row != null) {
      int device = (row.device() + 1) % DEVICES;
      change(row, new Row(device, MOVED + extraKeys++, row.value(), number, row.tsMillis()));
    }
  }

  /** Moves a row to before the window, or back to where it was. */
  private void leaveOrEnterWindow() throws SQLException {
    Row row = any();
    if (row != null) {
      long mirrored = 2 * FROM_MILLIS - row.tsMillis();
      if (mirrored != row.tsMillis()) {
        change(row, new Row(row.device(), row.seq(), row.value(), number, mirrored));
      }
    }
  }

  private void updateDevice() throws SQLException {
    int device = random.nextInt(DEVICES);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE device_data SET value = value + 1, version = ? WHERE device_id = ?")) {
      update.setInt(1, number);
      update.setInt(2, device);
      update.executeUpdate();
    }
    for (Map.Entry<Long, Row> entry : rows.entrySet()) {
      Row row = entry.getValue();
      if (row.device() == device) {
        entry.setValue(new Row(device, row.seq(), row.value() + 1, number, row.tsMillis()));
      }
    }
  }

  private void truncateAndRefill() throws SQLException {
    execute("TRUNCATE device_data");
    List<Row> again = new ArrayList<>();
    for (Row row : rows.values()) {
      again.add(new Row(row.device(), row.seq(), row.value() + 100, number, row.tsMillis()));
    }
    insert(connection, again);
    again.forEach(row -> rows.put(key(row), row));
  }

  /** Leaves a row in a transaction that commits some versions later. */
  private void insertLate() throws SQLException {
    int device = random.nextInt(DEVICES);
    long ts = tsMillis(device, number) + 500;
    Row row = new Row(device, LATE + extraKeys++, random.nextInt(1000), 0, ts);
    insert(longOpen, List.of(row));
    late.add(row);
  }

  private void rollBackSavepoint() throws SQLException {
    execute("SAVEPOINT before");
    spoil();
    execute("ROLLBACK TO SAVEPOINT before");
  }

  private void rollBackAll() throws SQLException {
    spoil();
    connection.rollback();
  }

  /** What must never be seen. */
  private void spoil() throws SQLException {
    execute(
        "DELETE FROM device_data WHERE device_id = 1",
        "UPDATE device_data SET value = -1, version = -1, ts = ts + interval '1 ms'",
        "INSERT INTO device_data VALUES (2, -1, -1, -1, '" + Timestamp.valueOf(WINDOW_FROM) + "')");
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    longOpen.rollback();
    longOpen.close();
    connection.close();
  }
}
