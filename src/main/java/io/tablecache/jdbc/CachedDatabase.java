package io.tablecache.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablecache.engine.CacheEngine;
import io.tablecache.engine.CachedTable;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import io.tablecache.plan.CachedQuery;
import io.tablecache.plan.LexResult;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.Plan;
import io.tablecache.plan.PlanCache;
import io.tablecache.plan.RelationNames;
import io.tablecache.plan.StatementEffects;
import io.tablecache.plan.TableUse;
import io.tablecache.plan.TemplateLexer;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Everything that the connections to one database under one config share: the engine, the plans,
 * and what is known of statement texts.
 *
 * <p>Thread-safe.
 */
final class CachedDatabase {
  private static final int MAX_PLANS = 2_000;
  private static final int MAX_TEXTS = 1_000;

  /** The place of the driver's own schema in {@link #names}. */
  private static final int OWN_SCHEMA = 0;

  private final CacheEngine engine;
  private final RelationNames names;
  private final List<RelationNames> namesByTable;
  private final PlanCache plans;
  private final Cache<CachedQuery, Answerable> answerables =
      Caffeine.newBuilder().weakKeys().build();

  /** Texts of prepared statements without literals, which are prepared again and again. */
  private final Cache<String, PreparedText> texts =
      Caffeine.newBuilder().maximumSize(MAX_TEXTS).executor(Runnable::run).build();

  private final ConcurrentMap<ZoneId, Boolean> zones = new ConcurrentHashMap<>();

  private volatile TextEffects effects;
  private volatile Definitions definitions = new Definitions(-1, List.of());

  /** The search path that was seen last, by which statements of unknown sessions are planned. */
  private volatile String usualSearchPath = "\"$user\", public";

  CachedDatabase(CacheEngine engine) {
    this.engine = engine;
    List<String> mentioned = new ArrayList<>(List.of(Commands.SCHEMA));
    engine.tables().forEach(table -> mentioned.add(table.relation()));
    this.namesByTable =
        engine.tables().stream().map(t -> new RelationNames(List.of(t.relation()))).toList();
    this.names = new RelationNames(mentioned);
    this.plans = new PlanCache(MAX_PLANS);
    this.effects = new TextEffects(HiddenEffects.NONE, engine.tables());
  }

  CacheEngine engine() {
    return engine;
  }

  /** What a text may name, as far as a quick look shows. */
  enum Mention {
    /** Neither a cached table nor anything of the driver's own. */
    NONE,
    /** The driver's own schema first. */
    OWN,
    /** A cached table first. */
    CACHED
  }

  /** What the text may name; nothing if it is null. */
  Mention mention(@Nullable String sql) {
    if (sql == null) {
      return Mention.NONE;
    }
    int first = names.first(sql);
    return first == RelationNames.NONE
        ? Mention.NONE
        : first == OWN_SCHEMA ? Mention.OWN : Mention.CACHED;
  }

  /** Whether the text may name a cached table or one of the driver's own relations. */
  boolean mentionsCached(String sql) {
    return mention(sql) != Mention.NONE;
  }

  /** What statement texts can do, by what is known of the catalog now. */
  TextEffects effects() {
    TextEffects known = effects;
    HiddenEffects hidden = engine.catalog().effects();
    if (!known.isOf(hidden)) {
      known = new TextEffects(hidden, engine.tables());
      effects = known;
    }
    return known;
  }

  /** The cached tables whose rows may change with what is written. */
  List<CachedTable> touchedBy(StatementEffects written) {
    return engine.catalog().isCertain() ? effects().of(written).touched() : engine.tables();
  }

  /** What is known of the text of a prepared statement. */
  PreparedText prepared(String sql) {
    PreparedText known = texts.getIfPresent(sql);
    if (known != null) {
      return known;
    }
    Mention mention = mention(sql);
    LexResult lexed = mention == Mention.CACHED ? TemplateLexer.lex(sql, true) : null;
    PreparedText fresh = new PreparedText(sql, mention, lexed);
    if (sql.length() <= TextEffects.MAX_KEPT_TEXT_LENGTH
        && lexed instanceof LexedStatement statement
        && statement.literals().isEmpty()) {
      texts.put(sql, fresh);
    }
    return fresh;
  }

