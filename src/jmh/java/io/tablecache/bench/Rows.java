package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the table, in its order. */
final class Rows {
  static final List<Row> ALL =
      Stream.of(HitRows.ALL, StatementRows.ALL, PassThroughRows.ALL, LoadRows.ALL, SizeRows.ALL)
          .flatMap(List::stream)
          .toList();

  private Rows() {}

  /** A benchmark's method {@code cache} beside its method {@code plain}. */
  static Row hit(String name, String benchmark, Map<String, String> parameters) {
    return Row.of(
        name,
        Side.of(benchmark + ".cache", parameters, Side.TIME),
        Side.of(benchmark + ".plain", parameters, Side.TIME),
        Show.FASTER);
  }

  /** Two paths that take turns. */
  static Row paired(String name, String benchmark, Map<String, String> parameters, Show show) {
    return Row.of(
        name,
        Side.of(benchmark, parameters, PairedTimes.CACHE),
        Side.of(benchmark, parameters, PairedTimes.TWIN),
        show);
  }
}
