package io.tablecache.jdbc;

import io.tablecache.engine.CacheEngine;
import io.tablecache.engine.CachedTable;
import io.tablecache.engine.CatalogWatch;
import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.ReadYourWrites;
import io.tablecache.plan.SegmentWrite;
import io.tablecache.plan.StatementEffects;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one session's open transaction may have written, and which of the tables that it wrote
 * before must be seen anew.
 *
 * <p>A write of which it is certain that it cannot reach a cached table leaves no trace here.
 * Guarded by the session's lock, but for {@link #aborted}.
 */
final class OwnWrites {
  private static final int MAX_SEGMENTS = 100;

  private final CachedDatabase database;
  private final Clock clock;

  /** The cached tables of which the transaction may have changed anything. */
  private final Set<CachedTable> touched = new HashSet<>();

  /** The cached tables of which it may have changed some segments. */
  private final Map<CachedTable, Segments> segments = new HashMap<>();

  /** Whether the transaction wrote anything, be it where no cached table is. */
  private boolean hasWritten;

  /** Before the first of its writes. */
  private long firstWriteNanoTime;

  /** What the transaction's writes were, for engines of other configs. */
  private StatementEffects written = StatementEffects.NONE;

  /** That the transaction changes definitions. */
  private final Notice defining = new Notice(CatalogWatch::defining, CatalogWatch::defined);

  /** That it may change definitions without showing it. */
  private final Notice maybeDefining =
      new Notice(CatalogWatch::maybeDefining, CatalogWatch::maybeDefined);

  /** The monotonic instants of the last writes to tables, where only this connection minds them. */
  private @Nullable Map<CachedTable, Long> floors;

  /** Segments of one table that were written to. */
  private record Segments(SegmentWrite by, Set<Long> values) {
    long[] sorted() {
      return values.stream().mapToLong(Long::longValue).sorted().toArray();
    }
  }

