package io.tablecache.conformance.session;

/** Statements that many cases read by. */
final class Statements {
  /** 31 rows of one device. */
  static final String READ =
      "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = 1"
          + " AND ts >= '2026-01-01 00:05:00' ORDER BY ts";

  /** As {@link #READ}, whatever the search path. */
  static final String QUALIFIED = READ.replace("FROM device_data", "FROM public.device_data");

  /** As {@link #READ}, with a device and a timestamp as parameters. */
  static final String PREPARED =
      "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = ?"
          + " AND ts >= ? ORDER BY ts";

  /** All columns and rows. */
  static final String DEVICES = "SELECT * FROM devices ORDER BY device_id";

  /** All rows, by columns that stay. */
  static final String NAMES = "SELECT name FROM devices ORDER BY device_id";

  /** Changes what {@link #READ} reads. */
  static final String WRITE = "UPDATE device_data SET data = data + 1000 WHERE device_id = 1";

  private Statements() {}
}
