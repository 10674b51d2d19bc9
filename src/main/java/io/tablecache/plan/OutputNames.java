package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a select list's items have, and what names in ORDER BY and GROUP BY mean. */
final class OutputNames {
  private static final String NO_NAME = "?column?";

  /** What PostgreSQL calls a type in the name of a column that is a cast. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("int", "int4"),
          Map.entry("integer", "int4"),
          Map.entry("smallint", "int2"),
          Map.entry("bigint", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double precision", "float8"),
          Map.entry("float", "float8"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("boolean", "bool"),
          Map.entry("character varying", "varchar"));

  private OutputNames() {}

  static String of(Syntax.Item item) {
    String alias = item.alias();
    String name = alias == null ? name(item.value(), true) : alias;
    return name == null ? NO_NAME : name;
  }

  /**
   * The name that a value gives to its column; null if it gives none.
   *
   * @param isWeakEnough whether a name that any other goes before will do: a type's, or "case"
   */
  private static @Nullable String name(Syntax.Node node, boolean isWeakEnough) {
    if (node instanceof Syntax.Name name) {
      return name.name();
    }
    if (node instanceof Syntax.Function function) {
      return function.name();
    }
    if (node instanceof Syntax.Cast cast) {
      String inner = name(cast.operand(), false);
      return inner != null
          ? inner
          : isWeakEnough ? TYPES.getOrDefault(cast.type().name(), cast.type().name()) : null;
    }
    if (node instanceof Syntax.Case caseOf) {
      Syntax.Node otherwise = caseOf.otherwise();
      String inner = otherwise == null ? null : name(otherwise, false);
      return inner != null ? inner : isWeakEnough ? "case" : null;
    }
    if (node instanceof Syntax.Subscript subscript) {
      return name(subscript.array(), isWeakEnough);
    }
    if (node instanceof Syntax.Collate collate) {
      return name(collate.operand(), isWeakEnough);
    }
    if (node instanceof Syntax.ScalarSelect select) {
      return select.select().body() instanceof Syntax.Block block
              && block.outputs().size() == 1
              && block.outputs().get(0) instanceof Syntax.Item item
          ? of(item)
          : null;
    }
    return node instanceof Syntax.Coalesce
        ? "coalesce"
        : node instanceof Syntax.NullIf
            ? "nullif"
            : node instanceof Syntax.Extreme extreme
                ? extreme.isGreatest() ? "greatest" : "least"
                : node instanceof Syntax.Exists
                    ? "exists"
                    : node instanceof Syntax.Row
                        ? "row"
                        : node instanceof Syntax.ArrayLiteral
                            ? "array"
                            : node instanceof Syntax.CurrentTime time ? time.name() : null;
  }

  /**
   * The column that a position or a name without qualifier means.
   *
   * @return its number, or -1 if the node is something else or names none of the columns
   */
  static int find(Syntax.Node node, List<Analyzed.Column> columns) throws Delegated {
    if (node instanceof Syntax.NumberLiteral number) {
      return position(number, columns.size());
    }
    if (!(node instanceof Syntax.Name name) || !name.qualifier().isEmpty()) {
      return -1;
    }
    int found = -1;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name.name())) {
        if (found >= 0 && !columns.get(found).value().equals(columns.get(i).value())) {
          throw new Delegated(Outcome.UNSUPPORTED_ORDER, name.name() + " is ambiguous");
        }
        found = found < 0 ? i : found;
      }
    }
    return found;
  }

  private static int position(Syntax.NumberLiteral number, int columns) throws Delegated {
    String digits = number.digits();
    int position = digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
    if (position < 1 || position > columns) {
      throw new Delegated(Outcome.UNSUPPORTED_ORDER, "the position " + digits);
    }
    return position - 1;
  }
}
