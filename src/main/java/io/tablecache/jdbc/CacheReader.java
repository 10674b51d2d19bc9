package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.jdbc.CachedDatabase.Answerable;
import io.tablecache.model.AsOf;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Outcome;
import io.tablecache.model.SlotValues;
import io.tablecache.plan.CachedScan;
import io.tablecache.plan.LexResult;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.Literal;
import io.tablecache.plan.Plan;
import io.tablecache.plan.SlotSource;
import io.tablecache.plan.TemplateLexer;
import io.tablecache.plan.ValueParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way from a plan to rows: binds, asks for admission, and scans.
 *
 * <p>Confined to the thread that uses the connection.
 */
final class CacheReader {
  private static final System.Logger LOGGER = System.getLogger(CacheReader.class.getName());

  /**
   * Puts a parameter's or literal's value into a slot; false if it cannot be taken over exactly.
   */
  interface SlotBinder {
    boolean bind(SlotValues values, int slot, SlotSource source);
  }

  /** Binds nothing: a statement without parameters. */
  static final SlotBinder NO_PARAMETERS = (values, slot, source) -> false;

  private final CachedDatabase database;
  private final Session session;
  private final Admission admission;
  private Outcome outcome = Outcome.HIT;
  private String detail = "";
  private @Nullable Snapshot snapshot;
  private @Nullable IndexSpec spec;

  /** Binds a statement's literals, and its parameters by the given binder. */
  static SlotBinder binder(List<Literal> literals, SlotBinder parameters) {
    return literals.isEmpty()
        ? parameters
        : (values, slot, source) ->
            source.isLiteral()
                ? !source.isArray()
                    && ValueParser.parse(
                        literals.get(source.position()).text(), source.type(), values, slot)
                : parameters.bind(values, slot, source);
  }

  CacheReader(CachedDatabase database, Session session) {
    this.database = database;
    this.session = session;
    this.admission = new Admission(session);
  }

  /** How the last call of {@link #read} or {@link #plan} ended. */
  Outcome outcome() {
    return outcome;
  }

