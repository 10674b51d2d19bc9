package io.tablecache.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Questions for {@link #rows} rows each, which come in turn. */
@State(Scope.Thread)
public class DeviceQueries {
  @Param("60")
  public int rows;

  private DeviceQuery[] pool;
  private int next;

  @Setup
  public void make() {
    pool = DeviceQuery.pool(rows);
  }

  DeviceQuery next() {
    return pool[next++ & (pool.length - 1)];
  }

  /** Fails if a question found another number of rows. */
  void require(int found) {
    if (found != rows) {
      throw new IllegalStateException(found + " rows, expected were " + rows);
    }
  }
}