  OwnWrites(CachedDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whether the transaction cannot have changed anything that is cached. */
  boolean isEmpty() {
    return !written.mayWrite() && !hasWritten;
  }

  /** Whether the transaction may have changed the table. */
  boolean touches(CachedTable table) {
    return (written.mayWrite() && (touched.contains(table) || segments.containsKey(table)))
        || reachesUnseen(table);
  }

  /** Whether the table became another relation after the first write, so that none shows it. */
  private boolean reachesUnseen(CachedTable table) {
    return hasWritten && table.reachableNanoTime() - firstWriteNanoTime >= 0;
  }

  /** Whether a snapshot of that instant is later than this connection's last write to the table. */
  boolean isAfterFloor(CachedTable table, AsOf asOf) {
    if (floors == null) {
      return true;
    }
    Long floor = floors.get(table);
    return floor == null || asOf.isAfter(floor);
  }

  /** A statement is about to run. */
  void starts(StatementEffects shown) {
    if (shown.mayWrite() && !hasWritten) {
      hasWritten = true;
      firstWriteNanoTime = clock.nanoTime();
    }
    if (shown.changesDefinitions()) {
      defining.begin(database.engine());
    } else if (shown.mayChangeDefinitions()) {
      maybeDefining.begin(database.engine());
    }
  }

  /**
   * A statement ended, well or not.
   *
   * @param values of the segments that the effects name, or null if they are not known
   * @return whether it is certain that the statement did no more than its effects show
   */
  boolean add(Effects effects, long @Nullable [] values) {
    StatementEffects shown = effects.shown();
    boolean isKnown =
        shown.mayWrite()
            ? database.engine().catalog().isCertain()
            : !isReadingOfNewDefinition(shown);
    if (!isKnown) {
      touched.addAll(database.engine().tables());
      written = written.and(StatementEffects.WRITES);
    } else if (shown.mayWrite() && CachedConnections.isReached(database, effects)) {
      for (int i = 0; i < effects.touched().size(); i++) {
        CachedTable table = effects.touched().get(i);
        SegmentWrite by = effects.segments();
        if (by == null
            || values == null
            || by.definition() != table.definition()
            || !addSegments(table, by, values)) {
          touched.add(table);
        }
      }
      written = written.and(shown);
    }
    return isKnown;
  }

  /** Takes note of segments; false if they cannot be kept apart. */
  private boolean addSegments(CachedTable table, SegmentWrite by, long[] values) {
    Segments known = segments.computeIfAbsent(table, first -> new Segments(by, new HashSet<>()));
    if (known.by().definition() != by.definition() || known.by().column() != by.column()) {
      return false;
    }
    for (long value : values) {
      known.values().add(value);
    }
    return known.values().size() <= MAX_SEGMENTS;
  }

  /** A definition was just changed here, and what is read may write by it. */
  private boolean isReadingOfNewDefinition(StatementEffects shown) {
    return !shown.isTransactionControl()
        && !shown.mayChangeSession()
        && !database.engine().catalog().isCurrent();
  }

  /** Everything may have been written. */
  void addAll() {
    touched.addAll(database.engine().tables());
    written = written.and(StatementEffects.WRITES);
  }

  /**
   * Adds the tables that may have been written to unseen. Each engine is told first and its tables
   * are asked then, while a reading of the catalog does the opposite: one of both sees the other.
   */
  private void touchUnseen(ReadYourWrites mode) {
    List<CacheEngine> engines =
        mode == ReadYourWrites.JVM
            ? CachedConnections.sharing(database.engine())
            : List.of(database.engine());
    engines.forEach(engine -> engine.catalog().wrote());
    for (CacheEngine engine : engines) {
      engine.tables().stream().filter(this::reachesUnseen).forEach(touched::add);
    }
  }

  /** Raises the floors of what was written, and asks for early snapshots. */
  void raiseFloors() {
    ReadYourWrites mode = database.engine().readYourWrites();
    if (mode == ReadYourWrites.OFF) {
      return;
    }
    if (hasWritten) {
      touchUnseen(mode);
    }
    if (!written.mayWrite() && touched.isEmpty()) {
      return;
    }
    if (mode == ReadYourWrites.JVM) {
      CachedConnections.wroteMaybe(database, touched, written);
      segments.forEach(
          (table, some) -> {
            if (!touched.contains(table)) {
              table.wroteSegments(some.by().definition(), some.by().column(), some.sorted());
            }
          });
      return;
    }
    touched.addAll(segments.keySet());
    Map<CachedTable, Long> known = floors;
    if (known == null) {
      known = new IdentityHashMap<>();
      floors = known;
    }
    long now = clock.nanoTime();
    for (CachedTable table : touched) {
      known.put(table, now);
      table.requestAdjustment();
    }
  }

  /** Whether the transaction wrote anything, or is about to. */
  boolean hasWritten() {
    return hasWritten;
  }

  /**
   * The connection broke; what was being written, the server may commit later. To be called before
   * floors are raised.
   *
   * @param processId of the server's process
   */
  void lost(int processId) {
    if (database.engine().readYourWrites() == ReadYourWrites.JVM) {
      CachedConnections.sharing(database.engine()).forEach(one -> one.writerLost(processId));
    }
  }

  /** The transaction has ended, and floors were raised. */
  void clear() {
    if (!touched.isEmpty()) {
      touched.clear();
    }
    if (!segments.isEmpty()) {
      segments.clear();
    }
    written = StatementEffects.NONE;
    hasWritten = false;
    aborted();
  }

  /** The transaction will have no end that is seen here; may be called by any thread. */
  void aborted() {
    defining.end();
    maybeDefining.end();
  }

  /**
   * What the engines of the transaction's database are told of it, until it ends. Begun by the one
   * thread that has the session's lock, ended by any.
   */
  private static final class Notice {
    private final Consumer<CatalogWatch> begin;
    private final Consumer<CatalogWatch> end;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile List<CacheEngine> told = List.of();

    Notice(Consumer<CatalogWatch> begin, Consumer<CatalogWatch> end) {
      this.begin = begin;
      this.end = end;
    }

    void begin(CacheEngine engine) {
      if (!isTold.get()) {
        List<CacheEngine> engines = CachedConnections.sharing(engine);
        engines.forEach(one -> begin.accept(one.catalog()));
        told = engines;
        isTold.set(true);
      }
    }

    void end() {
      if (isTold.get() && isTold.compareAndSet(true, false)) {
        told.forEach(one -> end.accept(one.catalog()));
      }
    }
  }
}