  /** The snapshot that the last {@link #read} looked at, if it came that far. */
  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** The spec that the last {@link #read} looked for, if it came that far. */
  @Nullable IndexSpec spec() {
    return spec;
  }

  /**
   * What a result of this session is made with, after a hit.
   *
   * @param real the statement whose options count, or null if it has the driver's defaults
   */
  ResultOptions resultOptions(int type, @Nullable Statement real) throws SQLException {
    SessionFacts facts = session.lastFacts();
    ZoneId known = facts == null ? null : facts.zone();
    ZoneId zone = known == null ? ZoneOffset.UTC : known;
    return real == null
        ? new ResultOptions(
            type, session.real().getDefaultFetchSize(), ResultSet.FETCH_FORWARD, 0, zone)
        : new ResultOptions(
            type, real.getFetchSize(), real.getFetchDirection(), real.getMaxFieldSize(), zone);
  }

  /**
   * Whether the statement's options leave it to the driver to refuse its result: one that cannot be
   * scrolled has no direction but forward.
   */
  static boolean isRefusedByDriver(int type, @Nullable Statement real) throws SQLException {
    return real != null
        && type == ResultSet.TYPE_FORWARD_ONLY
        && real.getFetchDirection() != ResultSet.FETCH_FORWARD;
  }

  /** The snapshot's age in milliseconds. */
  long ageMillis(Snapshot of) {
    return of.asOf().ageNanos(session.clock()) / 1_000_000;
  }

  /**
   * The search path under which a statement is planned now: the session's as last read. Whether the
   * table's name means the table at this moment, {@link Admission#byFacts} decides.
   */
  String searchPath() {
    SessionFacts facts = session.lastFacts();
    return facts == null ? database.usualSearchPath() : facts.settings().searchPath();
  }

  /** What the last refusal was about, for explanations; may be empty. */
  String detail() {
    return detail;
  }

  /** Lexes a text; null with an outcome if it is not one that could be answered. */
  @Nullable LexedStatement lex(String sql) {
    LexResult result = TemplateLexer.lex(sql, session.real().getStandardConformingStrings());
    if (result instanceof LexedStatement statement) {
      outcome = Outcome.HIT;
      detail = "";
      return statement;
    }
    refuse((Plan.Delegation) result);
    return null;
  }

  /**
   * Plans a statement under the session's search path; null with an outcome if it is delegated.
   *
   * <p>While the session's facts are not known, the usual search path is tried first, so that
   * statements which are never answered cost no round trip for the facts.
   */
  @Nullable Answerable plan(LexedStatement statement, int[] parameterOids) {
    Outcome refusal = admission.byTransaction(statement);
    if (refusal != null) {
      // Not even described: that might wait for a lock of this transaction's own.
      return refuse(new Plan.Delegation(refusal, ""));
    }
    Plan plan = database.plan(statement, parameterOids, searchPath());
    if (plan instanceof Plan.Delegation delegation
        && session.knownFacts(AsOf.now(session.clock())) == null
        && dependsOnSearchPath(delegation.outcome())
        && session.readFacts() != null) {
      plan = database.plan(statement, parameterOids, searchPath());
    }
    if (plan instanceof CachedScan scan) {
      outcome = Outcome.HIT;
      detail = "";
      Answerable answerable = database.answerable(scan);
      return answerable != null
          ? answerable
          : refuse(new Plan.Delegation(Outcome.DEFINITION_CHANGED, scan.table().toString()));
    }
    Plan.Delegation delegation = (Plan.Delegation) plan;
    Outcome missing =
        delegation.outcome() == Outcome.OTHER_RELATION ? database.missing(statement) : null;
    return refuse(missing == null ? delegation : new Plan.Delegation(missing, delegation.detail()));
  }

  /**
   * Whether a statement that was delegated so may be planned otherwise now, since the session may
   * have another search path than it was planned under.
   */
  boolean mayBePlannedOtherwise(Outcome planned) {
    return dependsOnSearchPath(planned) && session.knownFacts(AsOf.now(session.clock())) == null;
  }

  /** Whether a planning that ended so holds for the statement's next executions too. */
  static boolean lasts(Outcome planned) {
    return switch (planned) {
      case NOT_DESCRIBED,
          DEFINITION_CHANGED,
          TRANSACTION_WROTE,
          TRANSACTION_FAILED,
          SESSION_TAINTED,
          LOADING,
          LOAD_FAILED,
          OVER_MEMORY,
          INVALIDATED,
          IN_RECOVERY ->
          false;
      default -> true;
    };
  }

  private static boolean dependsOnSearchPath(Outcome outcome) {
    return outcome == Outcome.REFUSED_BY_DATABASE || outcome == Outcome.OTHER_RELATION;
  }

  private @Nullable Answerable refuse(Plan.Delegation delegation) {
    outcome = delegation.outcome();
    detail = delegation.detail();
    return null;
  }

  /**
   * The rows that answer a plan, or null if it goes to the database; {@link #outcome} says why. The
   * outcome is counted.
   *
   * @param maxRows how many rows at most, 0 for all
   */
  @Nullable RowSet read(Answerable answerable, SlotBinder binder, long maxRows) {
    RowSet rows = probe(answerable, binder, maxRows);
    answerable.table().count(outcome);
    return rows;
  }

  /** As {@link #read}, but the outcome is not counted. */
  @Nullable RowSet probe(Answerable answerable, SlotBinder binder, long maxRows) {
    RowSet rows = null;
    try {
      rows = tryRead(answerable, binder, maxRows);
    } catch (RuntimeException | SQLException e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "A statement on " + answerable.table().label() + " could not be answered; delegated",
          e);
      outcome = Outcome.INTERNAL_ERROR;
    }
    return rows;
  }

