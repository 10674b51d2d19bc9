package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Numbers as arguments for functions: ordinary, round, extreme and NULL. */
final class NumberValues {
  private final Random random;

  NumberValues(Random random) {
    this.random = random;
  }

  @Nullable Object of(ValueType type) {
    return random.nextInt(20) == 0 ? null : notNull(type);
  }

  Object notNull(ValueType type) {
    return switch (type) {
      case BOOL -> (long) random.nextInt(2);
      case INT2, INT4, INT8 -> integer(type);
      case FLOAT4 -> (double) (float) floating(true);
      case FLOAT8 -> floating(false);
      case NUMERIC -> numeric();
      default -> text();
    };
  }

  @Nullable Object smallOrNull(ValueType type) {
    return random.nextInt(20) == 0
        ? null
        : (Object) (long) (type == ValueType.INT8 ? random.nextInt(60) : random.nextInt(-5, 18));
  }

  /** The modifier of numeric(p,s). */
  Object numericModifier() {
    int precision = random.nextInt(1, 25);
    return (long) ((precision << 16 | random.nextInt(0, precision + 1)) + 4);
  }

  private long integer(ValueType type) {
    long min = type.minRaw();
    long max = type.maxRaw();
    return switch (random.nextInt(6)) {
      case 0 -> List.of(min, max, min + 1, max - 1, 0L, 1L, -1L).get(random.nextInt(7));
      case 1 -> random.nextLong() >> Long.SIZE - Long.bitCount(max) - 1;
      case 2 -> (long) Math.sqrt((double) max) + random.nextInt(-2, 3);
      default -> random.nextInt(-100, 100);
    };
  }

  private double floating(boolean isSingle) {
    return switch (random.nextInt(7)) {
      case 0 ->
          List.of(
                  0.0,
                  -0.0,
                  0.5,
                  -0.5,
                  1.5,
                  2.5,
                  -2.5,
                  1e15,
                  1e14,
                  1e-5,
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  32767.5,
                  -32768.5,
                  2147483647.5,
                  -2147483648.5,
                  9223372036854775807.0,
                  -9223372036854775808.0)
              .get(random.nextInt(19));
      case 1 ->
          isSingle
              ? Float.intBitsToFloat(random.nextInt())
              : Double.longBitsToDouble(random.nextLong());
      case 2 ->
          isSingle
              ? List.of(Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL).get(random.nextInt(3))
              : List.of(Double.MAX_VALUE, Double.MIN_VALUE, Double.MIN_NORMAL)
                  .get(random.nextInt(3));
      case 3 -> random.nextInt(-1000, 1000);
      case 4 -> random.nextInt(-100000, 100000) / 100.0;
      default -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-10, 20));
    };
  }

  Numeric numeric() {
    return switch (random.nextInt(8)) {
      case 0 ->
          List.of(
                  Numeric.NAN,
                  Numeric.INFINITY,
                  Numeric.MINUS_INFINITY,
                  Numeric.ZERO,
                  Numeric.of(new BigDecimal("0.000")),
                  Numeric.of(new BigDecimal("0.5")),
                  Numeric.of(new BigDecimal("-2.5")),
                  Numeric.of(Long.MAX_VALUE),
                  Numeric.of(Long.MIN_VALUE),
                  Numeric.of(new BigDecimal("9223372036854775807.5")),
                  Numeric.of(new BigDecimal("-2147483648.4999")),
                  Numeric.of(new BigDecimal("32767.5")))
              .get(random.nextInt(12));
      case 1 ->
          Numeric.of(new BigDecimal(new BigInteger(200, random), random.nextInt(80)).negate());
      case 2 -> Numeric.of(random.nextInt(-1000, 1000));
      case 3 -> Numeric.of(BigDecimal.TEN.pow(random.nextInt(30)));
      case 4 -> Numeric.of(new BigDecimal(BigInteger.ONE, random.nextInt(30)));
      case 5 -> Numeric.of(random.nextLong(), random.nextInt(20));
      default -> Numeric.of(random.nextInt(-1_000_000, 1_000_000), random.nextInt(6));
    };
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(random.nextInt(3) == 0 ? " " : List.of("a", "é", "😀").get(random.nextInt(3)));
    }
    return text.append(" ".repeat(random.nextInt(3))).toString();
  }

  /** A text that might be read as a number or a boolean. */
  String textOfNumber() {
    String blanks = " ".repeat(random.nextInt(2));
    String text =
        switch (random.nextInt(8)) {
          case 0 ->
              List.of(
                      "",
                      "t",
                      "f",
                      "true",
                      "FALSE",
                      "on",
                      "of",
                      "off",
                      "o",
                      "1",
                      "0",
                      "yes",
                      "no",
                      "nan",
                      "inf",
                      "-Infinity",
                      "1_000",
                      "0x1F",
                      "1e400",
                      "1e-400",
                      ".5",
                      "5.",
                      "+7",
                      "--1",
                      "1 2",
                      "1e",
                      "٣")
                  .get(random.nextInt(27));
          case 1 -> numeric().toString();
          case 2 -> PgText.ofDouble(floating(false));
          case 3 -> PgText.ofFloat((float) floating(true));
          default -> Long.toString(integer(ValueType.INT8) >> random.nextInt(60));
        };
    return blanks + text + blanks;
  }
}
