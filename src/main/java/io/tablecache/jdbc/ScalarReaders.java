package io.tablecache.jdbc;

import io.tablecache.expression.PgText;
import io.tablecache.index.Cursor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/** The readers of booleans, integers, floats and uuids. */
final class ScalarReaders {
  private ScalarReaders() {}

  /** Reads boolean. */
  static final class OfBoolean extends ColumnReader {
    OfBoolean(int column, int ordinal) {
      super(column, ordinal, Set.of(Boolean.class));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofBoolean(row.getLong(ordinal()) != 0);
    }

    @Override
    boolean getBoolean(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal()) != 0;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal()) != 0;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      return row.getLong(ordinal()) != 0;
    }
  }

  /** Reads what all integer types have in common. */
  private abstract static class OfWholeNumber extends ColumnReader {
    OfWholeNumber(int column, int ordinal, Set<Class<?>> classes) {
      super(column, ordinal, classes);
    }

    @Override
    final String getText(Cursor row, ZoneId sessionZone) {
      return Long.toString(row.getLong(ordinal()));
    }

    @Override
    final boolean getBoolean(Cursor row, CachedResultSet result) throws SQLException {
      long value = row.getLong(ordinal());
      return value == 0 || value == 1 ? value == 1 : super.getBoolean(row, result);
    }

    @Override
    final byte getByte(Cursor row, CachedResultSet result) throws SQLException {
      long value = row.getLong(ordinal());
      return value == (byte) value ? (byte) value : super.getByte(row, result);
    }

    @Override
    final short getShort(Cursor row, CachedResultSet result) throws SQLException {
      long value = row.getLong(ordinal());
      return value == (short) value ? (short) value : super.getShort(row, result);
    }

    @Override
    final int getInt(Cursor row, CachedResultSet result) throws SQLException {
      long value = row.getLong(ordinal());
      return value == (int) value ? (int) value : super.getInt(row, result);
    }

    @Override
    final long getLong(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal());
    }

    @Override
    final float getFloat(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal());
    }

    @Override
    final double getDouble(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal());
    }

    @Override
    final BigDecimal getBigDecimal(Cursor row, CachedResultSet result) {
      return BigDecimal.valueOf(row.getLong(ordinal()));
    }
  }

  /** Reads smallint and integer, whose object is an {@link Integer}. */
  static final class OfInteger extends OfWholeNumber {
    OfInteger(int column, int ordinal, Set<Class<?>> classes) {
      super(column, ordinal, classes);
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return (int) row.getLong(ordinal());
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      long value = row.getLong(ordinal());
      return type == Short.class ? (Object) (short) value : (Object) (int) value;
    }
  }

  /** Reads oid: only its text is known here. */
  static final class OfOid extends ColumnReader {
    OfOid(int column, int ordinal) {
      super(column, ordinal, Set.of());
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return Long.toString(row.getLong(ordinal()));
    }
  }

  /** Reads bigint. */
  static final class OfBigint extends OfWholeNumber {
    OfBigint(int column, int ordinal) {
      super(column, ordinal, Set.of(Long.class, BigInteger.class));
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return row.getLong(ordinal());
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      long value = row.getLong(ordinal());
      return type == Long.class ? (Object) value : BigInteger.valueOf(value);
    }
  }

  /** Reads real. */
  static final class OfFloat extends ColumnReader {
    OfFloat(int column, int ordinal) {
      super(column, ordinal, Set.of(Float.class));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofFloat(row.getFloat(ordinal()));
    }

    @Override
    float getFloat(Cursor row, CachedResultSet result) {
      return row.getFloat(ordinal());
    }

    @Override
    double getDouble(Cursor row, CachedResultSet result) {
      // The double that the decimal text denotes, not the one that the float denotes.
      return Double.parseDouble(PgText.ofFloat(row.getFloat(ordinal())));
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return row.getFloat(ordinal());
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      return row.getFloat(ordinal());
    }
  }

  /** Reads double precision. */
  static final class OfDouble extends ColumnReader {
    OfDouble(int column, int ordinal) {
      super(column, ordinal, Set.of(Double.class));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofDouble(row.getDouble(ordinal()));
    }

    @Override
    float getFloat(Cursor row, CachedResultSet result) {
      double value = row.getDouble(ordinal());
      // Rounding the decimal text and rounding the double may differ, but not where nothing is
      // rounded.
      return value == (float) value ? (float) value : Float.parseFloat(PgText.ofDouble(value));
    }

    @Override
    double getDouble(Cursor row, CachedResultSet result) {
      return row.getDouble(ordinal());
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return row.getDouble(ordinal());
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      return row.getDouble(ordinal());
    }
  }

  /** Reads uuid. */
  static final class OfUuid extends ColumnReader {
    OfUuid(int column, int ordinal) {
      super(column, ordinal, Set.of(UUID.class));
    }

    private UUID uuid(Cursor row) {
      return new UUID(
          row.getUuidMostSignificant(ordinal()), row.getUuidLeastSignificant(ordinal()));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return uuid(row).toString();
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) {
      return uuid(row);
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result, Class<?> type) {
      return uuid(row);
    }
  }
}