  private @Nullable RowSet tryRead(Answerable answerable, SlotBinder binder, long maxRows)
      throws SQLException {
    CachedScan scan = answerable.scan();
    snapshot = null;
    spec = null;
    Outcome refusal = admission.byTransaction(answerable.table());
    if (refusal != null) {
      return refuse(refusal);
    }
    SlotValues values = bind(scan, binder);
    if (values == null) {
      return refuse(Outcome.PARAMETER_NOT_CAPTURED);
    }
    long limit = scan.limit(values);
    long offset = scan.offset(values);
    if (limit < 0 || offset < 0) {
      return refuse(Outcome.PARAMETER_NOT_CAPTURED);
    }
    IndexSpec wanted = scan.spec(values);
    spec = wanted;
    Snapshot found = admitted(answerable, wanted);
    if (found == null) {
      return null;
    }
    RowSet rows =
        found.scan(
            wanted,
            scan.residual(),
            values,
            scan.order(),
            offset,
            maxRows > 0 ? Math.min(limit, maxRows) : limit);
    session.served(found.asOf());
    outcome = Outcome.HIT;
    return rows;
  }

  private static @Nullable SlotValues bind(CachedScan scan, SlotBinder binder) {
    List<SlotSource> sources = scan.slots();
    SlotValues values = new SlotValues(sources.size());
    for (int slot = 0; slot < sources.size(); slot++) {
      if (!binder.bind(values, slot, sources.get(slot))) {
        return null;
      }
    }
    return values;
  }

  /** The one snapshot that is checked and then read; null with an outcome. */
  private @Nullable Snapshot admitted(Answerable answerable, IndexSpec wanted) {
    AsOf now = AsOf.now(session.clock());
    SessionFacts facts = session.knownFacts(now);
    Outcome chosen = facts == null ? null : facts.refusalOfAll();
    if (chosen != null) {
      outcome = chosen;
      return null;
    }
    Snapshot found = checked(answerable, wanted, now, session.maxStalenessNanos());
    if (found == null) {
      return null;
    }
    // What was found to have changed before this snapshot was published counts for it.
    facts = session.knownFacts(now);
    if (facts == null || !facts.knows(answerable.scan().table())) {
      facts = session.readFacts();
      if (facts == null) {
        outcome = Outcome.SESSION_UNKNOWN;
        return null;
      }
      // Reading the facts took a while: the snapshot may be too old by now, or a newer one be
      // there.
      now = AsOf.now(session.clock());
      found = checked(answerable, wanted, now, session.maxStalenessNanos());
      if (found == null) {
        return null;
      }
      if (!session.areFactsOfTheCatalog()) {
        outcome = Outcome.SESSION_UNKNOWN;
        return null;
      }
    }
    Outcome refusal =
        admission.byFacts(facts, answerable.scan(), database.engine().server().orElse(null));
    if (refusal != null) {
      outcome = refusal;
      return null;
    }
    String maxStaleness = facts.settings().maxStaleness();
    return maxStaleness.isEmpty() ? found : checkedAgainst(maxStaleness, answerable, wanted, now);
  }

  /** Checks once more, with the age that the session asked for by SET. */
  private @Nullable Snapshot checkedAgainst(
      String maxStaleness, Answerable answerable, IndexSpec wanted, AsOf now) {
    try {
      return checked(
          answerable,
          wanted,
          now,
          Math.min(CachedConnections.nanos(maxStaleness), session.maxStalenessNanos()));
    } catch (SQLException ignored) {
      // PostgreSQL took the setting as it takes any; it means nothing here.
      outcome = Outcome.SESSION_SETTINGS;
      return null;
    }
  }

  private @Nullable Snapshot checked(
      Answerable answerable, IndexSpec wanted, AsOf now, long sessionMaxStalenessNanos) {
    CachedTable table = answerable.table();
    Snapshot found = table.snapshot();
    snapshot = found;
    if (found == null) {
      outcome = table.missing();
      return null;
    }
    Outcome refusal =
        admission.bySnapshot(
            table,
            found,
            answerable.scan(),
            wanted,
            now,
            Math.min(table.maxStalenessNanos(), sessionMaxStalenessNanos));
    if (refusal != null) {
      outcome = refusal;
      return null;
    }
    return found;
  }

  private @Nullable RowSet refuse(Outcome refusal) {
    outcome = refusal;
    return null;
  }
}
