package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.Map;

/** Which values are compared with which columns in the cache, so that PostgreSQL agrees. */
final class TypeRules {
  /** The types of casts, by their tokens; length and precision only where they change nothing. */
  private static final Map<String, Integer> CASTS =
      Map.ofEntries(
          Map.entry("timestamp", Oids.TIMESTAMP),
          Map.entry("timestamp ( 6 )", Oids.TIMESTAMP),
          Map.entry("timestamp without time zone", Oids.TIMESTAMP),
          Map.entry("timestamptz", Oids.TIMESTAMPTZ),
          Map.entry("timestamp with time zone", Oids.TIMESTAMPTZ),
          Map.entry("date", Oids.DATE),
          Map.entry("smallint", Oids.INT2),
          Map.entry("int2", Oids.INT2),
          Map.entry("int", Oids.INT4),
          Map.entry("integer", Oids.INT4),
          Map.entry("int4", Oids.INT4),
          Map.entry("bigint", Oids.INT8),
          Map.entry("int8", Oids.INT8),
          Map.entry("text", Oids.TEXT),
          Map.entry("varchar", Oids.VARCHAR),
          Map.entry("boolean", Oids.BOOL),
          Map.entry("bool", Oids.BOOL),
          Map.entry("uuid", Oids.UUID));

  private TypeRules() {}

  /** Refuses a comparison that is not PostgreSQL's own of held values. */
  static void checkComparable(
      TableDefinition table, ColumnDefinition column, Comparator comparator, ValueType value)
      throws Delegated {
    ValueType type = column.type();
    boolean isOrdering = comparator != Comparator.EQ && comparator != Comparator.NE;
    boolean isComparable =
        switch (type) {
          case INT2, INT4, INT8 -> value.isInteger();
          case DATE, TIMESTAMP, TIMESTAMPTZ, UUID -> value == type;
          case BOOL -> value == type && !isOrdering;
          case TEXT ->
              value == type && (isOrdering ? column.bytewiseOrder() : column.bytewiseEquality());
          default -> false;
        };
    if (!isComparable || !table.builtInOperatorsOnly()) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES,
          column.name() + " " + type + " " + comparator.sql() + " " + value);
    }
  }

  /** Refuses an order that is not that of held values. */
  static void checkOrdered(ColumnDefinition column) throws Delegated {
    ValueType type = column.type();
    boolean isOrdered =
        type.isDiscrete()
            || type == ValueType.UUID
            || (type == ValueType.TEXT && column.bytewiseOrder());
    if (!isOrdered) {
      throw new Delegated(Outcome.UNSUPPORTED_ORDER, column.name() + " " + type);
    }
  }

  /**
   * The type of a slot with a cast behind it: the cast's for a text that is read as such, and the
   * value's own where the cast changes nothing.
   */
  static int typeAfterCast(int valueOid, Syntax.Cast cast) throws Delegated {
    Integer castOid = CASTS.get(String.join(" ", cast.type()));
    if (castOid != null) {
      boolean isText = valueOid == Oids.TEXT || valueOid == Oids.VARCHAR;
      if (valueOid == castOid || isText) {
        return castOid;
      }
      if (ValueType.ofOid(castOid).isInteger() && ValueType.ofOid(valueOid).isInteger()) {
        if (ValueType.ofOid(valueOid).maxRaw() <= ValueType.ofOid(castOid).maxRaw()) {
          return valueOid;
        }
      }
    }
    throw new Delegated(
        Outcome.UNSUPPORTED_TYPES,
        "cast of " + ValueType.ofOid(valueOid) + " to " + String.join(" ", cast.type()));
  }
}
