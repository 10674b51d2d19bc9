package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Expressions;
import io.tablecache.model.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from conditions what they say of one range column. Confined to one thread. */
final class RangeTerms {
  private final int column;
  private final PlanContext context;
  private final Inversion inversion;

  /**
   * @param column the range column's ordinal, or {@link IndexDefinition#NO_RANGE}
   */
  RangeTerms(int column, PlanContext context) {
    this.column = column;
    this.context = context;
    this.inversion = new Inversion(column, context);
  }

  /** What the condition says; null if nothing. */
  @Nullable RangeNode of(Expression condition) {
    if (condition instanceof Expression.And and) {
      return all(and.operands());
    }
    if (condition instanceof Expression.Or or) {
      return any(or.operands());
    }
    if (condition instanceof Expression.IsTruth test) {
      return test.truth() ? of(test.operand()) : null;
    }
    if (condition instanceof Expression.Comparison comparison) {
      return comparison(comparison);
    }
    if (condition instanceof Expression.In in) {
      return in(in);
    }
    if (condition instanceof Expression.Quantified any) {
      boolean isPoints =
          !any.isAll() && any.comparator() == Comparator.EQ && isColumn(any.operand());
      return isPoints ? term(new SpecTerm(SpecTerm.Kind.ANY, any.arraySlot())) : null;
    }
    if (condition instanceof Expression.IsNull test) {
      return isColumn(test.operand()) ? term(new SpecTerm(SpecTerm.Kind.IS_NULL)) : null;
    }
    if (condition instanceof Expression.Not not
        && not.operand() instanceof Expression.IsNull test
        && isColumn(test.operand())) {
      return term(new SpecTerm(SpecTerm.Kind.IS_NOT_NULL));
    }
    return context.isDerivable(condition)
        ? new RangeNode.Flag(context.slotOf(condition).index())
        : null;
  }

  private static RangeNode term(SpecTerm term) {
    return new RangeNode.Term(term, true);
  }

  private boolean isColumn(Expression operand) {
    return operand instanceof Expression.Column read && read.ordinal() == column;
  }

  private @Nullable RangeNode all(List<Expression> operands) {
    List<RangeNode> nodes = new ArrayList<>();
    boolean isExact = true;
    for (Expression operand : operands) {
      RangeNode node = of(operand);
      isExact &= node != null && node.isExact();
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes.isEmpty() ? null : new RangeNode.All(nodes, isExact);
  }

  private @Nullable RangeNode any(List<Expression> operands) {
    List<RangeNode> nodes = new ArrayList<>();
    for (Expression operand : operands) {
      RangeNode node = of(operand);
      if (node == null) {
        return null;
      }
      nodes.add(node);
    }
    return new RangeNode.Any(nodes);
  }

  private @Nullable RangeNode comparison(Expression.Comparison comparison) {
    Expression left = comparison.left();
    Expression right = comparison.right();
    if (Expressions.hasColumns(left) && !Expressions.hasColumns(right)) {
      return inversion.of(left, comparison.comparator(), right);
    }
    if (Expressions.hasColumns(right) && !Expressions.hasColumns(left)) {
      return inversion.of(right, comparison.comparator().mirrored(), left);
    }
    return context.isDerivable(comparison)
        ? new RangeNode.Flag(context.slotOf(comparison).index())
        : null;
  }

  private @Nullable RangeNode in(Expression.In in) {
    if (isColumn(in.operand())) {
      int[] slots = slots(in.elements(), context);
      return slots == null ? null : term(new SpecTerm(SpecTerm.Kind.IN, slots));
    }
    List<Expression> equalities = new ArrayList<>();
    for (Expression element : in.elements()) {
      equalities.add(new Expression.Comparison(Comparator.EQ, in.operand(), element));
    }
    return equalities.isEmpty() ? null : any(equalities);
  }

  /** Slots of the values; null if one depends on the row. */
  static int @Nullable [] slots(List<Expression> values, PlanContext context) {
    int[] slots = new int[values.size()];
    for (int i = 0; i < slots.length; i++) {
      Expression value = values.get(i);
      if (!(value instanceof Expression.Slot) && !context.isDerivable(value)) {
        return null;
      }
      slots[i] = context.slotOf(value).index();
    }
    return slots;
  }
}
