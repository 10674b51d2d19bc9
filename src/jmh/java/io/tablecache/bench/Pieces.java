package io.tablecache.bench;

import io.tablecache.config.ConfigReader;
import io.tablecache.engine.CacheEngine;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.ZoneNames;
import io.tablecache.index.Cursor;
import io.tablecache.index.Snapshot;
import io.tablecache.model.Clock;
import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.plan.CachedQuery;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.Plan;
import io.tablecache.plan.PlanCache;
import io.tablecache.plan.TemplateLexer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The parts of a hit, without JDBC around them. */
public class Pieces {
  private static final String SEARCH_PATH = "public";
  private static final int[] NO_PARAMETERS = {};

  /** Microseconds from 1970 to 2000, where PostgreSQL's timestamps begin. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  /** An engine of its own, and the plans over its table. */
  @State(Scope.Thread)
  public static class Engine {
    private CacheEngine engine;
    private final PlanCache plans = new PlanCache(100);
    private List<TableDefinition> tables;

    @Setup
    public void start() throws Exception {
      String config = BenchmarkDatabase.file(BenchmarkDatabase.DEVICE_DATA_CONFIG).toString();
      engine =
          new CacheEngine(ConfigReader.read(config), BenchmarkDatabase::connectPlain, Clock.SYSTEM);
      engine.start();
      if (!engine.awaitLoaded(Duration.ofMinutes(2))) {
        throw new IllegalStateException("not loaded");
      }
      tables = List.of(snapshot().definition());
    }

    final Snapshot snapshot() {
      Snapshot snapshot = engine.tables().get(0).snapshot();
      if (snapshot == null) {
        throw new IllegalStateException("no snapshot");
      }
      return snapshot;
    }

    final Plan plan(String sql, int... parameterOids) {
      StatementDescriber describer = engine.describer();
      LexedStatement lexed = (LexedStatement) TemplateLexer.lex(sql, true);
      return plans.get(lexed, parameterOids, SEARCH_PATH, 1, tables, describer);
    }

    @TearDown
    public void stop() {
      engine.close();
    }
  }

  /** Texts of 120 characters that differ in their literals. */
  @State(Scope.Thread)
  public static class Texts {
    private static final int LENGTH = 120;

    private final String[] pool = new String[4_096];
    private int next;

    @Setup
    public void make() {
      for (int i = 0; i < pool.length; i++) {
        pool[i] =
            ("SELECT data_seq, data, ts FROM device_data WHERE device_id = %d"
                    + " AND ts >= '2026-01-01 00:00:00.%06d' ORDER BY ts")
                .formatted(10_000_000 + i, i);
        if (pool[i].length() != LENGTH) {
          throw new IllegalStateException(pool[i].length() + " characters: " + pool[i]);
        }
      }
    }

    String next() {
      return pool[next++ & (pool.length - 1)];
    }
  }

  /** The planned scan of a device's range. */
  @State(Scope.Thread)
  public static class Scans {
    private Query.Scan scan;

    @Setup
    public void plan(Engine engine, DeviceQueries queries, Blackhole blackhole)
        throws EvaluationException {
      Query query =
          ((CachedQuery) engine.plan(DeviceQuery.sql(queries.rows), Oids.INT4, 0, 0)).query();
      while (query instanceof Query.Project project) {
        query = project.input();
      }
      scan = (Query.Scan) query;
      queries.require(read(engine.snapshot(), queries.next(), blackhole));
    }

    private int read(Snapshot snapshot, DeviceQuery query, Blackhole blackhole)
        throws EvaluationException {
      SlotValues values = new SlotValues(3);
      values.setLong(0, query.device());
      values.setLong(1, query.fromMicros() - EPOCH_MICROS);
      values.setLong(2, query.toMicros() - EPOCH_MICROS);
      Cursor cursor =
          snapshot
              .scan(
                  scan.spec().spec(values),
                  scan.filter(),
                  new EvaluationContext(values, ZoneOffset.UTC, 0, ZoneNames.NONE),
                  scan.order(),
                  0,
                  Long.MAX_VALUE)
              .cursor();
      int count = 0;
      while (cursor.next()) {
        blackhole.consume(cursor.getLong(0));
        blackhole.consume(cursor.getLong(1));
        blackhole.consume(cursor.getLong(2));
        blackhole.consume(cursor.getLong(3));
        count++;
      }
      return count;
    }
  }

  /** The twin of the scan. */
  @State(Scope.Thread)
  public static class Arrays {
    private DeviceArrays arrays;

    @Setup
    public void load() throws SQLException {
      arrays = DeviceArrays.load();
    }
  }

  /** From a text to its plan, which is known. */
  @Benchmark
  public Plan lexAndPlan(Engine engine, Texts texts) {
    return engine.plan(texts.next(), NO_PARAMETERS);
  }

  /** From values to the last row. */
  @Benchmark
  public int bindAndScan(Engine engine, Scans scans, DeviceQueries queries, Blackhole blackhole)
      throws EvaluationException {
    return scans.read(engine.snapshot(), queries.next(), blackhole);
  }

  @Benchmark
  public int arrays(Arrays twin, DeviceQueries queries, Blackhole blackhole) {
    return twin.arrays.readRaw(queries.next(), blackhole);
  }
}
