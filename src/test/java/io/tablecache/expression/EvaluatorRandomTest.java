package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random expressions over random rows, each compared with an evaluation row by row. */
final class EvaluatorRandomTest {
  private static final List<ValueType> TYPES =
      List.of(
          ValueType.INT8,
          ValueType.BOOL,
          ValueType.FLOAT8,
          ValueType.TEXT,
          ValueType.BPCHAR,
          ValueType.NUMERIC,
          ValueType.UUID,
          ValueType.INTERVAL,
          ValueType.TIMESTAMP);
  private static final String[] TEXTS = {
    "", "a", "ab", "b", "é", "\uFFFD", "\uD83D\uDE00", "\uE000"
  };

  /** Fails where the divisor is 0. */
  private static final ScalarFunction DIVISION =
      new ScalarFunction(
          "div",
          ValueType.INT8,
          List.of(ValueType.INT8, ValueType.INT8),
          ScalarFunction.Dependence.NONE) {
        @Override
        public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
            throws EvaluationException {
          for (int i = 0; i < count; i++) {
            if (!result.isNull(i)) {
              if (arguments[1].longs[i] == 0) {
                throw new EvaluationException("division by zero");
              }
              result.longs[i] = arguments[0].longs[i] / arguments[1].longs[i];
            }
          }
        }
      };

