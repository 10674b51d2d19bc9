package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.ResultField;
import io.tablecache.model.SortKey;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * A SELECT's model taken for one over a given cached table: names are resolved when it is made,
 * types when it is bound. Confined to one thread.
 */
final class Binder {
  private final Syntax.Select select;
  private final TableDefinition table;
  private final NameScope scope;
  private final PredicateBinder predicates;
  private final List<Integer> output;
  private final List<SortKey> order = new ArrayList<>();

  private Binder(Syntax.Select select, TableDefinition table) throws Delegated {
    this.select = select;
    this.table = table;
    this.scope = new NameScope(table, select.relation());
    List<String> labels = new ArrayList<>();
    this.output = scope.outputs(select.outputs(), labels);
    this.predicates = new PredicateBinder(table, scope);
    predicates.names(select.where());
    for (Syntax.Order item : select.order()) {
      ColumnDefinition column = scope.orderColumn(item.key(), output, labels);
      TypeRules.checkOrdered(column);
      order.add(new SortKey(column.ordinal(), item.isDescending(), item.isNullsFirst()));
    }
  }

  /** The SELECT over each table that its FROM can mean. */
  static List<Binder> candidates(Syntax.Select select, List<TableDefinition> tables)
      throws Delegated {
    Syntax.Relation relation = select.relation();
    List<Binder> candidates = new ArrayList<>();
    Delegated failure = null;
    for (TableDefinition table : tables) {
      boolean isNamed =
          table.name().equals(relation.name())
              && (relation.isUnqualified()
                  || table.schema().equals(Names.value(relation.parts().get(0))));
      if (isNamed) {
        try {
          candidates.add(new Binder(select, table));
        } catch (Delegated delegated) {
          failure = delegated;
        }
      }
    }
    if (candidates.isEmpty()) {
      throw failure != null
          ? failure
          : new Delegated(Outcome.OTHER_RELATION, relation.name() + " is no cached table");
    }
    return candidates;
  }

  /** Whether the result's columns come from this table. */
  boolean isMeant(List<ResultField> fields) {
    for (ResultField field : fields) {
      if (field.tableOid() != table.oid()) {
        return false;
      }
    }
    return !fields.isEmpty();
  }

  /** The plan, typed by what PostgreSQL said of the statement. */
  CachedScan bind(TemplateTokens tokens, StatementDescriber.Typed typed) throws Delegated {
    checkFields(typed.fields());
    SlotTypes slots = new SlotTypes(tokens.slots(), typed.parameterOids());
    List<Expression> conjuncts = predicates.conjuncts(slots);
    int limitSlot = CachedScan.NO_SLOT;
    long fixedLimit = Long.MAX_VALUE;
    if (select.limit() instanceof Syntax.LimitRows limit) {
      limitSlot = slots.count(limit.rows());
    } else if (select.limit() instanceof Syntax.Fetch fetch) {
      if (fetch.rows() == null) {
        fixedLimit = 1;
      } else {
        limitSlot = slots.count(fetch.rows());
      }
    }
    Syntax.Offset offset = select.offset();
    int offsetSlot = offset == null ? CachedScan.NO_SLOT : slots.count(offset.rows());
    Extraction extraction = Extraction.extract(table, conjuncts);
    return new CachedScan(
        table,
        select.relation().isUnqualified(),
        slots.sources(),
        extraction.spec(),
        extraction.residual(),
        List.copyOf(order),
        new CachedScan.RowLimit(fixedLimit, limitSlot, offsetSlot),
        List.copyOf(output),
        typed.fields(),
        scope.columnsRead());
  }

  private void checkFields(List<ResultField> fields) throws Delegated {
    if (fields.size() != output.size()) {
      throw changed("PostgreSQL returns " + fields.size() + " columns");
    }
    for (int i = 0; i < fields.size(); i++) {
      ResultField field = fields.get(i);
      ColumnDefinition column = table.column(output.get(i));
      if (field.attnum() != column.attnum()) {
        throw new Delegated(Outcome.OTHER_RELATION, field.label() + " is another column");
      }
      // The server describes a domain by its base type, and by that type's modifier.
      boolean isDomain = column.typeOid() != column.baseTypeOid();
      if (field.typeOid() != column.baseTypeOid()
          || (!isDomain && field.typmod() != column.typmod())) {
        throw changed(column.name() + " has another type");
      }
    }
  }

  private static Delegated changed(String detail) {
    return new Delegated(Outcome.DEFINITION_CHANGED, detail);
  }
}
