package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed value over the columns of an input, as PostgreSQL means it: three-valued, with the
 * built-in functions and operators only.
 *
 * <p>Values that are known only when a statement is executed are {@link Slot}s, whose values are in
 * a {@link io.tablecache.model.SlotValues}. Immutable.
 */
public sealed interface Expression {
  /** The type of the value; a predicate is of type BOOL. */
  ValueType type();

  /** How two values are compared. */
  enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sql;

    Comparator(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }

    /** The comparator that means the same with both sides exchanged. */
    public Comparator mirrored() {
      return switch (this) {
        case EQ, NE -> this;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }

    /** The comparator that holds where this one does not. */
    public Comparator negated() {
      return switch (this) {
        case EQ -> NE;
        case NE -> EQ;
        case LT -> GE;
        case LE -> GT;
        case GT -> LE;
        case GE -> LT;
      };
    }

    /** Whether the comparator holds for a three-way comparison's sign. */
    public boolean holds(int sign) {
      return switch (this) {
        case EQ -> sign == 0;
        case NE -> sign != 0;
        case LT -> sign < 0;
        case LE -> sign <= 0;
        case GT -> sign > 0;
        case GE -> sign >= 0;
      };
    }
  }

  /** Column number {@code ordinal} of the input; of a table, the column of that ordinal. */
  record Column(int ordinal, ValueType type) implements Expression {}

  /** A value that each execution brings: number {@code index} of its slot values. */
  record Slot(int index, ValueType type) implements Expression {}

  /**
   * A value that the template has.
   *
   * @param value as an element of {@link Vector#objects}, {@link Long} for the types that vectors
   *     hold as longs, {@link Double} for floats; null for NULL
   */
  record Constant(@Nullable Object value, ValueType type) implements Expression {}

  /** A comparison; both sides are of the same type, or both of integer types. */
  record Comparison(Comparator comparator, Expression left, Expression right)
      implements Predicate {}

  /** {@code left IS NOT DISTINCT FROM right}, of types as in a {@link Comparison}. */
  record NotDistinct(Expression left, Expression right) implements Predicate {}

  /** {@code operand IN (elements)}; all are of types as in a {@link Comparison}. */
  record In(Expression operand, List<Expression> elements) implements Predicate {
    public In {
      elements = List.copyOf(elements);
    }
  }

  /**
   * {@code operand comparator ANY (array)} or {@code ALL (array)}, the array being the slot's
   * value.
   */
  record Quantified(
      Comparator comparator,
      boolean isAll,
      Expression operand,
      int arraySlot,
      ValueType elementType)
      implements Predicate {}

  /** {@code operand IS NULL}. */
  record IsNull(Expression operand) implements Predicate {}

  /** {@code operand IS TRUE} or {@code IS FALSE}: never unknown. */
  record IsTruth(Expression operand, boolean truth) implements Predicate {}

  /** {@code NOT operand}. */
  record Not(Expression operand) implements Predicate {}

  /** All operands; true if there are none. */
  record And(List<Expression> operands) implements Predicate {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** Any operand; false if there are none. */
  record Or(List<Expression> operands) implements Predicate {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** A call of a function or operator; arguments are of exactly its parameters' types. */
  record Call(ScalarFunction function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.result();
    }
  }

  /**
   * The first branch whose condition is true. COALESCE and NULLIF are of this form too. A branch is
   * evaluated only for the rows that take it.
   */
  record Case(List<Branch> branches, Expression otherwise, ValueType type) implements Expression {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** A branch of a {@link Case}. */
  record Branch(Expression condition, Expression value) {}

  /** The first value that is not NULL; later ones are evaluated only where they are needed. */
  record Coalesce(List<Expression> values, ValueType type) implements Expression {
    public Coalesce {
      values = List.copyOf(values);
    }
  }

  /** The greatest or the least of the values that are not NULL. */
  record Extreme(boolean isGreatest, List<Expression> values, ValueType type)
      implements Expression {
    public Extreme {
      values = List.copyOf(values);
    }
  }

  /**
   * A subquery of which the value of the only column of the only row is taken, NULL if there is no
   * row; more than one row is an error.
   *
   * @param outer columns of the input that the subquery refers to, by the slots that carry them
   */
  record ScalarSubquery(Query query, List<OuterColumn> outer, ValueType type)
      implements Expression {
    public ScalarSubquery {
      outer = List.copyOf(outer);
    }
  }

  /** {@code EXISTS (subquery)}. */
  record Exists(Query query, List<OuterColumn> outer) implements Predicate {
    public Exists {
      outer = List.copyOf(outer);
    }
  }

  /**
   * {@code (operands) IN (subquery)}: the subquery has a column of the same type for each operand.
   */
  record InSubquery(List<Expression> operands, Query query, List<OuterColumn> outer)
      implements Predicate {
    public InSubquery {
      operands = List.copyOf(operands);
      outer = List.copyOf(outer);
    }
  }

  /** A column of an outer query's row that a subquery reads by a slot. */
  record OuterColumn(int slot, Column column) {}

  /** An expression of type BOOL. */
  sealed interface Predicate extends Expression {
    @Override
    default ValueType type() {
      return ValueType.BOOL;
    }
  }
}
