package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes evaluators of expressions for one execution. What depends on constants only is evaluated
 * here, once. Confined to one thread.
 */
final class EvaluatorCompiler {
  private final EvaluationContext context;
  private final SubqueryRunner subqueries;

  EvaluatorCompiler(EvaluationContext context, SubqueryRunner subqueries) {
    this.context = context;
    this.subqueries = subqueries;
  }

  Evaluator compile(Expression expression) throws EvaluationException {
    if (expression instanceof Expression.Column column) {
      return new ValueEvaluators.OfColumn(column);
    }
    if (expression instanceof Expression.Constant constant) {
      return new ValueEvaluators.OfConstant(constant.type(), constant.value());
    }
    if (expression instanceof Expression.Slot slot) {
      return new ValueEvaluators.OfConstant(
          slot.type(), SlotForm.value(context.slots(), slot.index(), slot.type()));
    }
    if (expression instanceof Expression.ScalarSubquery subquery) {
      return subqueries.scalar(subquery);
    }
    if (expression instanceof Expression.Exists exists) {
      return subqueries.exists(exists);
    }
    if (expression instanceof Expression.InSubquery in) {
      return subqueries.in(in);
    }
    if (expression instanceof Expression.Predicate predicate) {
      return compilePredicate(predicate);
    }
    if (expression instanceof Expression.Call call) {
      Evaluator[] arguments = all(call.arguments());
      return folded(new CallEvaluator(call.function(), arguments, context), arguments);
    }
    if (expression instanceof Expression.Case cases) {
      return compileCase(cases);
    }
    if (expression instanceof Expression.Coalesce coalesce) {
      Evaluator[] values = all(coalesce.values());
      return folded(new BranchEvaluators.OfCoalesce(coalesce.type(), values), values);
    }
    if (expression instanceof Expression.Extreme extreme) {
      Evaluator[] values = all(extreme.values());
      return folded(
          new ExtremeEvaluator(extreme.type(), values, extreme.isGreatest() ? 1 : -1), values);
    }
    throw new IllegalArgumentException("no evaluator for " + expression.getClass());
  }

  private Evaluator compilePredicate(Expression.Predicate predicate) throws EvaluationException {
    if (predicate instanceof Expression.Comparison comparison) {
      Evaluator left = compile(comparison.left());
      Evaluator right = compile(comparison.right());
      requireSameType(left.type(), right.type());
      return folded(
          ComparisonEvaluators.compare(comparison.comparator(), left, right), left, right);
    }
    if (predicate instanceof Expression.NotDistinct notDistinct) {
      Evaluator left = compile(notDistinct.left());
      Evaluator right = compile(notDistinct.right());
      requireSameType(left.type(), right.type());
      return folded(new ComparisonEvaluators.OfNotDistinct(left, right), left, right);
    }
    if (predicate instanceof Expression.In in) {
      return compileIn(in);
    }
    if (predicate instanceof Expression.Quantified quantified) {
      return compileQuantified(quantified);
    }
    if (predicate instanceof Expression.IsNull isNull) {
      Evaluator operand = compile(isNull.operand());
      return folded(new LogicEvaluators.OfIsNull(operand), operand);
    }
    if (predicate instanceof Expression.IsTruth isTruth) {
      Evaluator operand = condition(isTruth.operand());
      return folded(new LogicEvaluators.OfIsTruth(operand, isTruth.truth()), operand);
    }
    if (predicate instanceof Expression.Not not) {
      Evaluator operand = condition(not.operand());
      return folded(new LogicEvaluators.OfNot(operand), operand);
    }
    if (predicate instanceof Expression.And and) {
      Evaluator[] operands = conditions(and.operands());
      return folded(new LogicEvaluators.OfConnective(operands, true), operands);
    }
    if (predicate instanceof Expression.Or or) {
      Evaluator[] operands = conditions(or.operands());
      return folded(new LogicEvaluators.OfConnective(operands, false), operands);
    }
    throw new IllegalArgumentException("no evaluator for " + predicate.getClass());
  }

  private Evaluator[] all(List<Expression> expressions) throws EvaluationException {
    Evaluator[] evaluators = new Evaluator[expressions.size()];
    for (int i = 0; i < evaluators.length; i++) {
      evaluators[i] = compile(expressions.get(i));
    }
    return evaluators;
  }

