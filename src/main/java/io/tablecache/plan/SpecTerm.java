package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;

/** A conjunct about one column of an index, with the slots of its values. Immutable. */
final class SpecTerm {
  /** What the conjunct says. */
  enum Kind {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    IN,
    ANY,
    IS_NULL,
    IS_NOT_NULL;

    static Kind of(Comparator comparator) {
      return switch (comparator) {
        case EQ -> EQ;
        case NE -> NE;
        case LT -> LT;
        case LE -> LE;
        case GT -> GT;
        case GE -> GE;
      };
    }
  }

  private final Kind kind;
  private final int[] slots;

  SpecTerm(Kind kind, int... slots) {
    this.kind = kind;
    this.slots = slots;
  }

  Kind kind() {
    return kind;
  }

  /** The only slot, or that of the array. */
  int slot() {
    return slots[0];
  }

  int slotCount() {
    return slots.length;
  }

  int slot(int i) {
    return slots[i];
  }
}
