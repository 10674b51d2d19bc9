package io.tablecache.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;

/**
 * A table with the columns of device_data, of another size: each device has a row in each second,
 * somewhere in the second's first 263 milliseconds.
 *
 * @param use what the table is for; tables of another use are other tables
 */
record DeviceTable(String use, int devices, int rowsPerDevice) {
  /** What fixes the time of a row within its second. */
  private static final int MAX_MICROS = (1 << 18) - 1;

  /** A table that is only read. */
  static DeviceTable of(int devices, int rowsPerDevice) {
    return new DeviceTable("device_data", devices, rowsPerDevice);
  }

  String name() {
    return use + "_" + devices + "x" + rowsPerDevice;
  }

  long rows() {
    return (long) devices * rowsPerDevice;
  }

  /** The end of all rows' times. */
  LocalDateTime end() {
    return BenchmarkDatabase.START.plusSeconds(rowsPerDevice);
  }

  /** Caches the whole table for longer than a benchmark runs. */
  String config() {
    return config("freshness { every = 30m, max-staleness = 2h }");
  }

  /**
   * Caches the table.
   *
   * @param rules the table's window and freshness
   */
  String config(String rules) {
    return BenchmarkDatabase.deviceDataConfig(name(), rules);
  }

  /** Creates and fills the table, if this run has not done it yet. */
  void create() throws SQLException {
    try (Connection connection = BenchmarkDatabase.connectPlain();
        Statement statement = connection.createStatement()) {
      if (exists(statement)) {
        return;
      }
      connection.setAutoCommit(false);
      statement.execute(
          """
          CREATE TABLE %s (
            device_id integer NOT NULL, data_seq integer NOT NULL, data integer NOT NULL,
            ts timestamp NOT NULL)\
          """
              .formatted(name()));
      statement.execute(
          """
          INSERT INTO %s
          SELECT device_id, seq, hashint8(id),
                 timestamp '%s' + seq * interval '1 s'
                 + (hashint8(id + 1) & %d) * interval '1 us'
          FROM generate_series(0, %d) seq, generate_series(1, %d) device_id,
               LATERAL (SELECT device_id * 4294967296 + seq * 2 AS id) ids\
          """
              .formatted(name(), BenchmarkDatabase.START, MAX_MICROS, rowsPerDevice - 1, devices));
      // The second index is the best one for a device's rows, the third one for those of a time.
      statement.execute("ALTER TABLE " + name() + " ADD PRIMARY KEY (device_id, data_seq)");
      statement.execute(
          "CREATE INDEX ON " + name() + " (device_id, ts DESC) INCLUDE (data_seq, data)");
      statement.execute(
          "CREATE INDEX ON " + name() + " (ts DESC) INCLUDE (device_id, data_seq, data)");
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("VACUUM (ANALYZE) " + name());
    }
  }

  private boolean exists(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("SELECT to_regclass('" + name() + "')")) {
      return found.next() && found.getString(1) != null;
    }
  }
}
