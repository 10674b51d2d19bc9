package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What names mean in a SELECT over one relation, taking that relation for the given table, and
 * which columns were named so far. Confined to one thread.
 */
final class NameScope {
  private final TableDefinition table;
  private final Syntax.Relation relation;
  private final TreeSet<Integer> columnsRead = new TreeSet<>();

  NameScope(TableDefinition table, Syntax.Relation relation) {
    this.table = table;
    this.relation = relation;
  }

  /** Ordinals of the columns that were named, ascending. */
  List<Integer> columnsRead() {
    return List.copyOf(columnsRead);
  }

  /** The column of a name; whole rows and system columns have none. */
  ColumnDefinition column(Syntax.ColumnName name, Outcome otherwise) throws Delegated {
    checkQualifier(name.qualifier(), otherwise);
    ColumnDefinition column =
        table
            .column(name.name())
            .orElseThrow(() -> new Delegated(otherwise, name.name() + " is no column"));
    return read(column);
  }

  /** The ordinals of the select list's columns, and in {@code labels} their labels. */
  List<Integer> outputs(List<Syntax.Output> outputs, List<String> labels) throws Delegated {
    List<Integer> ordinals = new ArrayList<>();
    for (Syntax.Output output : outputs) {
      if (output instanceof Syntax.Star star) {
        checkQualifier(star.qualifier(), Outcome.UNSUPPORTED_OUTPUT);
        for (ColumnDefinition column : table.columns()) {
          ordinals.add(read(column).ordinal());
          labels.add(column.name());
        }
      } else if (output instanceof Syntax.Item item) {
        ordinals.add(column(item.column(), Outcome.UNSUPPORTED_OUTPUT).ordinal());
        labels.add(item.label());
      }
    }
    return ordinals;
  }

  /**
   * The column that an item of ORDER BY means: a name without qualifier is first looked for among
   * the result's labels, then among the relation's columns.
   */
  ColumnDefinition orderColumn(Syntax.OrderKey key, List<Integer> outputs, List<String> labels)
      throws Delegated {
    if (key instanceof Syntax.ByPosition by) {
      if (by.position() < 1 || by.position() > outputs.size()) {
        throw new Delegated(Outcome.UNSUPPORTED_ORDER, "position " + by.position());
      }
      return table.column(outputs.get((int) by.position() - 1));
    }
    Syntax.ColumnName name = ((Syntax.ByColumn) key).column();
    if (!name.qualifier().isEmpty()) {
      return column(name, Outcome.UNSUPPORTED_ORDER);
    }
    int meant = -1;
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).equals(name.name())) {
        if (meant >= 0 && meant != outputs.get(i)) {
          throw new Delegated(Outcome.UNSUPPORTED_ORDER, name.name() + " is ambiguous");
        }
        meant = outputs.get(i);
      }
    }
    return meant >= 0 ? table.column(meant) : column(name, Outcome.UNSUPPORTED_ORDER);
  }

  private ColumnDefinition read(ColumnDefinition column) throws Delegated {
    columnsRead.add(column.ordinal());
    if (!column.isCached()) {
      throw new Delegated(Outcome.UNCACHEABLE_COLUMN, column.name() + ": " + column.unsupported());
    }
    return column;
  }

  private void checkQualifier(List<String> qualifier, Outcome otherwise) throws Delegated {
    boolean isKnown =
        switch (qualifier.size()) {
          case 0 -> true;
          case 1 -> {
            Syntax.Alias alias = relation.alias();
            String name = alias == null ? relation.name() : Names.value(alias.name());
            yield Names.value(qualifier.get(0)).equals(name);
          }
          case 2 ->
              relation.alias() == null
                  && Names.value(qualifier.get(0)).equals(table.schema())
                  && Names.value(qualifier.get(1)).equals(relation.name());
          default -> false;
        };
    if (!isKnown) {
      throw new Delegated(otherwise, "qualifier " + String.join(".", qualifier));
    }
  }
}
