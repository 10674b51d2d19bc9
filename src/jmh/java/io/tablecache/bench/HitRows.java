package io.tablecache.bench;

import io.tablecache.bench.Row.Show;
import java.util.List;
import java.util.Map;

/** Hits of a device's range, and what else could give its rows. */
final class HitRows {
  private static final Side HIT = Side.time("PreparedHit.cache", 60);

  static final List<Row> ALL =
      List.of(
          hit("prepared hit, 60 rows", 60)
              .required(Budget.timesFaster(20))
              .aim(Budget.timesFaster(60)),
          Row.of("  against arrays", HIT, Side.time("PreparedHit.arrays", 60), Show.OF_TWIN)
              .aim(Budget.timesAsMuch(4)),
          Row.of(
                  "prepared hit, getLong, LocalDateTime",
                  Side.time("PreparedHit.cacheLongs", 60),
                  Side.time("PreparedHit.plainLongs", 60),
                  Show.FASTER)
              .aim(Budget.timesFaster(60)),
          Row.of(
                  "  against arrays",
                  Side.time("PreparedHit.cacheLongs", 60),
                  Side.time("PreparedHit.arraysLongs", 60),
                  Show.OF_TWIN)
              .aim(Budget.timesAsMuch(4)),
          hit("prepared hit, no row", 0).aim(Budget.timesFaster(60)),
          hit("prepared hit, 1 row", 1).aim(Budget.timesFaster(60)),
          hit("prepared hit, 600 rows", 600),
          hit("prepared hit, 10,000 rows", 10_000).aim(Budget.timesFaster(15)),
          Rows.hit("prepared hit through HikariCP", "PooledHit", Map.of("rows", "60"))
              .aim(Budget.timesFaster(60)),
          scaling("prepared hit, 2 threads : 1", "Scaling.hits").aim(Budget.scaling(1.8)),
          scaling("  loop over arrays, 2 threads : 1", "Scaling.arrays"),
          Rows.hit("literal hit, 60 rows", "LiteralHit", Map.of()).aim(Budget.timesFaster(20)),
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
          bytes("bytes per hit, 600 rows : 1 row", 600).aim(Budget.same()),
          peer("peer: AWS wrapper's data cache, repeated", "Peers.resultCache"),
          peer("peer: table in H2's memory", "Peers.memoryTable"),
          peer("peer: Caffeine map of row lists, repeated", "Peers.rowLists"));

  private HitRows() {}

  private static Row hit(String name, int rows) {
    return Rows.hit(name, "PreparedHit", Map.of("rows", Integer.toString(rows)));
  }

  private static Row scaling(String name, String benchmark) {
    return Rows.paired(name, benchmark, Map.of("rows", "60"), Show.SCALING);
  }

  private static Row bytes(String name, int rows) {
    return Row.of(name, bytes(rows), bytes(1), Show.OF_TWIN);
  }

  private static Side bytes(int rows) {
    return Side.of("PreparedHit.primitives", Map.of("rows", Integer.toString(rows)), Side.BYTES);
  }

  private static Row peer(String name, String benchmark) {
    return Row.of(name, HIT, Side.time(benchmark, 60), Show.FASTER).aim(Budget.timesFaster(1));
  }
}
