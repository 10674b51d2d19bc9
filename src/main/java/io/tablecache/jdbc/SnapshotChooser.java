package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.Outcome;
import io.tablecache.model.SegmentKeys;
import io.tablecache.plan.TableUse;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the snapshots that a statement may be answered from, one for each of its tables.
 *
 * <p>Confined to the thread that uses the statement, which has the session locked.
 */
final class SnapshotChooser {
  /** How often facts are read for one statement while what they depend on goes on changing. */
  private static final int MAX_READINGS = 2;

  private final CachedDatabase database;
  private final Session session;
  private final Admission admission;
  private Outcome refusal = Outcome.HIT;
  private @Nullable Snapshot last;
  private @Nullable SessionFacts admittedBy;

  SnapshotChooser(CachedDatabase database, Session session, Admission admission) {
    this.database = database;
    this.session = session;
    this.admission = admission;
  }

  /** Why the last {@link #choose} gave nothing. */
  Outcome refusal() {
    return refusal;
  }

  /** The snapshot that was looked at last, if there was one. */
  @Nullable Snapshot last() {
    return last;
  }

  /** The session's facts by which the last {@link #choose} gave snapshots. */
  @Nullable SessionFacts facts() {
    return admittedBy;
  }

  /**
   * The snapshots that were checked, in the order of the plan's tables, or null with a {@link
   * #refusal}.
   *
   * @param wanted the rows that the only table's snapshot must hold; null if the execution finds
   *     out by itself
   */
  Snapshot @Nullable [] choose(Answerable answerable, @Nullable IndexSpec wanted) {
    last = null;
    AsOf now = AsOf.now(session.clock());
    SessionFacts facts = session.facts().known(now);
    Outcome chosen = facts == null ? null : facts.refusalOfAll();
    if (chosen != null) {
      refusal = chosen;
      return null;
    }
    Snapshot[] found = checked(answerable, wanted, now, session.maxStalenessNanos());
    if (found == null) {
      return null;
    }
    // What was found to have changed before this snapshot was published counts for it.
    facts = session.facts().known(now);
    boolean isKnown = facts != null && knowsAll(facts, answerable);
    int readings = 0;
    while (facts == null || !isKnown) {
      facts = session.facts().read();
      readings++;
      if (facts == null) {
        refusal = Outcome.SESSION_UNKNOWN;
        return null;
      }
      // Reading the facts took a while: a snapshot may be too old by now, or a newer one be there.
      now = AsOf.now(session.clock());
      found = checked(answerable, wanted, now, session.maxStalenessNanos());
      if (found == null) {
        return null;
      }
      isKnown = session.facts().areOfTheCatalog();
      if (!isKnown && readings == MAX_READINGS) {
        refusal = Outcome.SESSION_UNKNOWN;
        return null;
      }
    }
    Outcome refused = admission.byFacts(facts, answerable, database.engine().server().orElse(null));
    if (refused != null) {
      refusal = refused;
      return null;
    }
    admittedBy = facts;
    String maxStaleness = facts.settings().maxStaleness();
    return maxStaleness.isEmpty() ? found : checkedAgainst(maxStaleness, answerable, wanted, now);
  }

  private static boolean knowsAll(SessionFacts facts, Answerable answerable) {
    List<TableUse> uses = answerable.plan().tables();
    for (int i = 0; i < uses.size(); i++) {
      if (!facts.knows(uses.get(i).table())) {
        return false;
      }
    }
    return true;
  }

  /** Checks once more, with the age that the session asked for by SET. */
  private Snapshot @Nullable [] checkedAgainst(
      String maxStaleness, Answerable answerable, @Nullable IndexSpec wanted, AsOf now) {
    try {
      return checked(
          answerable,
          wanted,
          now,
          Math.min(CachedConnections.nanos(maxStaleness), session.maxStalenessNanos()));
    } catch (SQLException ignored) {
      // PostgreSQL took the setting as it takes any; it means nothing here.
      refusal = Outcome.SESSION_SETTINGS;
      return null;
    }
  }

  private Snapshot @Nullable [] checked(
      Answerable answerable, @Nullable IndexSpec wanted, AsOf now, long sessionMaxStalenessNanos) {
    List<CachedTable> tables = answerable.tables();
    Snapshot[] all = new Snapshot[tables.size()];
    for (int i = 0; i < all.length; i++) {
      CachedTable table = tables.get(i);
      Snapshot found = table.snapshot();
      last = found;
      if (found == null) {
        refusal = table.missing();
        return null;
      }
      Outcome refused =
          admission.bySnapshot(
              table,
              found,
              answerable.use(i),
              wanted == null ? everything(answerable.use(i)) : wanted,
              now,
              Math.min(table.maxStalenessNanos(), sessionMaxStalenessNanos));
      if (refused == null && i > 0 && !found.asOf().equals(all[0].asOf())) {
        refused = Outcome.DIFFERENT_SNAPSHOTS;
        CachedTable.readTogether(tables);
      }
      if (refused != null) {
        refusal = refused;
        return null;
      }
      all[i] = found;
    }
    if (wanted != null && !all[0].coverage().contains(wanted)) {
      refusal = Outcome.NOT_COVERED;
      return null;
    }
    return all;
  }

  /** All rows of a table: what a query that computes may touch. */
  private static IndexSpec everything(TableUse use) {
    return new IndexSpec(use.table().clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true);
  }
}
