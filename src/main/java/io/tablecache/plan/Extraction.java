package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Column;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Expression.Comparison;
import io.tablecache.expression.Expression.In;
import io.tablecache.expression.Expression.IsNull;
import io.tablecache.expression.Expression.Not;
import io.tablecache.expression.Expression.Slot;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index can decide of a conjunction, and what must still be evaluated row by row.
 *
 * @param spec the rows that can be touched
 * @param residual the conjuncts that the spec does not decide, in the order of the text
 */
record Extraction(SpecTemplate spec, List<Expression> residual) {
  Extraction {
    residual = List.copyOf(residual);
  }

  /** Splits the conjuncts by the index of the table that serves them best. */
  static Extraction extract(TableDefinition table, List<Expression> conjuncts) {
    IndexDefinition best = null;
    int bestRank = 0;
    for (IndexDefinition index : table.indexes()) {
      int rank = rank(table, index, conjuncts);
      if (rank > bestRank) {
        best = index;
        bestRank = rank;
      }
    }
    return extract(table, best == null ? table.clusteringIndex() : best, conjuncts);
  }

  /** How well an index serves; 0 if it decides nothing. */
  private static int rank(
      TableDefinition table, IndexDefinition index, List<Expression> conjuncts) {
    int segments = isBound(index, conjuncts) ? index.segmentColumns().size() : 0;
    boolean hasRange = index.hasRange() && conjuncts.stream().anyMatch(c -> isRange(index, c));
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

  private static Extraction extract(
      TableDefinition table, IndexDefinition index, List<Expression> conjuncts) {
    boolean isBound = isBound(index, conjuncts);
    List<SpecTerm> rangeTerms = new ArrayList<>();
    List<List<SpecTerm>> segmentTerms = new ArrayList<>();
    for (int i = 0; isBound && i < index.segmentColumns().size(); i++) {
      segmentTerms.add(new ArrayList<>());
    }
    List<Expression> segmentConjuncts = new ArrayList<>();
    List<Expression> residual = new ArrayList<>();
    for (Expression conjunct : conjuncts) {
      boolean isUsed = false;
      if (isRange(index, conjunct)) {
        rangeTerms.add(term(conjunct));
        isUsed = true;
      }
      for (int i = 0; i < segmentTerms.size(); i++) {
        if (isSegment(index.segmentColumns().get(i), conjunct)) {
          segmentTerms.get(i).add(term(conjunct));
          segmentConjuncts.add(conjunct);
          isUsed = true;
        }
      }
      if (!isUsed) {
        residual.add(conjunct);
      }
    }
    SpecTemplate spec = SpecTemplate.of(table, index, rangeTerms, segmentTerms);
    if (spec.mayExceedKeys()) {
      // All segments are meant if the keys are too many; then only the residual decides.
      residual.addAll(segmentConjuncts);
    }
    return new Extraction(spec, residual);
  }

  /** Whether every segment column is bound to values. */
  private static boolean isBound(IndexDefinition index, List<Expression> conjuncts) {
    return index.segmentColumns().stream()
        .allMatch(column -> conjuncts.stream().anyMatch(c -> isSegment(column, c)));
  }

  private static boolean isRange(IndexDefinition index, Expression conjunct) {
    return index.hasRange() && column(conjunct) == index.rangeColumn() && term(conjunct) != null;
  }

  private static boolean isSegment(int segmentColumn, Expression conjunct) {
    if (column(conjunct) != segmentColumn) {
      return false;
    }
    SpecTerm term = term(conjunct);
    return term != null && term.kind().isPoints();
  }

  /** The ordinal of the column that the conjunct is about, or -1. */
  private static int column(Expression conjunct) {
    Expression operand =
        conjunct instanceof Comparison comparison
            ? comparison.left()
            : conjunct instanceof In in
                ? in.operand()
                : conjunct instanceof Expression.Quantified any
                    ? any.operand()
                    : conjunct instanceof IsNull test
                        ? test.operand()
                        : conjunct instanceof Not not && not.operand() instanceof IsNull test
                            ? test.operand()
                            : null;
    return operand instanceof Column column ? column.ordinal() : -1;
  }

  private static @Nullable SpecTerm term(Expression conjunct) {
    if (conjunct instanceof Comparison comparison && comparison.right() instanceof Slot slot) {
      return new SpecTerm(kind(comparison.comparator()), slot.index());
    }
    if (conjunct instanceof In in) {
      int[] slots = new int[in.elements().size()];
      for (int i = 0; i < slots.length; i++) {
        if (!(in.elements().get(i) instanceof Slot slot)) {
          return null;
        }
        slots[i] = slot.index();
      }
      return new SpecTerm(SpecTerm.Kind.IN, slots);
    }
    if (conjunct instanceof Expression.Quantified any) {
      return new SpecTerm(SpecTerm.Kind.ANY, any.arraySlot());
    }
    return conjunct instanceof IsNull
        ? new SpecTerm(SpecTerm.Kind.IS_NULL)
        : conjunct instanceof Not ? new SpecTerm(SpecTerm.Kind.IS_NOT_NULL) : null;
  }

  private static SpecTerm.Kind kind(Comparator comparator) {
    return switch (comparator) {
      case EQ -> SpecTerm.Kind.EQ;
      case NE -> SpecTerm.Kind.NE;
      case LT -> SpecTerm.Kind.LT;
      case LE -> SpecTerm.Kind.LE;
      case GT -> SpecTerm.Kind.GT;
      case GE -> SpecTerm.Kind.GE;
    };
  }
}
