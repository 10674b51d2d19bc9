package io.tablecache.model;

import java.util.List;

/**
 * A typed predicate or value over the columns of one cached table, as PostgreSQL means it:
 * three-valued, with comparisons of the built-in operators only.
 *
 * <p>Values that are known only when a statement is executed are {@link Slot}s, whose values are in
 * a {@link SlotValues}.
 */
public sealed interface Expression {
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

  /** A column of the table. */
  record Column(int ordinal, ValueType type) implements Expression {}

  /** A value that each execution brings: number {@code index} of its {@link SlotValues}. */
  record Slot(int index, ValueType type) implements Expression {}

  /** A comparison; both sides are of the same type, or both of integer types. */
  record Comparison(Comparator comparator, Expression left, Expression right)
      implements Expression {}

  /** {@code operand IN (elements)}. */
  record In(Expression operand, List<Expression> elements) implements Expression {
    public In {
      elements = List.copyOf(elements);
    }
  }

  /** {@code operand = ANY(array)}, the array being the slot's value. */
  record AnyElement(Expression operand, int arraySlot) implements Expression {}

  /** {@code operand IS NULL}. */
  record IsNull(Expression operand) implements Expression {}

  /** {@code NOT operand}. */
  record Not(Expression operand) implements Expression {}

  /** All operands; true if there are none. */
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** Any operand; false if there are none. */
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }
  }
}
