package io.tablecache.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
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
