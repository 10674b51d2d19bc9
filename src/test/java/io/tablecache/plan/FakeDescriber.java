package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.ResultField;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types the statements of the planner's grammar by the tokens around a parameter, which is what
 * PostgreSQL's rules come to there. It knows nothing of whether a statement is valid.
 */
final class FakeDescriber implements StatementDescriber {
  private static final Map<String, Integer> TYPES =
      Map.of(
          "timestamp", Oids.TIMESTAMP,
          "timestamptz", Oids.TIMESTAMPTZ,
          "date", Oids.DATE,
          "int", Oids.INT4,
          "bigint", Oids.INT8,
          "text", Oids.TEXT,
          "uuid", Oids.UUID);

  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final List<TableDefinition> tables;

  FakeDescriber(List<TableDefinition> tables) {
    this.tables = tables;
  }

  @Override
  public Description describe(String sql, int[] parameterOids, String searchPath) {
    List<String> tokens = Arrays.asList(sql.split(" "));
    int from = tokens.indexOf("from");
    boolean isQualified = from + 2 < tokens.size() && tokens.get(from + 2).equals(".");
    String name = Names.value(tokens.get(isQualified ? from + 3 : from + 1));
    String schema = isQualified ? Names.value(tokens.get(from + 1)) : searchPath;
    Optional<TableDefinition> found =
        tables.stream().filter(t -> t.name().equals(name) && t.schema().equals(schema)).findFirst();
    if (found.isEmpty()) {
      return new Refused("42P01", "no such relation");
    }
    TableDefinition table = found.get();
    List<Integer> oids = new ArrayList<>();
    for (int i = 0; i < parameterOids.length; i++) {
      int at = tokens.indexOf("$" + (i + 1));
      int oid = parameterOids[i] != 0 ? parameterOids[i] : infer(table, tokens, at);
      oids.add(oid);
    }
    return new Typed(oids, fields(table, tokens.subList(1, from)));
  }

  private static int infer(TableDefinition table, List<String> tokens, int at) {
    String before = tokens.get(at - 1);
    String after = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
    if (after.equals("::") || after.equals("as")) {
      return TYPES.getOrDefault(tokens.get(at + 2), Oids.TEXT);
    }
    if (before.equals("limit")
        || before.equals("offset")
        || List.of("first", "next").contains(before)) {
      return Oids.INT8;
    }
    if (COMPARATORS.contains(after)) {
      int column = at + 2;
      while (column + 1 < tokens.size() && tokens.get(column + 1).equals(".")) {
        column += 2;
      }
      return type(table, tokens.get(column));
    }
    if (before.equals("(") && tokens.get(at - 2).equals("any")) {
      return arrayOf(type(table, tokens.get(at - 4)));
    }
    int i = at - 1;
    while (!tokens.get(i).equals("in")
        && !tokens.get(i).equals("between")
        && !tokens.get(i).equals("array")
        && !COMPARATORS.contains(tokens.get(i))) {
      i--;
    }
    return tokens.get(i).equals("array")
        ? type(table, tokens.get(i - 4))
        : type(table, tokens.get(i - 1));
  }

  private static int type(TableDefinition table, String token) {
    ColumnDefinition column = table.column(Names.value(token)).orElseThrow();
    return column.baseTypeOid() == Oids.VARCHAR ? Oids.TEXT : column.baseTypeOid();
  }

  private static int arrayOf(int oid) {
    return switch (oid) {
      case Oids.INT4 -> Oids.INT4_ARRAY;
      case Oids.INT8 -> Oids.INT8_ARRAY;
      case Oids.TIMESTAMP -> Oids.TIMESTAMP_ARRAY;
      case Oids.UUID -> Oids.UUID_ARRAY;
      default -> Oids.TEXT_ARRAY;
    };
  }

  private static List<ResultField> fields(TableDefinition table, List<String> list) {
    List<ResultField> fields = new ArrayList<>();
    List<String> item = new ArrayList<>();
    for (int i = 0; i <= list.size(); i++) {
      if (i < list.size() && !list.get(i).equals(",")) {
        item.add(list.get(i));
        continue;
      }
      int n = item.size();
      if (item.get(n - 1).equals("*")) {
        table.columns().forEach(column -> fields.add(field(table, column, column.name())));
      } else {
        int last = 0;
        while (last + 1 < n && item.get(last + 1).equals(".")) {
          last += 2;
        }
        ColumnDefinition column = table.column(Names.value(item.get(last))).orElseThrow();
        fields.add(field(table, column, Names.value(item.get(n - 1))));
      }
      item.clear();
    }
    return fields;
  }

  private static ResultField field(TableDefinition table, ColumnDefinition column, String label) {
    return new ResultField(
        label, table.oid(), column.attnum(), column.baseTypeOid(), 4, column.typmod());
  }
}