  private Evaluator condition(Expression expression) throws EvaluationException {
    Evaluator evaluator = compile(expression);
    if (evaluator.type() != ValueType.BOOL) {
      throw new IllegalArgumentException(
          "a value of type " + evaluator.type() + " is no condition");
    }
    return evaluator;
  }

  private Evaluator[] conditions(List<Expression> expressions) throws EvaluationException {
    Evaluator[] evaluators = new Evaluator[expressions.size()];
    for (int i = 0; i < evaluators.length; i++) {
      evaluators[i] = condition(expressions.get(i));
    }
    return evaluators;
  }

  private Evaluator compileCase(Expression.Case cases) throws EvaluationException {
    int count = cases.branches().size();
    Evaluator[] conditions = new Evaluator[count];
    Evaluator[] values = new Evaluator[count + 1];
    for (int i = 0; i < count; i++) {
      conditions[i] = condition(cases.branches().get(i).condition());
      values[i] = compile(cases.branches().get(i).value());
    }
    values[count] = compile(cases.otherwise());
    Evaluator evaluator = new BranchEvaluators.OfCase(cases.type(), conditions, values);
    return areConstant(conditions) ? folded(evaluator, values) : evaluator;
  }

  /** Elements that are constants are looked up, others are compared one after the other. */
  private Evaluator compileIn(Expression.In in) throws EvaluationException {
    Evaluator operand = compile(in.operand());
    Evaluator[] elements = all(in.elements());
    for (Evaluator element : elements) {
      requireSameType(operand.type(), element.type());
    }
    if (!areConstant(elements)) {
      Expression.Predicate[] equalities = new Expression.Predicate[elements.length];
      Arrays.setAll(
          equalities,
          i ->
              new Expression.Comparison(
                  Expression.Comparator.EQ, in.operand(), in.elements().get(i)));
      return compile(new Expression.Or(List.of(equalities)));
    }
    @Nullable Object[] values = new Object[elements.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements[i].evaluate(SingleRow.EMPTY).get(0);
    }
    boolean hasNulls = Arrays.stream(values).anyMatch(Objects::isNull);
    return folded(new MembershipEvaluator(operand, values, hasNulls, false), operand);
  }

  private Evaluator compileQuantified(Expression.Quantified quantified) throws EvaluationException {
    Evaluator operand = compile(quantified.operand());
    requireSameType(operand.type(), quantified.elementType());
    int slot = quantified.arraySlot();
    // A NULL array is as unknown as one of a NULL; the operand is evaluated all the same.
    boolean isNull = context.slots().isNull(slot);
    @Nullable Object[] elements =
        isNull ? new Object[0] : SlotForm.present(context.slots(), slot, quantified.elementType());
    boolean hasNulls =
        isNull
            || context.slots().hasNullElements(slot)
            || Arrays.stream(elements).anyMatch(Objects::isNull);
    Expression.Comparator comparator = quantified.comparator();
    boolean isAll = quantified.isAll();
    if (comparator == (isAll ? Expression.Comparator.NE : Expression.Comparator.EQ)) {
      return folded(new MembershipEvaluator(operand, elements, hasNulls, isAll), operand);
    }
    return folded(new QuantifiedEvaluator(comparator, isAll, operand, elements, hasNulls), operand);
  }

  private static boolean areConstant(Evaluator... evaluators) {
    for (Evaluator evaluator : evaluators) {
      if (!evaluator.isConstant()) {
        return false;
      }
    }
    return true;
  }

  private static Evaluator folded(Evaluator evaluator, Evaluator... operands)
      throws EvaluationException {
    return areConstant(operands)
        ? new ValueEvaluators.OfConstant(
            evaluator.type(), evaluator.evaluate(SingleRow.EMPTY).get(0))
        : evaluator;
  }

  private static void requireSameType(ValueType left, ValueType right) {
    if (left != right && !(left.isInteger() && right.isInteger())) {
      throw new IllegalArgumentException(left + " is compared with " + right);
    }
  }

  /** A block of one row without columns. */
  private static final class SingleRow extends Block {
    static final SingleRow EMPTY = new SingleRow();

    private SingleRow() {
      setCount(1);
    }

    @Override
    public Vector column(int ordinal) {
      throw new IllegalStateException("a constant that reads column " + ordinal);
    }
  }
}
