package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.TableUse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * The decision whether a statement may be answered from a snapshot in a session: null if it may,
 * else the reason why it goes to the database.
 *
 * <p>What costs nothing is asked first, and what may cost a round trip last and only for what would
 * otherwise be a hit. Stateless but for the session that it is of.
 */
final class Admission {
  private final Session session;

  Admission(Session session) {
    this.session = session;
  }

  /** What the state of the session says; costs nothing. */
  @Nullable Outcome bySession() {
    if (session.isTainted()) {
      return Outcome.SESSION_TAINTED;
    }
    return session.transactionState() == TransactionState.FAILED
        ? Outcome.TRANSACTION_FAILED
        : null;
  }

  /** What the session's transaction says of a statement that is not planned yet. */
  @Nullable Outcome byTransaction(LexedStatement statement) {
    Outcome refusal = bySession();
    return refusal == null && session.transactionWroteWhatIsNamed(statement)
        ? Outcome.TRANSACTION_WROTE
        : refusal;
  }

  /** What the session's transaction says of a read of the table; costs nothing. */
  @Nullable Outcome byTransaction(CachedTable table) {
    Outcome refusal = bySession();
    return refusal == null && session.transactionWrote(table) ? Outcome.TRANSACTION_WROTE : refusal;
  }

  /**
   * What a table's snapshot says, apart from its coverage; costs nothing.
   *
   * @param spec the rows of the table that the statement can touch
   */
  @Nullable Outcome bySnapshot(
      CachedTable table,
      Snapshot snapshot,
      TableUse use,
      IndexSpec spec,
      AsOf now,
      long maxStalenessNanos) {
    if (snapshot.definition() != use.table()) {
      return Outcome.DEFINITION_CHANGED;
    }
    if (!session.isAfterFloor(table, snapshot, spec)) {
      return Outcome.BEFORE_FLOOR;
    }
    if (snapshot.asOf().ageNanos(now) > maxStalenessNanos) {
      return Outcome.TOO_OLD;
    }
    return null;
  }

  /** What the session's facts say of the plan; costs nothing once they are read. */
  @Nullable Outcome byFacts(
      SessionFacts facts, Answerable answerable, @Nullable ServerIdentity cacheServer) {
    if (facts.refusalOfAll() != null) {
      return facts.refusalOfAll();
    }
    if (cacheServer == null) {
      return Outcome.OTHER_SERVER;
    }
    if (answerable.showsPointsInTime() && !session.facts().isZoneProven(facts)) {
      return Outcome.SESSION_SETTINGS;
    }
    List<TableUse> uses = answerable.plan().tables();
    for (int i = 0; i < uses.size(); i++) {
      TableUse use = uses.get(i);
      Outcome refusal = facts.refusal(use.table(), use.columns(), use.isUnqualified(), cacheServer);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }
}
