package io.tablecache.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A value of type numeric: a decimal with its display scale, NaN or an infinity. Immutable.
 *
 * <p>Values that compare as equal are equal objects, though their scales may differ: 1.0 is 1.00,
 * and NaN is NaN, above all others.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html">PostgreSQL, Numeric
 *     Types</a>
 */
public final class Numeric implements Comparable<Numeric> {
  public static final Numeric ZERO = new Numeric(0, 0, null);
  public static final Numeric NAN = new Numeric(2, -1, null);
  public static final Numeric INFINITY = new Numeric(1, -1, null);
  public static final Numeric MINUS_INFINITY = new Numeric(-1, -1, null);

  /** More digits on either side of the decimal point than this are left to PostgreSQL. */
  private static final int MAX_DIGITS = 1000;

  /** Digits of which each number fits in a long. */
  private static final int LONG_DIGITS = 18;

  /** The value without its decimal point; of special values, the rank. */
  private final long small;

  /** How many digits follow the decimal point; negative for special values. */
  private final int scale;

  /** The value, if it does not fit in {@link #small}. */
  private final @Nullable BigDecimal big;

  private Numeric(long small, int scale, @Nullable BigDecimal big) {
    this.small = small;
    this.scale = scale;
    this.big = big;
  }

  /** The value of a decimal; a negative scale becomes 0. */
  public static Numeric of(BigDecimal value) {
    BigDecimal scaled = value.scale() < 0 ? value.setScale(0) : value;
    BigInteger unscaled = scaled.unscaledValue();
    return unscaled.bitLength() < Long.SIZE
        ? new Numeric(unscaled.longValue(), scaled.scale(), null)
        : new Numeric(0, scaled.scale(), scaled);
  }

  public static Numeric of(long value) {
    return new Numeric(value, 0, null);
  }

  /** The value {@code unscaled / 10^scale}. */
  static Numeric of(long unscaled, int scale) {
    return new Numeric(unscaled, scale, null);
  }

  /** The value of a decimal, unless it has so many digits that PostgreSQL might refuse it. */
  static Numeric checked(BigDecimal value) throws EvaluationException {
    if (value.scale() > MAX_DIGITS || value.precision() - value.scale() > MAX_DIGITS) {
      throw new EvaluationException("numeric with many digits");
    }
    return of(value);
  }

  /**
   * Reads the text of a number as PostgreSQL does, blanks around it included.
   *
   * @return null if the text is of another form than PostgreSQL's output, and must be left to it
   */
  public static @Nullable Numeric parse(String text) {
    Numeric plain = parsePlain(text);
    if (plain != null) {
      return plain;
    }
    String trimmed = TextInput.trim(text);
    switch (trimmed) {
      case "NaN":
        return NAN;
      case "Infinity":
        return INFINITY;
      case "-Infinity":
        return MINUS_INFINITY;
      default:
        break;
    }
    if (TextInput.decimalEnd(trimmed) < 0) {
      return null;
    }
    try {
      return checked(new BigDecimal(trimmed));
    } catch (EvaluationException ignored) {
      return null; // Too many digits, which is what null says.
    }
  }

  /** Reads {@code [-]digits[.digits]} of few digits; null if it is something else. */
  private static @Nullable Numeric parsePlain(String text) {
    int length = text.length();
    int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    if (length == start || length - start > LONG_DIGITS) {
      return null;
    }
    long value = 0;
    int point = -1;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0 && i > start && i < length - 1) {
        point = i;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
      } else {
        return null;
      }
    }
    return new Numeric(start == 1 ? -value : value, point < 0 ? 0 : length - 1 - point, null);
  }

  /** Whether this is neither NaN nor an infinity. */
  public boolean isFinite() {
    return scale >= 0;
  }

  public boolean isNaN() {
    return scale < 0 && small == 2;
  }

  public boolean isInfinite() {
    return scale < 0 && small != 2;
  }

  /** -1, 0 or 1, as the value is negative, zero or positive; 1 for NaN. */
  public int signum() {
    return big != null ? big.signum() : Long.signum(small);
  }

  /** How many digits follow the decimal point in the output, trailing zeros included. */
  public int scale() {
    if (scale < 0) {
      throw new IllegalStateException(this + " has no scale");
    }
    return scale;
  }

  /** The value with its scale; only if it is finite. */
  public BigDecimal decimal() {
    if (scale < 0) {
      throw new IllegalStateException(this + " is no decimal");
    }
    return big != null ? big : BigDecimal.valueOf(small, scale);
  }

  /** Whether {@link #unscaled} holds the value. */
  boolean isSmall() {
    return big == null && scale >= 0;
  }

  /** The value without its decimal point, if {@link #isSmall}. */
  long unscaled() {
    return small;
  }

  @Override
  public int compareTo(Numeric other) {
    if (scale < 0 || other.scale < 0) {
      return Long.compare(rank(), other.rank());
    }
    if (big == null && other.big == null && scale == other.scale) {
      return Long.compare(small, other.small);
    }
    int sign = signum();
    return sign != other.signum()
        ? Integer.compare(sign, other.signum())
        : decimal().compareTo(other.decimal());
  }

  /** Places special values around all others, whose rank is 0. */
  private long rank() {
    return scale < 0 ? small : 0;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Numeric && compareTo((Numeric) object) == 0;
  }

  @Override
  public int hashCode() {
    if (scale < 0) {
      return (int) small;
    }
    long unscaled = small;
    int stripped = scale;
    if (big != null) {
      BigDecimal decimal = big.stripTrailingZeros();
      BigInteger digits = decimal.unscaledValue();
      stripped = decimal.scale();
      if (digits.bitLength() >= Long.SIZE) {
        return 31 * digits.hashCode() + stripped;
      }
      unscaled = digits.longValue();
    }
    if (unscaled == 0) {
      return 0;
    }
    while (unscaled % 10 == 0) {
      unscaled /= 10;
      stripped--;
    }
    return 31 * Long.hashCode(unscaled) + stripped;
  }

  /** PostgreSQL's output text. */
  @Override
  public String toString() {
    if (scale < 0) {
      return small == 2 ? "NaN" : small == 1 ? "Infinity" : "-Infinity";
    }
    if (scale == 0 && big == null) {
      return Long.toString(small);
    }
    return decimal().toPlainString();
  }
}
