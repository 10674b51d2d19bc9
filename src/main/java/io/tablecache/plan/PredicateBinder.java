package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes typed conjuncts of a WHERE clause: {@link #names} finds the columns, then {@link
 * #conjuncts} gives the values their types. Confined to one thread.
 *
 * <p>Every conjunct is a comparison with the column on the left, an IN or = ANY of a column, or a
 * test for NULL; BETWEEN is two comparisons.
 */
final class PredicateBinder {
  /** A predicate with its column; {@code mirrored} if the column is the right side. */
  private record Named(Syntax.Predicate predicate, ColumnDefinition column, boolean isMirrored) {}

  private final TableDefinition table;
  private final NameScope scope;
  private final List<Named> named = new ArrayList<>();

  PredicateBinder(TableDefinition table, NameScope scope) {
    this.table = table;
    this.scope = scope;
  }

  /** Finds the columns of the clause. */
  void names(Syntax.@Nullable Predicate predicate) throws Delegated {
    if (predicate instanceof Syntax.And and) {
      names(and.left());
      names(and.right());
    } else if (predicate instanceof Syntax.Parenthesised parenthesised) {
      names(parenthesised.inner());
    } else if (predicate instanceof Syntax.Comparison comparison) {
      nameSides(comparison);
    } else if (predicate instanceof Syntax.Between between) {
      name(predicate, between.column(), false);
    } else if (predicate instanceof Syntax.In in) {
      name(predicate, in.column(), false);
    } else if (predicate instanceof Syntax.Any any) {
      name(predicate, any.column(), false);
    } else if (predicate instanceof Syntax.AnyOf anyOf) {
      name(predicate, anyOf.column(), false);
    } else if (predicate instanceof Syntax.NullTest test) {
      name(predicate, test.column(), false);
    }
  }

  private void nameSides(Syntax.Comparison comparison) throws Delegated {
    boolean isMirrored = comparison.left() instanceof Syntax.Value;
    Syntax.Operand column = isMirrored ? comparison.right() : comparison.left();
    Syntax.Operand value = isMirrored ? comparison.left() : comparison.right();
    if (!(column instanceof Syntax.ColumnName name) || !(value instanceof Syntax.Value)) {
      throw new Delegated(
          Outcome.UNSUPPORTED_PREDICATE,
          isMirrored ? "a comparison of two values" : "a comparison of two columns");
    }
    name(comparison, name, isMirrored);
  }

  private void name(Syntax.Predicate predicate, Syntax.ColumnName name, boolean isMirrored)
      throws Delegated {
    named.add(new Named(predicate, scope.column(name, Outcome.UNSUPPORTED_PREDICATE), isMirrored));
  }

  /** The typed conjuncts, in the order of the text. */
  List<Expression> conjuncts(SlotTypes slots) throws Delegated {
    List<Expression> conjuncts = new ArrayList<>();
    for (Named one : named) {
      ColumnDefinition column = one.column;
      Syntax.Predicate predicate = one.predicate;
      if (predicate instanceof Syntax.Comparison comparison) {
        Syntax.Operand value = one.isMirrored ? comparison.left() : comparison.right();
        Comparator comparator = comparison.comparator();
        conjuncts.add(
            compare(
                one.isMirrored ? comparator.mirrored() : comparator,
                column,
                (Syntax.Value) value,
                slots));
      } else if (predicate instanceof Syntax.Between between) {
        conjuncts.add(compare(Comparator.GE, column, between.from(), slots));
        conjuncts.add(compare(Comparator.LE, column, between.to(), slots));
      } else if (predicate instanceof Syntax.In in) {
        conjuncts.add(in(column, in.elements(), slots));
      } else if (predicate instanceof Syntax.AnyOf anyOf) {
        conjuncts.add(in(column, anyOf.elements(), slots));
      } else if (predicate instanceof Syntax.Any any) {
        Expression.Slot array = slots.array(any.array());
        TypeRules.checkComparable(table, column, Comparator.EQ, array.type());
        conjuncts.add(
            new Expression.Quantified(
                Comparator.EQ, false, of(column), array.index(), array.type()));
      } else if (predicate instanceof Syntax.NullTest test) {
        Expression isNull = new Expression.IsNull(of(column));
        conjuncts.add(test.isNegated() ? new Expression.Not(isNull) : isNull);
      }
    }
    return conjuncts;
  }

  private Expression compare(
      Comparator comparator, ColumnDefinition column, Syntax.Value value, SlotTypes slots)
      throws Delegated {
    Expression.Slot slot = slots.scalar(value);
    TypeRules.checkComparable(table, column, comparator, slot.type());
    return new Expression.Comparison(comparator, of(column), slot);
  }

  private Expression in(ColumnDefinition column, List<Syntax.Value> values, SlotTypes slots)
      throws Delegated {
    List<Expression> elements = new ArrayList<>();
    for (Syntax.Value value : values) {
      Expression.Slot slot = slots.scalar(value);
      TypeRules.checkComparable(table, column, Comparator.EQ, slot.type());
      elements.add(slot);
    }
    return new Expression.In(of(column), elements);
  }

  private static Expression of(ColumnDefinition column) {
    return new Expression.Column(column.ordinal(), column.type());
  }
}
