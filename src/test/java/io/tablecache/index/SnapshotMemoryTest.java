package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What device_data with both of its indexes retains per row, by arithmetic. */
final class SnapshotMemoryTest {
  @Test
  void retainedBytes_thousandRowsPerSegment_within24PerRow() {
    assertBytesPerRow(100, 1000, 24);
  }

  @Test
  void retainedBytes_manyRowsPerSegment_within24PerRow() {
    assertBytesPerRow(2, 50_000, 24);
  }

  @Test
  void retainedBytes_manySmallSegments_within32PerRow() {
    assertBytesPerRow(100_000, 18, 32);
  }

  @Test
  void retainedBytes_bufferOfManyRows_lessThanItsRawValues() {
    RowBuffer buffer = DeviceData.rows(100, 0, 1000);
    double bytesPerRow = (double) buffer.retainedBytes() / buffer.rows();
    assertTrue(bytesPerRow < 3 * Integer.BYTES + Long.BYTES, bytesPerRow + " bytes per row");
  }

  private static void assertBytesPerRow(int devices, int rowsPerDevice, double limit) {
    Snapshot snapshot = DeviceData.snapshot(devices, rowsPerDevice);
    double bytesPerRow = (double) snapshot.retainedBytes() / snapshot.rowCount();
    assertTrue(bytesPerRow <= limit, bytesPerRow + " bytes per row");
  }
}
