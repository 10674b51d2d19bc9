package io.tablecache.stress;

import java.util.List;

/**
 * What a table held after one commit.
 *
 * @param number counts the commits from 0
 * @param rows by primary key
 */
record Version(int number, List<Row> rows) {
  Version {
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param version of the commit that wrote it last, 0 if that was not known yet
   * @param tsMillis since 1970-01-01T00:00 in the column's zone; no two rows share one
   */
  record Row(int device, int seq, long value, int version, long tsMillis) {}
}
