package io.tablecache.plan;

import io.tablecache.engine.Describers;
import io.tablecache.expression.DerivedSlots;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.ZoneNames;
import io.tablecache.load.Definitions;
import io.tablecache.load.Definitions.Index;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.SlotValues;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables in PostgreSQL, their definitions as inspected, and short ways to plan statements. */
final class PlanFixtures {
  /** The URL of the database that has the tables, for the plain driver. */
  static final String URL;

  /** Has the types of statements on the tables from PostgreSQL. */
  static final StatementDescriber DESCRIBER;

  /** The device scenario: a window over ts, one index by time and one by device and time. */
  static final TableDefinition DEVICE_DATA;

  /** All types, a whole table, segments of three columns. */
  static final TableDefinition READINGS;

  /** A table of the same name in another schema, which is not among {@link #ALL}. */
  static final TableDefinition OTHER_DEVICE_DATA;

  /** A range over an integer. */
  static final TableDefinition NUMBERS;

  /** A column of each type that can be a range, without index. */
  static final TableDefinition MOMENTS;

  static final List<TableDefinition> ALL;

  static {
    try {
      URL = PostgresServer.shared().createDatabase();
      DESCRIBER = Describers.of(URL);
      try (Connection connection = DriverManager.getConnection(URL)) {
        create(connection);
        DEVICE_DATA =
            Definitions.inspect(
                connection,
                "public",
                "device_data",
                "ts",
                List.of(
                    new Index("time", List.of(), "ts"),
                    new Index("device_and_time", List.of("device_id"), "ts")));
        READINGS =
            Definitions.inspect(
                connection,
                "public",
                "readings",
                null,
                List.of(
                    new Index("by_day", List.of("site", "tenant", "owner"), "day"),
                    new Index("by_site", List.of("site"), "at"),
                    new Index("by_owner", List.of("owner"), null)));
        OTHER_DEVICE_DATA = whole(connection, "other", "device_data");
        NUMBERS =
            Definitions.inspect(
                connection, "public", "numbers", null, List.of(new Index("by_a", List.of(), "a")));
        MOMENTS = whole(connection, "public", "moments");
        ALL =
            List.of(
                DEVICE_DATA,
                whole(connection, "public", "devices"),
                READINGS,
                whole(connection, "public", "DeviceData"),
                NUMBERS);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private PlanFixtures() {}

  private static TableDefinition whole(Connection connection, String schema, String name)
      throws SQLException {
    return Definitions.inspect(connection, schema, name, null, List.of());
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE COLLATION linguistic (provider = icu, locale = 'und');
          CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
          CREATE DOMAIN sequence_number AS int4;
          CREATE SCHEMA other;
          CREATE TABLE device_data (device_id int4, data_seq int4, data int4, ts timestamp);
          CREATE TABLE devices (device_id int4, name text);
          CREATE TABLE "DeviceData" ("Ts" timestamp);
          CREATE TABLE other.device_data (ts timestamp);
          CREATE TABLE numbers (a int4, b int4, ts timestamp);
          CREATE TABLE moments (i int4, n int8, s int2, d date, ts timestamp, tz timestamptz);
          CREATE TABLE readings (
            site text COLLATE "C", tenant int8, owner uuid, day date, at timestamptz, level int2,
            active bool, value float8, amount numeric, unit varchar(10) COLLATE "C",
            note text COLLATE linguistic, label text COLLATE loose, meta jsonb, secret regclass,
            seq sequence_number);
          """);
    }
  }

  /** The table with other indexes, which no config could have. */
  static TableDefinition redefined(
      TableDefinition table, int windowColumn, List<IndexDefinition> indexes) {
    return new TableDefinition(
        table.label(),
        table.oid(),
        table.schema(),
        table.name(),
        table.kind(),
        table.columns(),
        table.primaryKey(),
        indexes,
        windowColumn,
        table.zone(),
        table.traits());
  }

  static LexedStatement lex(String sql) {
    LexResult result = TemplateLexer.lex(sql, true);
    if (result instanceof LexedStatement statement) {
      return statement;
    }
    throw new AssertionError(sql + " is not lexed: " + result);
  }

  /** Plans with parameters whose types the server infers. */
  static Plan plan(String sql, int... parameterOids) {
    return plan(ALL, sql, parameterOids);
  }

  static Plan plan(List<TableDefinition> tables, String sql, int... parameterOids) {
    LexResult result = TemplateLexer.lex(sql, true);
    if (!(result instanceof LexedStatement statement)) {
      return (Plan.Delegation) result;
    }
    int[] oids = Arrays.copyOf(parameterOids, statement.parameterCount());
    return Planner.plan(statement.template(), oids, "public", tables, DESCRIBER);
  }

  static Planned planned(String sql, int... parameterOids) {
    return planned(ALL, sql, parameterOids);
  }

  static Planned planned(List<TableDefinition> tables, String sql, int... parameterOids) {
    Plan plan = plan(tables, sql, parameterOids);
    if (plan instanceof CachedQuery query) {
      return new Planned(sql, query);
    }
    throw new AssertionError(sql + " is delegated: " + plan);
  }

  /**
   * The values of the text's literals, and of parameters given as text, and what is computed from
   * them; null is NULL.
   */
  static SlotValues values(Planned planned, @Nullable Object... parameters) {
    SlotValues values = given(planned, parameters);
    try {
      DerivedSlots.compute(
          planned.query().derived(),
          new EvaluationContext(values, ZoneOffset.UTC, 0, ZoneNames.NONE));
    } catch (EvaluationException e) {
      throw new AssertionError(e);
    }
    return values;
  }

  /** The values of the text's literals and of parameters, and nothing computed from them. */
  static SlotValues given(Planned planned, @Nullable Object... parameters) {
    LexedStatement statement = lex(planned.sql());
    CachedQuery query = planned.query();
    SlotValues values = new SlotValues(query.slotCount());
    for (int i = 0; i < query.slots().size(); i++) {
      SlotSource source = query.slots().get(i);
      Object value =
          source.isLiteral()
              ? statement.literals().get(source.position()).text()
              : parameters[source.position()];
      if (value instanceof Long raw && source.type().isDiscrete()) {
        values.setLong(i, raw);
      } else if (value != null && !(value instanceof String)) {
        values.setObject(i, value);
      } else if (value != null && !ValueParser.parse(value.toString(), source.type(), values, i)) {
        throw new AssertionError("cannot read " + value + " as " + source.type());
      }
    }
    return values;
  }

  /** The raw value of a column's text. */
  static long raw(TableDefinition table, String column, String text) {
    SlotValues values = new SlotValues(1);
    if (!ValueParser.parse(text, table.column(column).orElseThrow().type(), values, 0)) {
      throw new AssertionError(text);
    }
    return values.getLong(0);
  }

  /** A timestamp's raw value. */
  static long micros(String text) {
    SlotValues values = new SlotValues(1);
    if (!ValueParser.parse(text, ValueType.TIMESTAMP, values, 0)) {
      throw new AssertionError(text);
    }
    return values.getLong(0);
  }
}
