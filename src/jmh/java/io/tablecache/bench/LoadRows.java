package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;

/** Loads. */
final class LoadRows {
  static final List<Row> ALL =
      List.of(
          Rows.paired("load, 600,000 rows", "TableLoading.pair", Map.of(), Show.RATE)
              .aim(Budget.rate(0.7)));

  private LoadRows() {}
}
