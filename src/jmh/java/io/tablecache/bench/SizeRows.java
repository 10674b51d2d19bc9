package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;

/** What is retained, and hits in tables of different sizes. */
final class SizeRows {
  static final List<Row> ALL =
      List.of(
          retained("bytes per row, 1,000 segments of 1,000", 1_000, 1_000).aim(Budget.bytes(24)),
          reported(1_000, 1_000),
          retained("bytes per row, 100,000 segments of 18", 100_000, 18).aim(Budget.bytes(32)),
          reported(100_000, 18),
          sized("hit, 1 segment : 1,000, 1 M rows", 1, 1_000_000),
          sized("hit, 100,000 segments : 1,000", 100_000, 18),
          sized("hit, 10 M rows : 1 M", 1_000, 10_000).heavy(true),
          sized("hit, 50 M rows : 1 M", 5_000, 10_000).heavy(true),
          pauses("pauses of G1, 1 M rows : 10,000", 1_000, 1_000),
          pauses("pauses of G1, 50 M rows : 10,000", 5_000, 10_000).heavy(true));

  private SizeRows() {}

  private static Row retained(String name, int devices, int rowsPerDevice) {
    return Row.of(name, memory(devices, rowsPerDevice, Memory.PerRow.MEASURED), null, Show.OF_TWIN);
  }

  private static Row reported(int devices, int rowsPerDevice) {
    return Row.of(
            "  reported : measured",
            memory(devices, rowsPerDevice, Memory.PerRow.REPORTED),
            memory(devices, rowsPerDevice, Memory.PerRow.MEASURED),
            Show.OF_TWIN)
        .aim(Budget.within(10));
  }

  private static Side memory(int devices, int rowsPerDevice, String result) {
    return Side.of("Memory.measure", size(devices, rowsPerDevice), result).run(Side.Execution.ONCE);
  }

  private static Row pauses(String name, int devices, int rowsPerDevice) {
    return Row.of(name, pauses(devices, rowsPerDevice), pauses(10, 1_000), Show.OF_TWIN)
        .aim(Budget.timesAsMuch(1.2));
  }

  private static Side pauses(int devices, int rowsPerDevice) {
    return Side.of(
        "CollectionPauses.hits", size(devices, rowsPerDevice), CollectionPauses.Pauses.MEDIAN);
  }

  private static Row sized(String name, int devices, int rowsPerDevice) {
    return Row.of(name, hit(devices, rowsPerDevice), hit(1_000, 1_000), Show.OF_TWIN)
        .aim(Budget.timesAsMuch(2));
  }

  private static Side hit(int devices, int rowsPerDevice) {
    return Side.of("SizedHit.cache", size(devices, rowsPerDevice), Side.TIME);
  }

  private static Map<String, String> size(int devices, int rowsPerDevice) {
    return Map.of(
        "devices", Integer.toString(devices), "rowsPerDevice", Integer.toString(rowsPerDevice));
  }
}
