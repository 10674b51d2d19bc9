package io.tablecache.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.openjdk.jmh.infra.Blackhole;

/** Reads the rows that {@link DeviceQuery} asks for; each method returns how many there are. */
final class DeviceRows {
  private DeviceRows() {}

  /** Reads every column and closes the result. */
  static int read(ResultSet result, Blackhole blackhole) throws SQLException {
    int count = 0;
    try (result) {
      while (result.next()) {
        blackhole.consume(result.getInt(1));
        blackhole.consume(result.getInt(2));
        blackhole.consume(result.getInt(3));
        blackhole.consume(result.getTimestamp(4));
        count++;
      }
    }
    return count;
  }

  /** Reads every column by other getters, and closes the result. */
  static int readLongs(ResultSet result, Blackhole blackhole) throws SQLException {
    int count = 0;
    try (result) {
      while (result.next()) {
        blackhole.consume(result.getLong(1));
        blackhole.consume(result.getLong(2));
        blackhole.consume(result.getLong(3));
        blackhole.consume(result.getObject(4, LocalDateTime.class));
        count++;
      }
    }
    return count;
  }

  /** Reads the columns that need no object per value, and closes the result. */
  static int readPrimitives(ResultSet result, Blackhole blackhole) throws SQLException {
    int count = 0;
    try (result) {
      while (result.next()) {
        blackhole.consume(result.getInt(1));
        blackhole.consume(result.getInt(2));
        blackhole.consume(result.getInt(3));
        count++;
      }
    }
    return count;
  }
}
