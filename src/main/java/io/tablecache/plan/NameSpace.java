package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that a FROM clause gives to columns. Immutable.
 *
 * @param entries the relations, by which columns are qualified
 * @param columns all columns in the order of {@code *}; those that USING joins once
 */
record NameSpace(List<Entry> entries, List<NamedColumn> columns) {
  static final NameSpace EMPTY = new NameSpace(List.of(), List.of());

  NameSpace {
    entries = List.copyOf(entries);
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param value over the row of the whole FROM clause
   * @param table the table that it is a column of, null if it is none's
   * @param definition the table's column, null if it is none
   */
  record NamedColumn(
      String name,
      Typed value,
      @Nullable TableDefinition table,
      @Nullable ColumnDefinition definition) {}

  /**
   * A relation.
   *
   * @param schema the schema by which the name may be qualified; null if none
   */
  record Entry(@Nullable String name, @Nullable String schema, List<NamedColumn> columns) {
    public Entry {
      columns = List.copyOf(columns);
    }

    boolean isQualifiedBy(List<String> qualifier) {
      return switch (qualifier.size()) {
        case 1 -> qualifier.get(0).equals(name);
        case 2 -> qualifier.get(0).equals(schema) && qualifier.get(1).equals(name);
        // PostgreSQL has seen to it that the database is this one.
        case 3 -> qualifier.get(1).equals(schema) && qualifier.get(2).equals(name);
        default -> false;
      };
    }
  }

  static NameSpace of(Entry entry) {
    return new NameSpace(List.of(entry), entry.columns());
  }

  NameSpace with(NameSpace other) {
    List<Entry> allEntries = new ArrayList<>(entries);
    allEntries.addAll(other.entries);
    List<NamedColumn> allColumns = new ArrayList<>(columns);
    allColumns.addAll(other.columns);
    return new NameSpace(allEntries, allColumns);
  }

  /** The relation of a qualifier; null if there is none. */
  @Nullable Entry entry(List<String> qualifier) throws Delegated {
    Entry found = null;
    for (Entry entry : entries) {
      if (entry.isQualifiedBy(qualifier)) {
        if (found != null) {
          throw new Delegated(Outcome.AMBIGUOUS, "the qualifier " + String.join(".", qualifier));
        }
        found = entry;
      }
    }
    return found;
  }

  /** The column of a name; null if there is none. */
  @Nullable NamedColumn find(Syntax.Name name) throws Delegated {
    if (name.qualifier().isEmpty()) {
      return find(columns, name.name());
    }
    Entry entry = entry(name.qualifier());
    return entry == null ? null : find(entry.columns, name.name());
  }

  static @Nullable NamedColumn find(List<NamedColumn> columns, String name) throws Delegated {
    NamedColumn found = null;
    for (NamedColumn column : columns) {
      if (column.name.equals(name)) {
        if (found != null) {
          throw new Delegated(Outcome.AMBIGUOUS, "the column name " + name);
        }
        found = column;
      }
    }
    return found;
  }
}
