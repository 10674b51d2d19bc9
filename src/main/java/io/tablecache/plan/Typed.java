package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.Oids;
import io.tablecache.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A value with the type that PostgreSQL gives it.
 *
 * @param expression the value
 * @param oid its type, domains resolved; {@link Oids#UNKNOWN} for a quoted literal and NULL before
 *     their context gives them one
 * @param collation how its text is compared; {@link Collation#NONE} where it is no text
 */
record Typed(Expression expression, int oid, Collation collation) {
  /** How text is compared. */
  enum Collation {
    /** It is no text. */
    NONE,
    /** The database's default, of which nothing is known but that equality is that of bytes. */
    DEFAULT,
    /** Equality and order are those of bytes. */
    BYTEWISE,
    /** Equality is that of bytes, order is not. */
    LINGUISTIC,
    /** Different texts may be equal, or it is not determined which of two collations it is. */
    NONDETERMINISTIC;

    /**
     * The collation of what is made of two values. PostgreSQL fails where it would have to choose
     * between two collations other than the default; which one a linguistic one is is not known.
     */
    Collation with(Collation other) {
      if (this == NONE || this == DEFAULT) {
        return other == NONE ? this : other;
      }
      return other == NONE || other == DEFAULT || this == BYTEWISE && other == BYTEWISE
          ? this
          : NONDETERMINISTIC;
    }

    boolean hasBytewiseEquality() {
      return this != NONDETERMINISTIC;
    }

    boolean hasBytewiseOrder() {
      return this == BYTEWISE;
    }
  }

  static Typed of(Expression expression, int oid) {
    return new Typed(expression, oid, isCollatable(oid) ? Collation.DEFAULT : Collation.NONE);
  }

  static Typed constant(@Nullable Object value, int oid) {
    return of(new Expression.Constant(value, ValueType.ofOid(oid)), oid);
  }

  static Typed unknown(@Nullable String text) {
    return new Typed(
        new Expression.Constant(text, ValueType.TEXT), Oids.UNKNOWN, Collation.DEFAULT);
  }

  static boolean isText(int oid) {
    return oid == Oids.TEXT || oid == Oids.VARCHAR || oid == Oids.UNKNOWN;
  }

  /** Whether values of the type are text that has a collation. */
  static boolean isCollatable(int oid) {
    return isText(oid) || oid == Oids.BPCHAR;
  }

  boolean isUnknown() {
    return oid == Oids.UNKNOWN;
  }

  /** The text of a quoted literal; null for NULL and where this is none. */
  @Nullable String literal() {
    return isUnknown() && expression instanceof Expression.Constant constant
        ? (String) constant.value()
        : null;
  }

  ValueType type() {
    return expression.type();
  }

  Typed with(Expression other) {
    return new Typed(other, oid, collation);
  }

  Typed collatedLike(Collation other) {
    return new Typed(expression, oid, other);
  }
}
