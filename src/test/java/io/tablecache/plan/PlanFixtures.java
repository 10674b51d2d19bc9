package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Definitions of cached tables, and short ways to plan statements on them. */
final class PlanFixtures {
  /** The device scenario: a window over ts, one index by time and one by device and time. */
  static final TableDefinition DEVICE_DATA =
      table(
          "device_data",
          3,
          List.of(index("time", 0, List.of(), 3), index("device_and_time", 1, List.of(0), 3)),
          column("device_id", Oids.INT4),
          column("data_seq", Oids.INT4),
          column("data", Oids.INT4),
          column("ts", Oids.TIMESTAMP));

  static final TableDefinition DEVICES =
      table("devices", IndexDefinition.NO_RANGE, List.of(), column("device_id", Oids.INT4));

  /** All types, a whole table, segments of three columns. */
  static final TableDefinition READINGS =
      table(
          "readings",
          IndexDefinition.NO_RANGE,
          List.of(
              index("by_day", 0, List.of(0, 1, 2), 3),
              index("by_site", 1, List.of(0), 4),
              index("by_owner", 2, List.of(2), IndexDefinition.NO_RANGE)),
          column("site", Oids.TEXT),
          column("tenant", Oids.INT8),
          column("owner", Oids.UUID),
          column("day", Oids.DATE),
          column("at", Oids.TIMESTAMPTZ),
          column("level", Oids.INT2),
          column("active", Oids.BOOL),
          column("value", Oids.FLOAT8),
          column("amount", Oids.NUMERIC),
          column("unit", Oids.VARCHAR).withTypmod(14),
          column("note", Oids.TEXT).collated(true, false),
          column("label", Oids.TEXT).collated(false, false),
          column("meta", 3802),
          column("secret", Oids.TEXT).uncached("held by nobody"),
          column("seq", Oids.INT4).domain(90001));

  static final TableDefinition MIXED_CASE =
      table("DeviceData", IndexDefinition.NO_RANGE, List.of(), column("Ts", Oids.TIMESTAMP));

  static final List<TableDefinition> ALL = List.of(DEVICE_DATA, DEVICES, READINGS, MIXED_CASE);

  private PlanFixtures() {}

  /** A column in the making. */
  record Col(
      String name,
      int oid,
      int domainOid,
      int typmod,
      boolean equality,
      boolean order,
      String unsupported) {
    Col withTypmod(int newTypmod) {
      return new Col(name, oid, domainOid, newTypmod, equality, order, unsupported);
    }

    Col collated(boolean newEquality, boolean newOrder) {
      return new Col(name, oid, domainOid, typmod, newEquality, newOrder, unsupported);
    }

    Col domain(int newDomainOid) {
      return new Col(name, oid, newDomainOid, typmod, equality, order, unsupported);
    }

    Col uncached(String why) {
      return new Col(name, oid, domainOid, typmod, equality, order, why);
    }
  }

  static Col column(String name, int oid) {
    return new Col(name, oid, oid, -1, true, true, "");
  }

  static IndexDefinition index(String name, int ordinal, List<Integer> segments, int range) {
    return new IndexDefinition(name, ordinal, segments, range);
  }

  static TableDefinition table(
      String name, int windowColumn, List<IndexDefinition> indexes, Col... columns) {
    return table("public", name, windowColumn, true, indexes, columns);
  }

  static TableDefinition table(
      String schema,
      String name,
      int windowColumn,
      boolean builtInOperatorsOnly,
      List<IndexDefinition> indexes,
      Col... columns) {
    List<ColumnDefinition> definitions = new ArrayList<>();
    for (Col col : columns) {
      int ordinal = definitions.size();
      definitions.add(
          new ColumnDefinition(
              ordinal,
              col.name,
              ordinal + 1,
              col.domainOid,
              col.oid,
              col.typmod,
              ValueType.ofOid(col.oid),
              false,
              col.equality,
              col.order,
              col.unsupported));
    }
    return new TableDefinition(
        name,
        Math.abs((schema + "." + name).hashCode()),
        schema,
        name,
        TableDefinition.Kind.TABLE,
        definitions,
        List.of(),
        indexes,
        windowColumn,
        ZoneOffset.UTC,
        builtInOperatorsOnly);
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
    return Planner.plan(statement.template(), oids, "public", tables, new FakeDescriber(tables));
  }

  static CachedScan scan(String sql, int... parameterOids) {
    Plan plan = plan(sql, parameterOids);
    if (plan instanceof CachedScan scan) {
      return scan;
    }
    throw new AssertionError(sql + " is delegated: " + plan);
  }

  /** The values of the text's literals, and of parameters given as text; null is NULL. */
  static SlotValues values(String sql, CachedScan scan, @Nullable Object... parameters) {
    LexedStatement statement = lex(sql);
    SlotValues values = new SlotValues(scan.slots().size());
    for (int i = 0; i < scan.slots().size(); i++) {
      SlotSource source = scan.slots().get(i);
      Object value =
          source.isLiteral()
              ? statement.literals().get(source.position()).text()
              : parameters[source.position()];
      if (value instanceof long[] || value instanceof Object[]) {
        values.setObject(i, value);
      } else if (value instanceof Long raw) {
        values.setLong(i, raw);
      } else if (value != null && !ValueParser.parse(value.toString(), source.type(), values, i)) {
        throw new AssertionError("cannot read " + value + " as " + source.type());
      }
    }
    return values;
  }

  /** A timestamp's raw value. */
  static long micros(String text) {
    SlotValues values = new SlotValues(1);
    if (!ValueParser.parse(text, ValueType.TIMESTAMP, values, 0)) {
      throw new AssertionError(text);
    }
    return values.getLong(0);
  }

  static int[] oids(int count, int oid) {
    return IntStream.generate(() -> oid).limit(count).toArray();
  }
}
