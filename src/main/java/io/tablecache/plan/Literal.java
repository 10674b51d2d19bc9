package io.tablecache.plan;

/**
 * A literal that was lifted out of a statement's text.
 *
 * @param kind its class, which is part of the plan's key
 * @param text its value: digits with sign for a number, the unescaped content for a string
 */
public record Literal(Kind kind, String text) {
  /** The classes of literals that PostgreSQL types differently. */
  public enum Kind {
    /** An integer that fits into int4. */
    INT4,
    /** An integer that fits into int8 but not into int4. */
    INT8,
    /** Any other number. */
    NUMERIC,
    /** A quoted string, of unknown type until its context gives it one. */
    STRING;

    /** No number of so many digits overflows. */
    private static final int SAFE_DIGITS = 18;

    /** The class that PostgreSQL gives the number, without a sign, that a part of a text is. */
    static Kind ofNumber(String sql, int start, int end) {
      long value = 0;
      for (int i = start; i < end; i++) {
        int digit = sql.charAt(i) - '0';
        boolean overflows = i - start >= SAFE_DIGITS && value > (Long.MAX_VALUE - digit) / 10;
        if (digit < 0 || digit > 9 || overflows) {
          return NUMERIC;
        }
        value = value * 10 + digit;
      }
      return value <= Integer.MAX_VALUE ? INT4 : INT8;
    }
  }
}
