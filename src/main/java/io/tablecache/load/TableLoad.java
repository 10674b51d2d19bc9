package io.tablecache.load;

import io.tablecache.index.RowBuffer;
import io.tablecache.index.Snapshot;
import io.tablecache.load.Adjustment.Way;
import io.tablecache.model.Clock;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Intervals;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One table's step in one round: makes its next snapshot in the cheapest way that is sufficient.
 *
 * <p>Confined to one thread; used once.
 */
final class TableLoad {
  /** Half of how far transaction ids of 32 bits can be compared. */
  private static final long MAX_TRANSACTIONS_PASSED = 1L << 30;

  /** When the rows that were written take more than this part of a snapshot, all are loaded. */
  private static final int LARGEST_DELTA_PART = 4;

  /** A delta of so many bytes is never too large. */
  private static final long SMALL_DELTA_BYTES = 1L << 20;

  private final LoaderSession session;
  private final Clock clock;
  private final RoundStart start;
  private final LoadRequest request;
  private final Inspection inspection;
  private final TableDefinition table;
  private long rowsLoaded;

  TableLoad(
      LoaderSession session,
      Clock clock,
      RoundStart start,
      LoadRequest request,
      Inspection inspection) {
    this.session = session;
    this.clock = clock;
    this.start = start;
    this.request = request;
    this.inspection = inspection;
    this.table = inspection.definition();
  }

  /**
   * Whether nothing that is visible has changed since the former adjustment, not even the catalog.
   */
  static boolean isUnchanged(LoaderSession session, RoundStart start, @Nullable Adjustment former) {
    return former != null
        && session.hasCompletedRound()
        && former.server().equals(start.server())
        && former.databaseSnapshot().text().equals(start.databaseSnapshot().text());
  }

  /**
   * Makes the next snapshot.
   *
   * @throws OverMemoryException if it retains more than the limit
   */
  Adjustment run() throws SQLException, OverMemoryException {
    Window window = Window.of(request.rule(), table);
    Coverage wanted = window.coverageAt(start.databaseEpochMicros());
    Adjustment former = usableFormer();
    if (former != null && isWithinReach(former.snapshot().coverage(), wanted, window)) {
      Adjustment adjustment =
          adjust(former, notBelow(former.snapshot().coverage(), wanted), window);
      if (adjustment != null) {
        return adjustment;
      }
    }
    return reload(wanted);
  }

  private @Nullable Adjustment usableFormer() {
    Adjustment former = request.former();
    return former != null
            && session.hasCompletedRound()
            && former.server().equals(start.server())
            && former.snapshot().definition() == table
        ? former
        : null;
  }

  /** Whether the former snapshot holds the lower part of what is wanted. */
  private static boolean isWithinReach(Coverage former, Coverage wanted, Window window) {
    if (former.intervals().isEmpty() || wanted.intervals().isEmpty()) {
      return false;
    }
    long formerFrom = former.intervals().from(0);
    long wantedFrom = wanted.intervals().from(0);
    return wantedFrom >= RangeValues.plus(formerFrom, -window.tolerance())
        && !common(former, notBelow(former, wanted)).intervals().isEmpty();
  }

  /** The lower end does not fall below the former one: the rows below were not kept. */
  private static Coverage notBelow(Coverage former, Coverage wanted) {
    long lowest = former.intervals().from(0);
    return with(wanted, wanted.intervals().intersect(Intervals.of(lowest, Long.MAX_VALUE)));
  }

  private static Coverage common(Coverage a, Coverage b) {
    return with(a, a.intervals().intersect(b.intervals()));
  }

  private static Coverage with(Coverage coverage, Intervals intervals) {
    return new Coverage(coverage.rangeColumn(), intervals, coverage.nulls());
  }

  private @Nullable Adjustment adjust(Adjustment former, Coverage next, Window window)
      throws SQLException, OverMemoryException {
    Snapshot snapshot = former.snapshot();
    Duration lateness = request.rule().freshness().appendOnlyLateness();
    if (isUnchanged(session, start, former)
        && snapshot.coverage().intervals().containsAll(next.intervals())) {
      return adjustment(snapshot.expire(next, start.asOf()), Way.UNCHANGED, former);
    }
    if (lateness != null) {
      return append(former, next, window, lateness);
    }
    return inspection.canDelta() ? delta(former, next) : null;
  }

  /**
   * Loads the rows of the time since the former as-of, less the lateness. The former as-of is
   * reckoned on the database's clock in two ways, of which the earlier counts, since either of the
   * clocks may have been set in between.
   */
  private Adjustment append(Adjustment former, Coverage next, Window window, Duration lateness)
      throws SQLException, OverMemoryException {
    Snapshot snapshot = former.snapshot();
    long byAge = start.databaseEpochMicros() - snapshot.asOf().ageNanos(clock) / 1000;
    long byOffset = snapshot.asOf().wallMillis() * 1000 + former.databaseClockOffsetMicros();
    // Offsets are measured by a clock of milliseconds.
    long formerMicros = Math.min(byAge, byOffset) - 2000;
    long from =
        window.lowest(
            RangeValues.plus(formerMicros, -RangeValues.micros(lateness)),
            start.databaseEpochMicros());
    Intervals formerIntervals = snapshot.coverage().intervals();
    long formerTo = formerIntervals.to(formerIntervals.count() - 1);
    if (formerTo < Long.MAX_VALUE) {
      from = Math.min(from, formerTo + 1);
    }
    Intervals loadedIntervals = next.intervals().intersect(Intervals.of(from, Long.MAX_VALUE));
    RowBuffer loaded = read(new RowBuffer(table), predicate(with(next, loadedIntervals)));
    return adjustment(snapshot.replaceFrom(from, loaded, next, start.asOf()), Way.APPEND, former);
  }

