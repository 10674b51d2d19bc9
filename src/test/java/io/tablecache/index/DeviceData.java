package io.tablecache.index;

import io.tablecache.model.AsOf;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.Scans;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of the device scenario: each device has one row a second, in the order of time. */
final class DeviceData {
  static final int DEVICE = 0;
  static final int SEQ = 1;
  static final int DATA = 2;
  static final int TS = 3;
  static final long SECOND = 1_000_000;
  static final AsOf AS_OF = new AsOf(1, 1);
  static final TableDefinition DEFINITION = TableBuilder.deviceData();

  private DeviceData() {}

  static Coverage from(long second) {
    return new Coverage(TS, Intervals.of(second * SECOND, Long.MAX_VALUE), false);
  }

  static void addRow(RowBuffer buffer, int device, int seq, int data, long ts) {
    buffer.setLong(DEVICE, device);
    buffer.setLong(SEQ, seq);
    buffer.setLong(DATA, data);
    buffer.setLong(TS, ts);
    buffer.endRow();
  }

  /** Of each device, the rows of seconds {@code [fromSecond, toSecond)}. */
  static RowBuffer rows(int devices, int fromSecond, int toSecond) {
    RowBuffer buffer = new RowBuffer(DEFINITION);
    fill(buffer, devices, fromSecond, toSecond);
    return buffer;
  }

  static void fill(RowBuffer buffer, int devices, int fromSecond, int toSecond) {
    fill(buffer, devices, fromSecond, toSecond, false);
  }

  /** The same rows, the last second first if {@code reversed}. */
  static void fill(RowBuffer buffer, int devices, int fromSecond, int toSecond, boolean reversed) {
    for (int i = fromSecond; i < toSecond; i++) {
      int second = reversed ? fromSecond + toSecond - 1 - i : i;
      Random random = new Random(second);
      for (int device = 0; device < devices; device++) {
        long ts = second * SECOND + random.nextInt((int) SECOND);
        addRow(buffer, device, second, random.nextInt(), ts);
      }
    }
  }

  static Snapshot snapshot(int devices, int seconds) {
    return Snapshot.of(rows(devices, 0, seconds), from(0), AS_OF);
  }

  static IndexSpec spec(long device, long from, long to) {
    return new IndexSpec(
        DEFINITION.clusteringIndex(),
        new SegmentKeys.Longs(new long[] {device}),
        Intervals.of(from, to),
        false);
  }

  /** The values of {@code seq} that a scan gives. */
  static List<Long> seqs(Snapshot snapshot, IndexSpec spec, SortKey... order) {
    Cursor cursor = Scans.rows(snapshot, spec, order).cursor();
    List<Long> seqs = new ArrayList<>();
    while (cursor.next()) {
      seqs.add(cursor.getLong(SEQ));
    }
    return seqs;
  }
}
