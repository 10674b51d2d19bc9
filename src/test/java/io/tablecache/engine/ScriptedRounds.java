package io.tablecache.engine;

import io.tablecache.config.TableRule;
import io.tablecache.index.RowBuffer;
import io.tablecache.index.Snapshot;
import io.tablecache.load.Adjustment;
import io.tablecache.load.DatabaseSnapshot;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.LoadResult.Adjusted;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.Coverage;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.Columns;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rounds that do what a test says, and check that they never overlap.
 *
 * <p>Without a step of the test's, each table gets a snapshot of as many rows as {@link #rows}.
 */
final class ScriptedRounds implements Rounds {
  static final ServerIdentity SERVER = new ServerIdentity(1, 1, 1);

  /** What a round does instead of loading. */
  interface Step {
    List<LoadResult> run(List<LoadRequest> due) throws SQLException, InterruptedException;
  }

  private final Clock clock;
  private final Map<String, TableDefinition> definitions = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger recreated = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private volatile Step step = this::load;
  private volatile int rows = 1;
  private volatile ServerIdentity server = SERVER;

  ScriptedRounds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public HiddenEffects hiddenEffects(Map<Long, String> labels) {
    return HiddenEffects.NONE;
  }

  @Override
  public String catalogStamp(Set<Long> cachedOids) {
    return "";
  }

  @Override
  public Set<Integer> alive(Set<Integer> processIds) {
    return Set.of();
  }

  Rounds open() {
    opened.incrementAndGet();
    return this;
  }

  int opened() {
    return opened.get();
  }

  int closed() {
    return closed.get();
  }

  int overlaps() {
    return overlaps.get();
  }

  int started() {
    return started.get();
  }

  void setStep(Step step) {
    this.step = step;
  }

  void setRows(int rows) {
    this.rows = rows;
  }

  void setServer(ServerIdentity server) {
    this.server = server;
  }

  /** From now on the table is another relation. */
  void recreate(String label) {
    recreated.incrementAndGet();
    redefine(label);
  }

  /** From now on the table has another definition. */
  void redefine(String label) {
    definitions.remove(label);
  }

  @Override
  public List<TableDefinition> inspect(List<TableRule> rules) {
    return rules.stream().map(this::definition).toList();
  }

  @Override
  public List<LoadResult> run(List<LoadRequest> due) throws SQLException {
    started.incrementAndGet();
    if (running.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    try {
      return step.run(due);
    } catch (InterruptedException e) {
      throw new SQLException("interrupted", "08000", e);
    } finally {
      running.decrementAndGet();
    }
  }

  List<LoadResult> load(List<LoadRequest> due) {
    AsOf asOf = AsOf.now(clock);
    List<LoadResult> results = new ArrayList<>();
    for (LoadRequest request : due) {
      results.add(new Adjusted(adjustment(request, asOf)));
    }
    return results;
  }

  private Adjustment adjustment(LoadRequest request, AsOf asOf) {
    TableDefinition definition = definition(request.rule());
    RowBuffer buffer = new RowBuffer(definition);
    for (int i = 0; i < rows; i++) {
      buffer.setLong(0, i);
      buffer.endRow();
    }
    return new Adjustment(
        Snapshot.of(buffer, Coverage.EVERYTHING, asOf),
        new DatabaseSnapshot("1:1:", 1),
        server,
        request.former() == null ? Adjustment.Way.RELOAD : Adjustment.Way.UNCHANGED,
        rows,
        0,
        1_000,
        0);
  }

  private TableDefinition definition(TableRule rule) {
    return definitions.computeIfAbsent(
        rule.label(),
        label ->
            new TableDefinition(
                label,
                1_000 * (1 + recreated.get()) + label.hashCode() % 1_000,
                "public",
                label,
                TableDefinition.Kind.TABLE,
                List.of(Columns.integer(0, "id")),
                List.of(0),
                List.of(),
                IndexDefinition.NO_RANGE,
                ZoneOffset.UTC,
                DatabaseTraits.PLAIN));
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