  @Test
  void evaluate_anyExpression_sameAsRowByRow() {
    int failed = 0;
    for (long seed = 1; seed <= 2000; seed++) {
      try {
        failed += new Run(seed).run() ? 0 : 1;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
    // Some must fail, else the order of evaluation is not looked at; most must not.
    assertEquals(true, failed > 20 && failed < 1000, "failed: " + failed);
  }

  private static final class Run {
    private final Random random;
    private final SlotValues slots = new SlotValues(200);
    private final EvaluationContext context =
        new EvaluationContext(slots, ZoneOffset.UTC, 0, ZoneNames.NONE);
    private int usedSlots;
    private final Vector[] columns = new Vector[2 * TYPES.size()];
    private final @Nullable Object[][] arrays = new Object[200][];

    Run(long seed) {
      random = new Random(seed);
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new Vector(TYPES.get(i % TYPES.size()));
      }
    }

    boolean run() {
      Expression expression = expression(oneOf(TYPES), 4);
      Evaluator evaluator;
      try {
        evaluator = Evaluator.of(expression, context);
      } catch (EvaluationException e) {
        throw new AssertionError("constants alone do not fail here", e);
      }
      Block.OfVectors block = new Block.OfVectors(columns);
      for (int n = 0; n < 3; n++) {
        int count = 1 + random.nextInt(n == 0 ? 5 : 60);
        fill(count);
        block.hold(count);
        Vector actual;
        try {
          actual = evaluator.evaluate(block);
        } catch (EvaluationException e) {
          boolean anyFails = false;
          for (int row = 0; row < count; row++) {
            anyFails |= fails(expression, row);
          }
          assertEquals(true, anyFails, "failed in vain: " + expression);
          return false;
        }
        for (int row = 0; row < count; row++) {
          Object expected;
          try {
            expected = value(expression, row);
          } catch (ArithmeticException e) {
            throw new AssertionError("must fail in row " + row + ": " + expression, e);
          }
          assertEquals(expected, actual.get(row), "row " + row + " of " + expression);
        }
      }
      return true;
    }

    private boolean fails(Expression expression, int row) {
      try {
        value(expression, row);
        return false;
      } catch (ArithmeticException e) {
        return true;
      }
    }

    private void fill(int count) {
      for (Vector column : columns) {
        column.reset(count);
        boolean nulls = random.nextInt(3) != 0;
        for (int row = 0; row < count; row++) {
          column.set(row, nulls && random.nextInt(5) == 0 ? null : random(column.type));
        }
      }
    }

    private <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private Object random(ValueType type) {
      int n = random.nextInt(6);
      return switch (type) {
        case BOOL -> (Object) (long) (n & 1);
        case FLOAT8 -> new double[] {Double.NaN, 0.0, -0.0, 1.5, Double.NEGATIVE_INFINITY, -2}[n];
        case TEXT -> TEXTS[random.nextInt(TEXTS.length)];
        case BPCHAR -> new String[] {"", " ", "a", "a ", "a\t", "é  "}[n];
        case NUMERIC ->
            Numeric.of(new BigDecimal(new String[] {"0", "0.00", "1.0", "1", "-7.25", "100"}[n]));
        case UUID -> new UUID((n % 3 - 1L) << 62, (n - 3L) << 61);
        case INTERVAL -> new Interval(n / 4, n % 2 * 30, n % 3 * 86_400_000_000L);
        default -> (long) n - 2;
      };
    }

    private Expression known(ValueType type) {
      Object value = random.nextInt(6) == 0 ? null : random(type);
      if (random.nextBoolean()) {
        return new Expression.Constant(value, type);
      }
      int slot = usedSlots++;
      if (value instanceof Long raw) {
        slots.setLong(slot, raw);
      } else if (value instanceof Numeric number && random.nextBoolean()) {
        slots.setObject(slot, number.toString());
      } else if (value != null) {
        slots.setObject(slot, value);
      }
      return new Expression.Slot(slot, type);
    }

    private Expression.Column column(ValueType type) {
      int ordinal = TYPES.indexOf(type) + (random.nextBoolean() ? TYPES.size() : 0);
      return new Expression.Column(ordinal, type);
    }

    private Expression expression(ValueType type, int depth) {
      if (depth == 0 || usedSlots > 150) {
        return random.nextInt(3) == 0 ? known(type) : column(type);
      }
      int kind = random.nextInt(type == ValueType.BOOL ? 12 : 6);
      return switch (kind) {
        case 0 -> column(type);
        case 1 ->
            type == ValueType.INT8
                ? new Expression.Call(DIVISION, List.of(column(type), column(type)))
                : column(type);
        case 2 -> new Expression.Extreme(random.nextBoolean(), list(type, depth), type);
        case 3 -> new Expression.Coalesce(list(type, depth), type);
        case 4, 5 -> {
          List<Expression.Branch> branches = new ArrayList<>();
          for (int i = random.nextInt(3); i >= 0; i--) {
            branches.add(
                new Expression.Branch(
                    expression(ValueType.BOOL, depth - 1), expression(type, depth - 1)));
          }
          yield new Expression.Case(branches, expression(type, depth - 1), type);
        }
        default -> predicate(kind, depth);
      };
    }

    private List<Expression> list(ValueType type, int depth) {
      List<Expression> list = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        list.add(expression(type, depth - 1));
      }
      return list;
    }

    private Expression predicate(int kind, int depth) {
      ValueType type = oneOf(TYPES);
      Comparator comparator = oneOf(List.of(Comparator.values()));
      return switch (kind) {
        case 6 ->
            random.nextInt(4) == 0
                ? new Expression.NotDistinct(
                    expression(type, depth - 1), expression(type, depth - 1))
                : new Expression.Comparison(
                    comparator, expression(type, depth - 1), expression(type, depth - 1));
        case 7 -> {
          List<Expression> elements = new ArrayList<>();
          for (int i = random.nextInt(4); i >= 0; i--) {
            elements.add(random.nextInt(5) == 0 ? expression(type, depth - 1) : known(type));
          }
          yield new Expression.In(expression(type, depth - 1), elements);
        }
        case 8 ->
            new Expression.Quantified(
                comparator, random.nextBoolean(), expression(type, depth - 1), array(type), type);
        case 9 ->
            random.nextBoolean()
                ? new Expression.IsNull(expression(type, depth - 1))
                : new Expression.IsTruth(
                    expression(ValueType.BOOL, depth - 1), random.nextBoolean());
        case 10 -> new Expression.And(list(ValueType.BOOL, depth));
        default ->
            random.nextInt(4) == 0
                ? new Expression.Not(expression(ValueType.BOOL, depth - 1))
                : new Expression.Or(list(ValueType.BOOL, depth));
      };
    }

    private int array(ValueType type) {
      int slot = usedSlots++;
      if (random.nextInt(8) == 0) {
        return slot;
      }
      boolean hasNulls = random.nextInt(3) == 0;
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        elements.add(random(type));
      }
      Object held = elements.toArray();
      if (Vector.Kind.of(type) == Vector.Kind.LONG && random.nextBoolean()) {
        held = elements.stream().mapToLong(element -> (Long) element).toArray();
      }
      slots.setArray(slot, held, hasNulls);
      if (hasNulls) {
        elements.add(null);
      }
      arrays[slot] = elements.toArray();
      return slot;
    }

