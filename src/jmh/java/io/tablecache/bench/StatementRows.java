package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import io.tablecache.bench.StatementKinds.Kind;
import java.util.List;
import java.util.Map;

/** The kinds of statements that clients send, over 1,000,000 rows. */
final class StatementRows {
  static final List<Row> ALL =
      List.of(
          kind("range, 60 of 1 M rows", Kind.RANGE, 10),
          kind("latest row of each of 100 devices", Kind.LATEST, 10),
          kind("top 10 by time", Kind.TOP_K, 10),
          kind("aggregates, 10,000 rows", Kind.AGGREGATE_10000, 20),
          kind("aggregates, 1 M rows", Kind.AGGREGATE_1000000, 20),
          kind("device and date_trunc minute, 60,000 rows", Kind.TRUNCATED_MINUTES, 20),
          kind("device and date_bin minute, 60,000 rows", Kind.BINNED_MINUTES, 20));

  private StatementRows() {}

  private static Row kind(String name, Kind kind, double timesFaster) {
    return Rows.paired(name, "StatementKinds.pair", Map.of("kind", kind.name()), Show.FASTER)
        .aim(Budget.timesFaster(timesFaster));
  }
}
