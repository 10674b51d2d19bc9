package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;

/** The rows of the table, in its order. */
final class Rows {
  static final List<Row> ALL =
      List.of(
          hit("prepared hit, 60 rows", "PreparedHit", 60)
              .required(Budget.timesFaster(20))
              .aim(Budget.timesFaster(60)),
          Row.of(
                  "  against arrays",
                  Side.time("PreparedHit.cache", 60),
                  Side.time("PreparedHit.arrays", 60),
                  Show.OF_TWIN)
              .aim(Budget.timesAsLong(4)),
          hit("prepared hit, no row", "PreparedHit", 0).aim(Budget.timesFaster(60)),
          hit("prepared hit, 1 row", "PreparedHit", 1).aim(Budget.timesFaster(60)),
          hit("prepared hit, 600 rows", "PreparedHit", 600),
          hit("prepared hit, 10,000 rows", "PreparedHit", 10_000).aim(Budget.timesFaster(15)),
          Row.of(
                  "literal hit, 60 rows",
                  Side.time("LiteralHit.cache"),
                  Side.time("LiteralHit.plain"),
                  Show.FASTER)
              .aim(Budget.timesFaster(20)),
          passThrough("pass-through, SELECT 1", PassThrough.Kind.SELECT_1),
          passThrough("pass-through, point select", PassThrough.Kind.POINT_SELECT),
          passThrough("pass-through, insert", PassThrough.Kind.INSERT),
          passThrough("pass-through, 10,000 rows", PassThrough.Kind.ROWS_10000),
          paired("load, 600,000 rows", "TableLoading.pair", Map.of(), Show.RATE)
              .aim(Budget.rate(0.7)),
          Row.of(
                  "lexer and plan look-up, 120 characters",
                  Side.time("Pieces.lexAndPlan"),
                  null,
                  Show.OF_TWIN)
              .aim(Budget.nanos(1_500)),
          Row.of(
              "bind and scan without JDBC, 60 rows",
              Side.time("Pieces.bindAndScan", 60),
              Side.time("Pieces.arrays", 60),
              Show.OF_TWIN),
          bytes("bytes per hit, 60 rows : 1 row", 60).aim(Budget.same()),
          bytes("bytes per hit, 600 rows : 1 row", 600).aim(Budget.same()));

  private Rows() {}

  private static Row hit(String name, String benchmark, int rows) {
    return Row.of(
        name,
        Side.time(benchmark + ".cache", rows),
        Side.time(benchmark + ".plain", rows),
        Show.FASTER);
  }

  private static Row paired(
      String name, String benchmark, Map<String, String> parameters, Show show) {
    return Row.of(
        name,
        new Side(benchmark, parameters, PairedTimes.CACHE),
        new Side(benchmark, parameters, PairedTimes.TWIN),
        show);
  }

  private static Row passThrough(String name, PassThrough.Kind kind) {
    return paired(name, "PassThrough.pair", Map.of("statement", kind.name()), Show.MORE)
        .required(Budget.percentMore(5))
        .aim(Budget.percentMore(2).andNanosMore(1_000));
  }

  private static Row bytes(String name, int rows) {
    return Row.of(name, bytes(rows), bytes(1), Show.OF_TWIN);
  }

  private static Side bytes(int rows) {
    return new Side("PreparedHit.primitives", Map.of("rows", Integer.toString(rows)), Side.BYTES);
  }
}
