package io.tablecache.plan;

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

    /** Whether it names the values that the column may have. */
    boolean isPoints() {
      return this == EQ || this == IN || this == ANY;
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
