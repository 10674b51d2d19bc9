package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.util.Objects;

/** Values that tables hold as their output text, as what expressions compute with and back. */
public final class HeldText {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private HeldText() {}

  /**
   * The value that an output text means.
   *
   * @param type one that is held as bytes
   * @return as a {@link Expression.Constant}'s
   */
  public static Object read(String text, ValueType type) throws EvaluationException {
    return switch (type) {
      case NUMERIC -> numeric(text);
      case TIME -> time(text);
      case INTERVAL -> throw new EvaluationException("an interval that is not read");
      default -> text;
    };
  }

  /** The output text of a value that is not NULL, of a type that is held as bytes. */
  public static String write(Vector vector, int row) {
    return vector.type == ValueType.TIME
        ? timeText(vector.longs[row])
        : Objects.requireNonNull(vector.objects[row]).toString();
  }

  private static Numeric numeric(String text) throws EvaluationException {
    char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
    if (last < '0' || last > '9') {
      throw new EvaluationException("a numeric that is no decimal");
    }
    return Numeric.of(new BigDecimal(text));
  }

  /** The microseconds of {@code HH:MM:SS[.fraction]}. */
  private static Long time(String text) throws EvaluationException {
    if (text.length() < 8 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      throw new EvaluationException("a time that is not read");
    }
    long seconds = twoDigits(text, 0) * 3600 + twoDigits(text, 3) * 60 + twoDigits(text, 6);
    long micros = seconds * MICROS_PER_SECOND;
    long unit = MICROS_PER_SECOND / 10;
    for (int i = 9; i < text.length(); i++) {
      micros += unit * (text.charAt(i) - '0');
      unit /= 10;
    }
    return micros;
  }

  private static long twoDigits(String text, int at) {
    return 10L * (text.charAt(at) - '0') + (text.charAt(at + 1) - '0');
  }

  private static String timeText(long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    StringBuilder text = new StringBuilder(15);
    append(text, seconds / 3600);
    append(text.append(':'), seconds / 60 % 60);
    append(text.append(':'), seconds % 60);
    long rest = micros % MICROS_PER_SECOND;
    if (rest != 0) {
      text.append('.');
      for (long unit = MICROS_PER_SECOND / 10; rest != 0; unit /= 10) {
        text.append((char) ('0' + rest / unit));
        rest %= unit;
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
