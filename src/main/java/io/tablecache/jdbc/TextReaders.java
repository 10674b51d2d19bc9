package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readers of values that are held as their output text. */
final class TextReaders {
  private TextReaders() {}

  /** Reads the text itself, as all types that are held so have it. */
  private abstract static class OfText extends ColumnReader {
    OfText(int column, int ordinal, Set<Class<?>> classes) {
      super(column, ordinal, classes);
    }

    @Override
    final byte[] text(Cursor row, ZoneId sessionZone) {
      return row.getBytes(ordinal());
    }

    @Override
    final String getText(Cursor row, ZoneId sessionZone) {
      return row.getText(ordinal());
    }
  }

  /** Reads text, varchar and char(n). */
  static final class OfCharacters extends OfText {
    OfCharacters(int column, int ordinal) {
      super(column, ordinal, Set.of(String.class));
    }

    @Override
    byte[] getBytes(Cursor row, CachedResultSet result) throws SQLException {
      byte[] bytes = row.getBytes(ordinal());
      return result.exceedsMaxFieldSize(bytes.length) ? super.getBytes(row, result) : bytes;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) throws SQLException {
      return getString(row, result);
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) throws SQLException {
      return getString(row, result);
    }
  }

  /** Reads numeric. */
  static final class OfNumeric extends OfText {
    private static final int ANY_SCALE = Integer.MIN_VALUE;

    private final int scale;

    OfNumeric(int column, int ordinal, int typmod) {
      super(column, ordinal, Set.of(BigDecimal.class));
      // The scale is a signed number of 11 bits, behind which the precision is.
      this.scale = typmod == -1 ? ANY_SCALE : (((typmod - 4) & 0x7ff) ^ 0x400) - 0x400;
    }

    /** Whether the text is a number that {@link BigDecimal} reads: NaN and infinities are not. */
    private static boolean isDecimal(String text) {
      return text.charAt(text.length() - 1) <= '9';
    }

    @Override
    float getFloat(Cursor row, CachedResultSet result) {
      return Float.parseFloat(row.getText(ordinal()));
    }

    @Override
    double getDouble(Cursor row, CachedResultSet result) {
      return Double.parseDouble(row.getText(ordinal()));
    }

    @Override
    BigDecimal getBigDecimal(Cursor row, CachedResultSet result) throws SQLException {
      String text = row.getText(ordinal());
      return isDecimal(text) ? new BigDecimal(text) : super.getBigDecimal(row, result);
    }

    @Override
    @Nullable Object getObject(Cursor row, CachedResultSet result) throws SQLException {
      String text = row.getText(ordinal());
      if (isDecimal(text)) {
        BigDecimal value = new BigDecimal(text);
        if (scale == ANY_SCALE || scale == value.scale()) {
          return value;
        }
      }
      return super.getObject(row, result);
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) throws SQLException {
      return getBigDecimal(row, result);
    }
  }

  /** Reads every other type but bytea: only its text and the bytes of that are known here. */
  static final class OfOther extends OfText {
    OfOther(int column, int ordinal) {
      super(column, ordinal, Set.of());
    }

    @Override
    byte[] getBytes(Cursor row, CachedResultSet result) throws SQLException {
      byte[] bytes = row.getBytes(ordinal());
      return result.exceedsMaxFieldSize(bytes.length) ? super.getBytes(row, result) : bytes;
    }
  }

  /** Reads bytea: only its text is known here. */
  static final class OfBytea extends OfText {
    OfBytea(int column, int ordinal) {
      super(column, ordinal, Set.of());
    }
  }
}
