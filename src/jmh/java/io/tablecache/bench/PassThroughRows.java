package io.tablecache.bench;

import io.tablecache.bench.PassThrough.Kind;
import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;

/** Statements that go to the database. */
final class PassThroughRows {
  static final List<Row> ALL =
      List.of(
          passThrough("pass-through, SELECT 1", Kind.SELECT_1),
          passThrough("pass-through, point select", Kind.POINT_SELECT),
          passThrough("pass-through, insert", Kind.INSERT),
          passThrough("pass-through, 10,000 rows", Kind.ROWS_10000));

  private PassThroughRows() {}

  private static Row passThrough(String name, Kind kind) {
    return Rows.paired(name, "PassThrough.pair", Map.of("statement", kind.name()), Show.MORE)
        .required(Budget.percentMore(5))
        .aim(Budget.percentMore(2).andNanosMore(1_000));
  }
}