  /** The plan of a statement whose parameters are declared to have the given types. */
  Plan plan(LexedStatement statement, int[] parameterOids, String searchPath) {
    long catalogVersion = engine.catalogVersion();
    Definitions current = definitions();
    return plans.get(
        statement,
        parameterOids,
        searchPath,
        current.version() + catalogVersion,
        current.tables(),
        engine.describer());
  }

  /**
   * Grows whenever statements may have to be planned anew: a definition has changed, or what a name
   * means may have.
   */
  long plansVersion() {
    return engine.definitionsVersion() + engine.catalogVersion();
  }

  /** The definitions of the cached tables as they are now. */
  Definitions definitions() {
    Definitions known = definitions;
    long version = engine.definitionsVersion();
    if (known.version() != version) {
      List<TableDefinition> tables = new ArrayList<>();
      for (CachedTable table : engine.tables()) {
        TableDefinition definition = table.definition();
        if (definition != null) {
          tables.add(definition);
        }
      }
      known = new Definitions(version, List.copyOf(tables));
      definitions = known;
    }
    return known;
  }

  /**
   * The definitions of all cached tables that were inspected.
   *
   * @param version of the engine, read before the tables were
   */
  record Definitions(long version, List<TableDefinition> tables) {}

  /** A plan with its tables and the shape of its results; null if a table is gone. */
  @Nullable Answerable answerable(CachedQuery plan) {
    Answerable known = answerables.getIfPresent(plan);
    return known != null ? known : answerables.get(plan, this::makeAnswerable);
  }

  private @Nullable Answerable makeAnswerable(CachedQuery plan) {
    List<CachedTable> tables = new ArrayList<>();
    for (TableUse use : plan.tables()) {
      for (CachedTable table : engine.tables()) {
        if (table.label().equals(use.table().label())) {
          tables.add(table);
        }
      }
    }
    return tables.size() == plan.tables().size() ? new Answerable(plan, tables) : null;
  }

  /** Counts a statement that was delegated before it was known which cached table it reads. */
  void countDelegation(String sql, Outcome outcome) {
    for (int i = 0; i < namesByTable.size(); i++) {
      if (namesByTable.get(i).mentions(sql)) {
        engine.tables().get(i).count(outcome);
        return;
      }
    }
  }

  /** The cached tables whose names are in the statement, whatever they mean there. */
  List<CachedTable> mentioned(LexedStatement statement) {
    String text = statement.template().toString();
    List<CachedTable> mentioned = new ArrayList<>();
    for (int i = 0; i < namesByTable.size(); i++) {
      if (namesByTable.get(i).mentions(text)) {
        mentioned.add(engine.tables().get(i));
      }
    }
    return mentioned;
  }

  /** Why nothing is known of a cached table that the statement names; null if all are known. */
  @Nullable Outcome missing(LexedStatement statement) {
    return mentioned(statement).stream()
        .filter(table -> table.definition() == null)
        .map(CachedTable::missing)
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether the server has the same rules for the zone as this JVM; asked once for each zone.
   *
   * @param connection on which the server is asked, outside of a failed transaction
   */
  boolean isZoneProven(ZoneId zone, BaseConnection connection) throws SQLException {
    Boolean known = zones.get(zone);
    if (known == null) {
      known = ZoneProof.holds(connection, zone);
      zones.put(zone, known);
    }
    return known;
  }

  /** Whether the server has the same rules for the zone, if that was asked; else null. */
  @Nullable Boolean knownProof(ZoneId zone) {
    return zones.get(zone);
  }

  /** The server does not know the zone. */
  void refuseZone(ZoneId zone) {
    zones.put(zone, false);
  }

  String usualSearchPath() {
    return usualSearchPath;
  }

  void sawSearchPath(String searchPath) {
    if (!searchPath.equals(usualSearchPath)) {
      usualSearchPath = searchPath;
    }
  }
}
