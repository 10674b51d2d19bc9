package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Query;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits conditions on a table into what an index can decide and what is evaluated row by row. */
final class Extraction {
  private final TableDefinition table;
  private final List<Expression> conjuncts;
  private final PlanContext context;

  private Extraction(TableDefinition table, List<Expression> conjuncts, PlanContext context) {
    this.table = table;
    this.conjuncts = conjuncts;
    this.context = context;
  }

  /** The rows of the table for which all conditions are true. */
  static Query.Scan scan(TableDefinition table, List<Expression> conditions, PlanContext context) {
    List<Expression> conjuncts = new ArrayList<>();
    for (Expression condition : conditions) {
      conjuncts.add(context.derive(condition));
    }
    return new Extraction(table, conjuncts, context).scan();
  }

  private Query.Scan scan() {
    IndexDefinition best = table.clusteringIndex();
    int bestRank = 0;
    for (IndexDefinition index : table.indexes()) {
      int rank = rank(index);
      if (rank > bestRank) {
        best = index;
        bestRank = rank;
      }
    }
    return scan(best);
  }

  /** How well an index serves; 0 if it decides nothing. */
  private int rank(IndexDefinition index) {
    int segments = isBound(index) ? index.segmentColumns().size() : 0;
    RangeTerms ranges = new RangeTerms(index.rangeColumn(), context);
    boolean hasRange = index.hasRange() && conjuncts.stream().anyMatch(c -> ranges.of(c) != null);
    if (segments == 0 && !hasRange) {
      return 0;
    }
    // Coverage is in terms of the window's column; by another one nothing is proven.
    boolean isProvable =
        table.windowColumn() == IndexDefinition.NO_RANGE
            || table.windowColumn() == index.rangeColumn();
    boolean isWhole = segments == index.segmentColumns().size();
    return (isProvable ? 1 << 20 : 0)
        + (isWhole ? 1 << 16 : 0)
        + (segments << 4)
        + (hasRange ? 2 : 0)
        + 1;
  }

  /** Whether every segment column is bound to values. */
  private boolean isBound(IndexDefinition index) {
    return index.segmentColumns().stream()
        .allMatch(column -> conjuncts.stream().anyMatch(c -> segmentTerm(column, c) != null));
  }

  private Query.Scan scan(IndexDefinition index) {
    boolean isBound = isBound(index);
    RangeTerms ranges = new RangeTerms(index.rangeColumn(), context);
    List<RangeNode> rangeNodes = new ArrayList<>();
    List<List<SpecTerm>> segmentTerms = new ArrayList<>();
    for (int i = 0; isBound && i < index.segmentColumns().size(); i++) {
      segmentTerms.add(new ArrayList<>());
    }
    List<Expression> segmentConjuncts = new ArrayList<>();
    List<Expression> residual = new ArrayList<>();
    for (Expression conjunct : conjuncts) {
      RangeNode node = ranges.of(conjunct);
      if (node != null) {
        rangeNodes.add(node);
      }
      boolean isDecided = node != null && node.isExact();
      for (int i = 0; i < segmentTerms.size(); i++) {
        SpecTerm term = segmentTerm(index.segmentColumns().get(i), conjunct);
        if (term != null) {
          segmentTerms.get(i).add(term);
          if (isExactSegmentTerm(conjunct)) {
            segmentConjuncts.add(conjunct);
            isDecided = true;
          }
        }
      }
      if (!isDecided) {
        residual.add(conjunct);
      }
    }
    SpecTemplate spec = SpecTemplate.of(table, index, rangeNodes, segmentTerms);
    if (spec.mayExceedKeys()) {
      // All segments are meant if the keys are too many; then only the residual decides.
      residual.addAll(segmentConjuncts);
    }
    return new Query.Scan(table, spec, residual, List.of(), null);
  }

  /** Whether the condition says nothing else than that the column has one of some values. */
  private static boolean isExactSegmentTerm(Expression conjunct) {
    Expression operand =
        conjunct instanceof Expression.Comparison comparison
            ? comparison.left() instanceof Expression.Column
                ? comparison.left()
                : comparison.right()
            : conjunct instanceof Expression.In in
                ? in.operand()
                : conjunct instanceof Expression.Quantified any ? any.operand() : conjunct;
    return operand instanceof Expression.Column;
  }

  /** What the condition says of a segment column's values; null if it does not list them. */
  private @Nullable SpecTerm segmentTerm(int column, Expression condition) {
    if (condition instanceof Expression.Comparison comparison
        && comparison.comparator() == Comparator.EQ) {
      Expression left = comparison.left();
      return isColumn(column, left)
          ? equal(left, comparison.right())
          : isColumn(column, comparison.right()) ? equal(comparison.right(), left) : null;
    }
    if (condition instanceof Expression.In in && isColumn(column, in.operand())) {
      boolean isSameType =
          in.elements().stream().allMatch(element -> isSameKind(in.operand(), element));
      int[] slots = isSameType ? RangeTerms.slots(in.elements(), context) : null;
      return slots == null ? null : new SpecTerm(SpecTerm.Kind.IN, slots);
    }
    if (condition instanceof Expression.Quantified any) {
      boolean isPoints =
          !any.isAll()
              && any.comparator() == Comparator.EQ
              && isColumn(column, any.operand())
              && (any.operand().type() == any.elementType()
                  || (any.operand().type().isInteger() && any.elementType().isInteger()));
      return isPoints ? new SpecTerm(SpecTerm.Kind.ANY, any.arraySlot()) : null;
    }
    if (condition instanceof Expression.And and) {
      for (Expression operand : and.operands()) {
        SpecTerm term = segmentTerm(column, operand);
        if (term != null) {
          return term;
        }
      }
      return null;
    }
    return condition instanceof Expression.Or or ? anyOf(column, or.operands()) : null;
  }

  private static boolean isColumn(int column, Expression operand) {
    return operand instanceof Expression.Column read && read.ordinal() == column;
  }

  private static boolean isSameKind(Expression column, Expression value) {
    return column.type() == value.type() || (column.type().isInteger() && value.type().isInteger());
  }

  private @Nullable SpecTerm equal(Expression column, Expression value) {
    int[] slots = isSameKind(column, value) ? RangeTerms.slots(List.of(value), context) : null;
    return slots == null ? null : new SpecTerm(SpecTerm.Kind.EQ, slots);
  }

  /** The values that any of the conditions lists; each must list some. */
  private @Nullable SpecTerm anyOf(int column, List<Expression> conditions) {
    List<Integer> slots = new ArrayList<>();
    for (Expression condition : conditions) {
      SpecTerm term = segmentTerm(column, condition);
      if (term == null || term.kind() == SpecTerm.Kind.ANY) {
        return null;
      }
      for (int i = 0; i < term.slotCount(); i++) {
        slots.add(term.slot(i));
      }
    }
    return slots.isEmpty()
        ? null
        : new SpecTerm(SpecTerm.Kind.IN, slots.stream().mapToInt(Integer::intValue).toArray());
  }
}
