package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * A question for the rows of a random device in a random range {@code [from, to)}; or of two
 * devices, where one does not have so many.
 *
 * @param other the second device, or 0 for none
 * @param fromMicros microseconds from 1970 to the range's start, as if local time were UTC
 */
record DeviceQuery(
    int device, int other, Timestamp from, Timestamp to, long fromMicros, long toMicros) {
  private static final int POOL = 4_096;

  static final String COLUMNS = "SELECT device_id, data_seq, data, ts FROM device_data";
  private static final int COLUMN_COUNT = 4;
  private static final String ONE_DEVICE =
      COLUMNS + " WHERE device_id = ? AND ts >= ? AND ts < ? ORDER BY ts";
  private static final String TWO_DEVICES =
      COLUMNS + " WHERE device_id IN (?, ?) AND ts >= ? AND ts < ?";

  /** The text for so many rows, with parameters. */
  static String sql(int rows) {
    return rows > BenchmarkDatabase.ROWS_PER_DEVICE ? TWO_DEVICES : ONE_DEVICE;
  }

  /** Many questions that have so many rows each; a power of two. */
  static DeviceQuery[] pool(int rows) {
    SplittableRandom random = new SplittableRandom(42);
    DeviceQuery[] queries = new DeviceQuery[POOL];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = random(random, rows);
    }
    return queries;
  }

  private static DeviceQuery random(SplittableRandom random, int rows) {
    int devices = rows > BenchmarkDatabase.ROWS_PER_DEVICE ? 2 : 1;
    int seconds = rows / devices;
    int device = 1 + random.nextInt(BenchmarkDatabase.DEVICES - 1);
    int start = random.nextInt(BenchmarkDatabase.ROWS_PER_DEVICE - seconds);
    // Between two rows, so that a fraction of a second more changes nothing.
    LocalDateTime from = BenchmarkDatabase.START.plusSeconds(start).minus(500, ChronoUnit.MILLIS);
    LocalDateTime to = from.plusSeconds(seconds).plus(rows == 0 ? 250 : 0, ChronoUnit.MILLIS);
    return new DeviceQuery(
        device,
        devices == 1 ? 0 : device + 1,
        Timestamp.valueOf(from),
        Timestamp.valueOf(to),
        micros(from),
        micros(to));
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
  }

  /** Sets the parameters of {@link #sql}. */
  void bind(PreparedStatement statement) throws SQLException {
    int i = 1;
    statement.setInt(i++, device);
    if (other != 0) {
      statement.setInt(i++, other);
    }
    statement.setTimestamp(i++, from);
    statement.setTimestamp(i, to);
  }

  /** The text with this question's values in it, for one device. */
  String text() {
    return COLUMNS
        + " WHERE device_id = "
        + device
        + " AND ts >= '"
        + from
        + "' AND ts < '"
        + to
        + "' ORDER BY ts";
  }

  /** The text for this question, with parameters. */
  String sql() {
    return other == 0 ? ONE_DEVICE : TWO_DEVICES;
  }

  /** Fails if the plain driver answers this question otherwise; closes the result. */
  void requireAnswer(ResultSet result) throws SQLException {
    try (Connection plain = BenchmarkDatabase.connectPlain();
        PreparedStatement statement = plain.prepareStatement(sql())) {
      bind(statement);
      Answer.of(result, COLUMN_COUNT).require(Answer.of(statement.executeQuery()));
    }
  }
}
