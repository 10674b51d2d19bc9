package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.execute.NotCoveredException;
import io.tablecache.execute.Result;
import io.tablecache.expression.DerivedSlots;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Outcome;
import io.tablecache.model.SlotValues;
import io.tablecache.plan.CachedQuery;
import io.tablecache.plan.LexResult;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.Literal;
import io.tablecache.plan.Plan;
import io.tablecache.plan.SlotSource;
import io.tablecache.plan.TemplateLexer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement's way from a plan to rows: binds, asks for admission, and scans.
 *
 * <p>Confined to the thread that uses the statement; the session is locked while it is asked.
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
  private final SnapshotChooser snapshots;
  private final NamedZones namedZones;
  private Outcome outcome = Outcome.HIT;
  private String detail = "";
  private String plannedSearchPath = "";
  private @Nullable Snapshot snapshot;
  private @Nullable IndexSpec spec;
  private @Nullable ResultShape shape;

  /** The session's facts by which the last {@link #read} was admitted. */
  private @Nullable SessionFacts admittedBy;

  /** Binds a statement's literals, and its parameters by the given binder. */
  SlotBinder binder(List<Literal> literals, SlotBinder parameters) {
    return literals.isEmpty()
        ? parameters
        : (values, slot, source) ->
            source.isLiteral()
                ? !source.isArray()
                    && LiteralReading.bind(
                        literals.get(source.position()).text(), values, slot, source, session)
                : parameters.bind(values, slot, source);
  }

  CacheReader(CachedDatabase database, Session session) {
    this.database = database;
    this.session = session;
    this.admission = new Admission(session);
    this.snapshots = new SnapshotChooser(database, session, admission);
    this.namedZones = new NamedZones(database);
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

  /** The shape of the rows that the last {@link #read} gave. */
  ResultShape shape() {
    ResultShape known = shape;
    if (known == null) {
      throw new IllegalStateException("no rows were read");
    }
    return known;
  }

  /**
   * What a result of this session is made with, after a hit.
   *
   * @param real the statement whose options count, or null if it has the driver's defaults
   */
  ResultOptions resultOptions(int type, @Nullable Statement real) throws SQLException {
    SessionFacts facts = admittedBy;
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
    SessionFacts facts = session.facts().last();
    return facts == null ? database.usualSearchPath() : facts.settings().searchPath();
  }

  /** The search path under which the last {@link #plan} was made. */
  String plannedSearchPath() {
    return plannedSearchPath;
  }

  /** What the last refusal was about, for explanations; may be empty. */
  String detail() {
    return detail;
  }

  /** Lexes the text of a prepared statement; null with an outcome if it cannot be answered. */
  @Nullable LexedStatement lex(PreparedText text, String sql) {
    LexResult known = text.lexed();
    return known != null && session.real().getStandardConformingStrings()
        ? lexed(known)
        : lex(sql, true);
  }

  /**
   * Lexes a text; null with an outcome if it is not one that could be answered.
   *
   * @param isPrepared whether it is that of a prepared statement, where {@code ?} is a parameter
   */
  @Nullable LexedStatement lex(String sql, boolean isPrepared) {
    return lexed(TemplateLexer.lex(sql, session.real().getStandardConformingStrings(), isPrepared));
  }

  private @Nullable LexedStatement lexed(LexResult result) {
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
    session.lock();
    try {
      return planLocked(statement, parameterOids);
    } finally {
      session.unlock();
    }
  }

  private @Nullable Answerable planLocked(LexedStatement statement, int[] parameterOids) {
    Outcome refusal = admission.byTransaction(statement);
    if (refusal != null) {
      // Not even described: that might wait for a lock of this transaction's own.
      return refuse(new Plan.Delegation(refusal, ""));
    }
    plannedSearchPath = searchPath();
    Plan plan = database.plan(statement, parameterOids, plannedSearchPath);
    if (plan instanceof Plan.Delegation delegation
        && !session.facts().areKnown()
        && dependsOnSearchPath(delegation.outcome())
        && session.facts().read() != null) {
      plannedSearchPath = searchPath();
      plan = database.plan(statement, parameterOids, plannedSearchPath);
    }
    if (plan instanceof CachedQuery query) {
      outcome = Outcome.HIT;
      detail = "";
      Answerable answerable = database.answerable(query);
      return answerable != null
          ? answerable
          : refuse(new Plan.Delegation(Outcome.DEFINITION_CHANGED, "a table is gone"));
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
    if (!dependsOnSearchPath(planned)) {
      return false;
    }
    session.lock();
    try {
      return !session.facts().areKnown();
    } finally {
      session.unlock();
    }
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
    session.lock();
    try {
      rows = readInZones(answerable, binder, maxRows <= 0 ? Long.MAX_VALUE : maxRows);
    } catch (EvaluationException e) {
      outcome = Outcome.NOT_EVALUATED;
      detail = String.valueOf(e.getMessage());
    } catch (NotCoveredException e) {
      outcome = Outcome.NOT_COVERED;
    } catch (SQLException ignored) {
      // The statement itself goes to the database and shows the caller what is wrong there.
      outcome = Outcome.SESSION_UNKNOWN;
    } catch (RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "A statement on " + answerable.table().label() + " could not be answered; delegated",
          e);
      outcome = Outcome.INTERNAL_ERROR;
    } finally {
      session.unlock();
    }
    return rows;
  }

  /** Reads again as long as a time zone was missing that is known now. */
  private @Nullable RowSet readInZones(Answerable answerable, SlotBinder binder, long maxRows)
      throws SQLException, EvaluationException, NotCoveredException {
    while (true) {
      try {
        return tryRead(answerable, binder, maxRows);
      } catch (EvaluationException e) {
        if (!namedZones.compareUnknown(session.facts())) {
          throw e;
        }
      }
    }
  }

  private @Nullable RowSet tryRead(Answerable answerable, SlotBinder binder, long maxRows)
      throws SQLException, EvaluationException, NotCoveredException {
    snapshot = null;
    spec = null;
    shape = null;
    Outcome refusal = byTransaction(answerable);
    if (refusal != null) {
      return refuse(refusal);
    }
    CachedQuery plan = answerable.plan();
    SlotValues values = bind(plan, binder);
    if (values == null) {
      return refuse(Outcome.PARAMETER_NOT_CAPTURED);
    }
    EvaluationContext context = context(plan, values);
    if (context == null) {
      return null;
    }
    DerivedSlots.compute(plan.derived(), context);
    Query.Scan scan = answerable.scan();
    IndexSpec wanted = scan == null ? null : scan.spec().spec(values);
    spec = wanted;
    Snapshot[] found = snapshots.choose(answerable, wanted);
    snapshot = snapshots.last();
    if (found == null) {
      return refuse(snapshots.refusal());
    }
    admittedBy = snapshots.facts();
    RowSet rows;
    if (scan == null || wanted == null) {
      Result result = PlanRows.ofQuery(plan.query(), found, context, maxRows);
      rows = result.rows();
      shape = answerable.shape(result.ordinals());
    } else {
      rows = PlanRows.ofScan(scan, wanted, found[0], context, maxRows);
      shape = answerable.shape();
    }
    for (Snapshot one : found) {
      session.served(one.asOf());
    }
    outcome = Outcome.HIT;
    return rows;
  }

  /** What values depend on beside the snapshots; null with an outcome if it is not known. */
  private @Nullable EvaluationContext context(CachedQuery plan, SlotValues values)
      throws SQLException {
    ZoneId zone = null;
    if (plan.dependsOnZone()) {
      SessionFacts facts = session.facts().get();
      zone = facts == null ? null : facts.zone();
      if (zone == null) {
        refuse(facts == null ? Outcome.SESSION_UNKNOWN : Outcome.SESSION_SETTINGS);
        return null;
      }
    }
    long nowMicros = plan.dependsOnNow() ? session.transactionNowMicros() : 0;
    return new EvaluationContext(values, zone, nowMicros, namedZones);
  }

  private static @Nullable SlotValues bind(CachedQuery plan, SlotBinder binder) {
    List<SlotSource> sources = plan.slots();
    SlotValues values = new SlotValues(plan.slotCount());
    for (int slot = 0; slot < sources.size(); slot++) {
      if (!binder.bind(values, slot, sources.get(slot))) {
        return null;
      }
    }
    return values;
  }

  private @Nullable Outcome byTransaction(Answerable answerable) {
    List<CachedTable> tables = answerable.tables();
    for (int i = 0; i < tables.size(); i++) {
      Outcome refusal = admission.byTransaction(tables.get(i));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable RowSet refuse(Outcome refusal) {
    outcome = refusal;
    return null;
  }
}
