package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.ResultField;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.StatementDescriber.Description;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the cached table that a name means, as PostgreSQL says. Confined to one thread. */
final class RelationResolver {
  private final List<TableDefinition> tables;
  private final StatementDescriber describer;
  private final String searchPath;
  private final Map<List<String>, TableDefinition> known = new HashMap<>();

  RelationResolver(List<TableDefinition> tables, StatementDescriber describer, String searchPath) {
    this.tables = tables;
    this.describer = describer;
    this.searchPath = searchPath;
  }

  TableDefinition resolve(Syntax.Table name) throws Delegated {
    TableDefinition table = known.get(name.parts());
    if (table == null) {
      table = find(name);
      known.put(name.parts(), table);
    }
    return table;
  }

  private TableDefinition find(Syntax.Table name) throws Delegated {
    List<TableDefinition> candidates = new ArrayList<>();
    for (TableDefinition table : tables) {
      if (table.name().equals(name.name())
          && (name.isUnqualified()
              || table.schema().equals(name.parts().get(name.parts().size() - 2)))) {
        candidates.add(table);
      }
    }
    if (candidates.isEmpty()) {
      throw new Delegated(
          Outcome.OTHER_RELATION, String.join(".", name.parts()) + " is no cached table");
    }
    StatementDescriber.Typed typed =
        typed(describer.describe("SELECT * FROM " + quoted(name), new int[0], searchPath));
    for (TableDefinition candidate : candidates) {
      if (isMeant(candidate, typed.fields())) {
        check(candidate, typed.fields());
        // A table that has children has no key that tells all of its rows apart.
        boolean isAlone =
            candidate.kind() == TableDefinition.Kind.TABLE && !candidate.primaryKey().isEmpty();
        if (name.isOnly() && !isAlone) {
          throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "ONLY");
        }
        return candidate;
      }
    }
    throw new Delegated(Outcome.OTHER_RELATION, "PostgreSQL reads another relation");
  }

  /** Whether the name is that of a cached table in some schema. */
  boolean isCached(String name) {
    return tables.stream().anyMatch(table -> table.name().equals(name));
  }

  static StatementDescriber.Typed typed(Description description) throws Delegated {
    if (description instanceof StatementDescriber.Refused refused) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, refused.sqlState());
    }
    if (description instanceof StatementDescriber.Unavailable unavailable) {
      throw new Delegated(Outcome.NOT_DESCRIBED, unavailable.message());
    }
    return (StatementDescriber.Typed) description;
  }

  private static String quoted(Syntax.Table name) {
    StringBuilder sql = new StringBuilder();
    for (String part : name.parts()) {
      sql.append(sql.isEmpty() ? "" : ".")
          .append('"')
          .append(part.replace("\"", "\"\""))
          .append('"');
    }
    return sql.toString();
  }

  private static boolean isMeant(TableDefinition table, List<ResultField> fields) {
    return !fields.isEmpty() && fields.stream().allMatch(field -> field.tableOid() == table.oid());
  }

  private static void check(TableDefinition table, List<ResultField> fields) throws Delegated {
    List<ColumnDefinition> columns = table.columns();
    boolean isSame = fields.size() == columns.size();
    for (int i = 0; isSame && i < columns.size(); i++) {
      ResultField field = fields.get(i);
      ColumnDefinition column = columns.get(i);
      // The server describes a domain by its base type, and by that type's modifier.
      boolean isDomain = column.typeOid() != column.baseTypeOid();
      isSame =
          field.attnum() == column.attnum()
              && field.label().equals(column.name())
              && field.typeOid() == column.baseTypeOid()
              && (isDomain || field.typmod() == column.typmod());
    }
    if (!isSame) {
      throw new Delegated(Outcome.DEFINITION_CHANGED, table + " has other columns");
    }
  }
}
