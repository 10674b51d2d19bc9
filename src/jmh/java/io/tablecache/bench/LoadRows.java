package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads, adjustments, and hits meanwhile. */
final class LoadRows {
  static final List<Row> ALL = rows();

  private LoadRows() {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        Rows.paired("load, 600,000 rows", "TableLoading.pair", Map.of(), Show.RATE)
            .aim(Budget.rate(0.7)));
    rows.add(
        Row.of(
            "start-up to the first hit, 600,000 rows",
            Side.time("StartUp.cache").run(Side.Execution.FIRST_CALL),
            Side.time("StartUp.plain").run(Side.Execution.FIRST_CALL),
            Show.OF_TWIN));
    rows.add(peak("peak of a first load, 1 M rows : retained", "first", 1.3));
    rows.add(peak("peak of a reload after a DELETE : retained", "reload", 1.3));
    rows.add(peak("peak of a reload after an UPDATE of all : retained", "rewritten", 2.1));
    rows.add(peak("peak of an append-only adjustment : retained", "append", 1.3));
    rows.add(peak("peak of an append-only reload : retained", "appendReload", 1.3));
    for (String benchmark : List.of("first", "reload", "rewritten")) {
      double aim = benchmark.equals("rewritten") ? 2.1 : 1.3;
      rows.add(peak("  by time only, " + benchmark, benchmark, LoadingPeak.BY_TIME, aim));
    }
    for (boolean heavy : new boolean[] {false, true}) {
      String sizes = heavy ? "10 M : 10,000" : "1 M : 10,000";
      int devices = heavy ? 10_000 : 1_000;
      rows.add(
          changed("changed rows transferred, " + sizes, devices, AdjustmentCosts.ROWS)
              .aim(Budget.same())
              .heavy(heavy));
      rows.add(
          changed("  bytes built", devices, AdjustmentCosts.BYTES)
              .aim(Budget.timesAsMuch(2))
              .heavy(heavy));
      rows.add(
          changed("  time, with the server's scans", devices, AdjustmentCosts.NANOS).heavy(heavy));
      rows.add(
          added("added rows transferred, " + sizes, devices, AdjustmentCosts.ROWS)
              .aim(Budget.timesAsMuch(2))
              .heavy(heavy));
      rows.add(
          added("  bytes built", devices, AdjustmentCosts.BYTES)
              .aim(Budget.timesAsMuch(2))
              .heavy(heavy));
      rows.add(
          added("  time", devices, AdjustmentCosts.NANOS).aim(Budget.timesAsMuch(2)).heavy(heavy));
    }
    rows.add(expiry("expiry of 1,000 rows, 1 M : 100,000", Side.TIME));
    rows.add(expiry("  bytes built", Side.BYTES));
    rows.add(reader("hit while adjusting : idle, median", Latencies.MEDIAN));
    rows.add(reader("  all but one in 100", Latencies.ONE_IN_100));
    rows.add(reader("  all but one in 1,000", Latencies.ONE_IN_1000).aim(Budget.timesAsMuch(2)));
    return List.copyOf(rows);
  }

  private static Row peak(String name, String benchmark, double aim) {
    return peak(name, benchmark, LoadingPeak.BY_DEVICE, aim);
  }

  private static Row peak(String name, String benchmark, String index, double aim) {
    Map<String, String> parameters = Map.of("index", index);
    Side peak = Side.of("LoadingPeak." + benchmark, parameters, LoadingPeak.Peak.PEAK);
    Side retained = Side.of("LoadingPeak." + benchmark, parameters, LoadingPeak.Peak.RETAINED);
    return Row.of(
            name,
            peak.run(Side.Execution.FIRST_CALL),
            retained.run(Side.Execution.FIRST_CALL),
            Show.OF_TWIN)
        .aim(Budget.timesAsMuch(aim));
  }

  private static Row changed(String name, int devices, String result) {
    return adjustment(name, "Adjusting.changes", devices, result);
  }

  private static Row added(String name, int devices, String result) {
    return adjustment(name, "Adjusting.additions", devices, result);
  }

  private static Row adjustment(String name, String benchmark, int devices, String result) {
    return Row.of(
        name,
        Side.of(benchmark, Map.of("devices", Integer.toString(devices)), result),
        Side.of(benchmark, Map.of("devices", "10"), result),
        Show.OF_TWIN);
  }

  private static Row expiry(String name, String result) {
    return Row.of(
            name,
            Side.of("Expiry.expire", Map.of("rowsPerDevice", "10000"), result),
            Side.of("Expiry.expire", Map.of("rowsPerDevice", "1000"), result),
            Show.OF_TWIN)
        .aim(Budget.timesAsMuch(2));
  }

  private static Row reader(String name, String result) {
    return Row.of(
        name,
        Side.of("ReadersWhileAdjusting.busy", Map.of(), result),
        Side.of("ReadersWhileAdjusting.idle", Map.of(), result),
        Show.OF_TWIN);
  }
}