  /**
   * Loads the rows that were written since the former snapshot, by xmin. What was deleted since, or
   * has left the window or its key, makes the result larger than the table.
   *
   * @return null if the result is not proven to be the table, or so much was written that loading
   *     the table anew needs less memory
   */
  private @Nullable Adjustment delta(Adjustment former, Coverage next)
      throws SQLException, OverMemoryException {
    long formerXmin = former.databaseSnapshot().xmin();
    if (start.databaseSnapshot().xmin() - formerXmin > MAX_TRANSACTIONS_PASSED) {
      return null;
    }
    Snapshot snapshot = former.snapshot();
    String changed =
        "pg_catalog.age(xmin) <= pg_catalog.age('%d'::pg_catalog.xid)"
            .formatted(formerXmin & 0xffff_ffffL);
    Intervals entered = next.intervals().intersect(snapshot.coverage().intervals().complement());
    for (int i = 0; i < entered.count(); i++) {
      changed += " OR " + predicate(with(next, Intervals.of(entered.from(i), entered.to(i))));
    }
    String window = predicate(next);
    RowBuffer rows =
        readDelta(snapshot, window.isEmpty() ? changed : window + " AND (" + changed + ")");
    if (rows == null) {
      return null;
    }
    Snapshot merged = snapshot.upsert(rows, next, start.asOf());
    long count =
        session.number(
            "SELECT count(*) FROM "
                + SqlText.name(table.schema(), table.name())
                + (window.isEmpty() ? "" : " WHERE " + window));
    return merged.rowCount() == count ? adjustment(merged, Way.DELTA, former) : null;
  }

  private @Nullable RowBuffer readDelta(Snapshot former, String predicate)
      throws SQLException, OverMemoryException {
    long maxBytes = Math.max(SMALL_DELTA_BYTES, former.retainedBytes() / LARGEST_DELTA_PART);
    RowBuffer rows = new RowBuffer(table);
    if (maxBytes >= request.memoryMaxBytes()) {
      return read(rows, predicate);
    }
    try {
      return copy(rows, predicate, maxBytes);
    } catch (OverMemoryException e) {
      // The COPY was cancelled in the middle, which ends the transaction up to the savepoint.
      session.rollbackToSavepoint();
      session.savepoint();
      return null;
    }
  }

  private Adjustment reload(Coverage wanted) throws SQLException, OverMemoryException {
    Adjustment former = request.former();
    if (former != null && former.snapshot().definition() != table) {
      former = null;
    }
    RowBuffer buffer =
        former == null ? RowBuffer.ofTable(table) : RowBuffer.ofTable(former.snapshot());
    RowBuffer rows = read(buffer, predicate(wanted));
    return adjustment(Snapshot.of(rows, wanted, start.asOf()), Way.RELOAD, former);
  }

  private RowBuffer read(RowBuffer rows, String predicate)
      throws SQLException, OverMemoryException {
    try {
      return copy(rows, predicate, request.memoryMaxBytes());
    } catch (OverMemoryException e) {
      throw overMemory("at least " + e.getMessage());
    }
  }

  private RowBuffer copy(RowBuffer rows, String predicate, long maxBytes)
      throws SQLException, OverMemoryException {
    try {
      new CopyReader(session.connection()).read(rows, inspection, predicate, maxBytes);
      return rows;
    } finally {
      rowsLoaded += rows.rows();
    }
  }

  private OverMemoryException overMemory(String size) {
    String window =
        table.windowColumn() == IndexDefinition.NO_RANGE
            ? "the whole table"
            : "the window on '" + table.column(table.windowColumn()).name() + "'";
    return new OverMemoryException(
        "%s: %s (%s) does not fit into the %,d bytes that memory allows; make the window smaller or raise memory.max"
            .formatted(table.label(), window, size, request.memoryMaxBytes()));
  }

  /** The predicate that is true for exactly the covered rows; empty if every row is. */
  private String predicate(Coverage coverage) {
    if (coverage.isEverything()) {
      return "";
    }
    if (coverage.intervals().isEmpty()) {
      return "false";
    }
    ColumnDefinition column = table.column(coverage.rangeColumn());
    return RangeValues.predicate(
        SqlText.name(column.name()),
        column.type(),
        coverage.intervals().from(0),
        coverage.intervals().to(coverage.intervals().count() - 1));
  }

  private Adjustment adjustment(Snapshot snapshot, Way way, @Nullable Adjustment former)
      throws OverMemoryException {
    if (snapshot.retainedBytes() > request.memoryMaxBytes()) {
      throw overMemory(snapshot.rowCount() + " rows");
    }
    return new Adjustment(
        snapshot,
        start.databaseSnapshot(),
        start.server(),
        way,
        rowsLoaded,
        former == null ? 0 : expired(former.snapshot(), snapshot),
        clock.nanoTime() - start.asOf().nanoTime(),
        start.databaseClockOffsetMicros());
  }

  private static long expired(Snapshot former, Snapshot next) {
    Coverage kept = common(former.coverage(), next.coverage());
    if (kept.intervals().equals(former.coverage().intervals())) {
      return 0;
    }
    return former.rowCount() - former.expire(kept, next.asOf()).rowCount();
  }
}
