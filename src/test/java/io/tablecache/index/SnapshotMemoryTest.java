package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Coverage;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;
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

  @Test
  void retainedBytes_bufferOfManyColumnsWithoutValues_inProportionToTheSnapshot() {
    TableBuilder table = new TableBuilder();
    int segment = table.column(ValueType.INT4, true);
    for (int i = 0; i < 200; i++) {
      table.column(ValueType.INT4, false);
    }
    TableDefinition definition = table.index(List.of(segment), 1).build();
    RowBuffer buffer = RowBuffer.ofTable(definition);
    long empty = buffer.retainedBytes();
    for (int i = 0; i < 70 * Chunk.MAX_ROWS; i++) {
      buffer.setLong(segment, i % 100);
      buffer.setLong(1, i);
      buffer.endRow();
    }
    long filled = buffer.retainedBytes() - empty;
    Snapshot snapshot = Snapshot.of(buffer, Coverage.EVERYTHING, DeviceData.AS_OF);
    assertTrue(
        filled < 3 * snapshot.retainedBytes(),
        filled + " bytes for " + snapshot.retainedBytes() + " of a snapshot");
  }

  private static void assertBytesPerRow(int devices, int rowsPerDevice, double limit) {
    Snapshot snapshot = DeviceData.snapshot(devices, rowsPerDevice);
    double bytesPerRow = (double) snapshot.retainedBytes() / snapshot.rowCount();
    assertTrue(bytesPerRow <= limit, bytesPerRow + " bytes per row");
  }
}
