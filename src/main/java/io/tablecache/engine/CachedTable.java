package io.tablecache.engine;

import io.tablecache.config.TableRule;
import io.tablecache.index.Snapshot;
import io.tablecache.load.Adjustment;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cached table: its published snapshot, its floor and its statistics.
 *
 * <p>Thread-safe: readers see one published reference, writers are the engine's thread and whoever
 * raises the floor.
 */
public final class CachedTable {
  private static final VarHandle FLOOR;
  private static final VarHandle SEGMENT_FLOORS;

  static {
    try {
      SEGMENT_FLOORS =
          MethodHandles.lookup()
              .findVarHandle(CachedTable.class, "segmentFloors", SegmentFloors.class);
      FLOOR = MethodHandles.lookup().findVarHandle(CachedTable.class, "floorNanoTime", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final TableRule rule;
  private final Clock clock;
  private final Consumer<CachedTable> onRequest;
  private final long maxStalenessNanos;
  private final LongAdder[] counts;

  private volatile @Nullable Snapshot snapshot;
  private volatile @Nullable TableDefinition definition;
  private volatile Outcome missing = Outcome.LOADING;
  private volatile long databaseClockOffsetMicros;
  private volatile long reachableNanoTime;

  /** The tables with which this one is read in one statement. */
  private final Set<CachedTable> readWith = ConcurrentHashMap.newKeySet();

  @SuppressWarnings("FieldMayBeFinal") // written through SEGMENT_FLOORS
  private volatile SegmentFloors segmentFloors;

  private volatile AdjustmentFigures figures = AdjustmentFigures.NONE;

  @SuppressWarnings("FieldMayBeFinal") // written through FLOOR
  private volatile long floorNanoTime;

  /**
   * @param rule what the config says of the table
   * @param clock the clock that floors are read from
   * @param onRequest told when an early adjustment is asked for, by any thread
   */
  CachedTable(TableRule rule, Clock clock, Consumer<CachedTable> onRequest) {
    this.rule = rule;
    this.clock = clock;
    this.onRequest = onRequest;
    this.maxStalenessNanos = rule.freshness().maxStaleness().toNanos();
    this.counts = new LongAdder[Outcome.values().length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
    // Before every snapshot that this process can make.
    this.floorNanoTime = clock.nanoTime() - 1;
    this.segmentFloors = SegmentFloors.none(floorNanoTime);
    this.reachableNanoTime = floorNanoTime;
  }

  TableRule rule() {
    return rule;
  }

  /** The table's name in the config. */
  public String label() {
    return rule.label();
  }

  /** The relation's name as stored in the catalog. */
  public String relation() {
    return rule.relation();
  }

  /** The age up to which a snapshot answers, unless a session asks for less. */
  public long maxStalenessNanos() {
    return maxStalenessNanos;
  }

  /** The table as last inspected, or null if it never was or the last inspection failed. */
  public @Nullable TableDefinition definition() {
    return definition;
  }

  /** The published snapshot, or null if there is none; {@link #missing} then says why. */
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** Why there is no snapshot. */
  public Outcome missing() {
    return missing;
  }

  /** The monotonic instant before which no snapshot may answer, for all of this process. */
  public long floorNanoTime() {
    return floorNanoTime;
  }

  /**
   * The monotonic instant since which the catalog is known to lead writes to this table as it is
   * now. A transaction that wrote anything before may have written to it unseen.
   */
  public long reachableNanoTime() {
    return reachableNanoTime;
  }

  /**
   * The catalog was just read with this table as it is now. What was loaded before the last write
   * may lack it; a transaction that is still open looks at {@link #reachableNanoTime} when it ends.
   */
  void becomesReachable(CatalogWatch catalog) {
    reachableNanoTime = clock.nanoTime();
    long wroteNanoTime = catalog.wroteNanoTime();
    if (wroteNanoTime - floorNanoTime > 0) {
      raiseFloor(wroteNanoTime);
      requestAdjustment();
    }
  }

  /** Raises the process's floor to now, and asks for an early, debounced adjustment. */
  public void wroteMaybe() {
    raiseFloor(clock.nanoTime());
    requestAdjustment();
  }

  /**
   * As {@link #wroteMaybe}, for a write that only concerns rows with the given values.
   *
   * @param of by which the column is known
   * @param column ordinal of a segment column of a whole-number type
   */
  public void wroteSegments(TableDefinition of, int column, long[] values) {
    Snapshot published = snapshot;
    AsOf asOf = published == null ? null : published.asOf();
    SegmentFloors floors;
    SegmentFloors next;
    do {
      floors = segmentFloors;
      long now = clock.nanoTime();
      next = floors.plus(of, column, values, now, asOf);
      if (next == null) {
        raiseFloor(now);
        next = SegmentFloors.none(now);
      }
    } while (!SEGMENT_FLOORS.compareAndSet(this, floors, next));
    requestAdjustment();
  }

  /**
   * Whether a snapshot of that instant is later than what this process wrote of the spec's rows.
   */
  public boolean isAfterFloor(TableDefinition of, IndexSpec spec, AsOf asOf) {
    return asOf.isAfter(floorNanoTime) && segmentFloors.isAfter(of, spec, asOf);
  }

  /** Raises the floor; an earlier instant than the floor changes nothing. */
  void raiseFloor(long nanoTime) {
    long floor = floorNanoTime;
    while (nanoTime - floor > 0 && !FLOOR.compareAndSet(this, floor, nanoTime)) {
      floor = floorNanoTime;
    }
  }

  /**
   * Notes that statements read these tables together: from now on they are adjusted together, and
   * soon.
   */
  public static void readTogether(List<CachedTable> tables) {
    for (CachedTable table : tables) {
      table.readWith.addAll(tables);
      table.requestAdjustment();
    }
  }

  /** Whether statements read both tables together. */
  boolean isReadWith(CachedTable other) {
    return readWith.contains(other);
  }

  /** Asks for an early, debounced adjustment. */
  public void requestAdjustment() {
    onRequest.accept(this);
  }

  /** Counts one statement's outcome. */
  public void count(Outcome outcome) {
    counts[outcome.ordinal()].increment();
  }

  /** How many statements ended so. */
  public long counted(Outcome outcome) {
    return counts[outcome.ordinal()].sum();
  }

  /** What can be told of the table now. */
  public TableStatus status() {
    Snapshot published = snapshot;
    TableDefinition inspected = definition;
    AdjustmentFigures totals = figures;
    long ageNanos = published == null ? 0 : published.asOf().ageNanos(clock);
    return new TableStatus(
        label(),
        inspected == null ? relation() : inspected.schema() + "." + inspected.name(),
        state(published, ageNanos),
        published == null ? 0 : published.rowCount(),
        published == null ? 0 : published.segmentCount(),
        published == null ? 0 : published.retainedBytes(),
        published == null ? null : Duration.ofNanos(ageNanos),
        published == null ? "" : RawText.coverage(published.definition(), published.coverage()),
        totals.adjustments(),
        totals.lastWay(),
        totals.lastDuration(),
        totals.rowsLoaded(),
        totals.rowsExpired(),
        totals.failures(),
        totals.lastFailure());
  }

  private String state(@Nullable Snapshot published, long ageNanos) {
    if (published == null) {
      return missing.name();
    }
    if (ageNanos > maxStalenessNanos) {
      return Outcome.TOO_OLD.name();
    }
    return published.asOf().isAfter(floorNanoTime) ? "LOADED" : Outcome.BEFORE_FLOOR.name();
  }

  /** What the first inspection found, before there is a snapshot. */
  void inspected(TableDefinition found) {
    definition = found;
  }

  /** The database's clock minus this machine's, as last measured. */
  long databaseClockOffsetMicros() {
    return databaseClockOffsetMicros;
  }

  /** Publishes a snapshot; whether it brought another definition. */
  boolean publish(Adjustment adjustment) {
    databaseClockOffsetMicros = adjustment.databaseClockOffsetMicros();
    Snapshot next = adjustment.snapshot();
    boolean isNewDefinition = definition != next.definition();
    definition = next.definition();
    figures = figures.plus(adjustment);
    snapshot = next;
    return isNewDefinition;
  }

  /** Takes the snapshot back. */
  void withdraw(Outcome why) {
    missing = why;
    snapshot = null;
  }

  /** Takes the definition back too: what the relation is now is not known. */
  boolean withdrawDefinition(Outcome why) {
    withdraw(why);
    boolean had = definition != null;
    definition = null;
    return had;
  }

  /** Counts a failure, which is also why there is no snapshot, if there is none. */
  void failed(Outcome why, String message) {
    figures = figures.plusFailure(message);
    missing = why;
  }
}