    /** The value in a row, of an evaluation as PostgreSQL does it. */
    private @Nullable Object value(Expression expression, int row) {
      if (expression instanceof Expression.Column column) {
        return columns[column.ordinal()].get(row);
      }
      if (expression instanceof Expression.Constant constant) {
        return constant.value();
      }
      if (expression instanceof Expression.Slot slot) {
        try {
          return SlotForm.value(slots, slot.index(), slot.type());
        } catch (EvaluationException e) {
          throw new AssertionError(e);
        }
      }
      if (expression instanceof Expression.Call call) {
        Object left = value(call.arguments().get(0), row);
        Object right = value(call.arguments().get(1), row);
        return left == null || right == null ? null : (Object) ((Long) left / (Long) right);
      }
      if (expression instanceof Expression.Extreme extreme) {
        Object best = null;
        for (Expression candidate : extreme.values()) {
          Object value = value(candidate, row);
          if (value != null
              && (best == null
                  || (extreme.isGreatest()
                      ? compare(value, best) > 0
                      : compare(value, best) < 0))) {
            best = value;
          }
        }
        return best;
      }
      if (expression instanceof Expression.Coalesce coalesce) {
        for (Expression candidate : coalesce.values()) {
          Object value = value(candidate, row);
          if (value != null) {
            return value;
          }
        }
        return null;
      }
      if (expression instanceof Expression.Case cases) {
        for (Expression.Branch branch : cases.branches()) {
          if (Boolean.TRUE.equals(truth(branch.condition(), row))) {
            return value(branch.value(), row);
          }
        }
        return value(cases.otherwise(), row);
      }
      Boolean truth = predicate(expression, row);
      return truth == null ? null : (Object) (truth ? 1L : 0L);
    }

    private @Nullable Boolean truth(Expression expression, int row) {
      Object value = value(expression, row);
      return value == null ? null : (Long) value != 0;
    }

    private @Nullable Boolean predicate(Expression expression, int row) {
      if (expression instanceof Expression.Comparison comparison) {
        Object left = value(comparison.left(), row);
        Object right = value(comparison.right(), row);
        return holds(comparison.comparator(), left, right);
      }
      if (expression instanceof Expression.NotDistinct notDistinct) {
        Object left = value(notDistinct.left(), row);
        Object right = value(notDistinct.right(), row);
        return left == null || right == null ? left == right : compare(left, right) == 0;
      }
      if (expression instanceof Expression.IsNull isNull) {
        return value(isNull.operand(), row) == null;
      }
      if (expression instanceof Expression.IsTruth isTruth) {
        Boolean truth = truth(isTruth.operand(), row);
        return truth != null && truth == isTruth.truth();
      }
      if (expression instanceof Expression.Not not) {
        Boolean truth = truth(not.operand(), row);
        return truth == null ? null : !truth;
      }
      if (expression instanceof Expression.Quantified quantified) {
        Object[] elements = arrays[quantified.arraySlot()];
        Object left = value(quantified.operand(), row);
        if (elements == null) {
          return null;
        }
        Boolean result = quantified.isAll();
        for (Object element : elements) {
          Boolean truth = holds(quantified.comparator(), left, element);
          if (truth == null) {
            result = null;
          } else if (truth != quantified.isAll()) {
            return truth;
          }
        }
        return result;
      }
      if (expression instanceof Expression.In in) {
        Boolean result = false;
        for (Expression element : in.elements()) {
          Boolean truth = holds(Comparator.EQ, value(in.operand(), row), value(element, row));
          if (truth == null) {
            result = null;
          } else if (truth) {
            return true;
          }
        }
        return result;
      }
      boolean isAnd = expression instanceof Expression.And;
      List<Expression> operands =
          isAnd
              ? ((Expression.And) expression).operands()
              : ((Expression.Or) expression).operands();
      Boolean result = isAnd;
      for (Expression operand : operands) {
        Boolean truth = truth(operand, row);
        if (truth == null) {
          result = null;
        } else if (truth != isAnd) {
          return truth;
        }
      }
      return result;
    }

    private static @Nullable Boolean holds(
        Comparator comparator, @Nullable Object left, @Nullable Object right) {
      return left == null || right == null ? null : comparator.holds(compare(left, right));
    }

    private static int compare(Object a, Object b) {
      if (a instanceof Long raw) {
        return Long.compare(raw, (Long) b);
      }
      if (a instanceof Double number) {
        double other = (Double) b;
        return number == other ? 0 : Double.compare(number, other);
      }
      if (a instanceof String text) {
        return Arrays.compareUnsigned(bytes(text), bytes((String) b));
      }
      if (a instanceof UUID) {
        return a.toString().compareTo(b.toString());
      }
      if (a instanceof Interval span) {
        return Long.compare(days(span), days((Interval) b));
      }
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    }

    /** Only those of char(n) have blanks at their ends, which do not count. */
    private static byte[] bytes(String text) {
      return text.replaceAll(" +$", "").getBytes(StandardCharsets.UTF_8);
    }

    /** Intervals here are whole days. */
    private static long days(Interval span) {
      return 30L * span.months() + span.days() + span.micros() / 86_400_000_000L;
    }
  }
}
