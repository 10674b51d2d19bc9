package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import io.tablecache.model.Oids;
import io.tablecache.model.ResultField;
import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * The getters of one result column, chosen once by its type.
 *
 * <p>Each getter reads the cursor's row, whose value in the column is not NULL. What is written
 * here asks the driver's own result set; a subclass overrides the getters for which it gives the
 * same value faster, and calls these for the values for which it does not.
 *
 * <p>Immutable.
 */
abstract class ColumnReader {
  private final int column;
  private final int ordinal;
  private final Class<?>[] classes;

  /**
   * @param column the result column, counted from 1
   * @param ordinal where the column is in the rows
   * @param classes for which {@link #getObject(Cursor, CachedResultSet, Class)} is overridden
   */
  ColumnReader(int column, int ordinal, Set<Class<?>> classes) {
    this.column = column;
    this.ordinal = ordinal;
    this.classes = classes.toArray(new Class<?>[0]);
  }

  /**
   * The reader for a column of a result.
   *
   * @param ordinal where it is in the rows, which hold it as its type says
   */
  static ColumnReader of(int column, ResultField field, int ordinal) {
    ValueType type = ValueType.ofOid(field.typeOid());
    return switch (type) {
      case BOOL -> new ScalarReaders.OfBoolean(column, ordinal);
      case INT2 -> new ScalarReaders.OfInteger(column, ordinal, Set.of(Short.class, Integer.class));
      case INT4 -> new ScalarReaders.OfInteger(column, ordinal, Set.of(Integer.class));
      case INT8 ->
          field.typeOid() == Oids.OID
              ? new ScalarReaders.OfOid(column, ordinal)
              : new ScalarReaders.OfBigint(column, ordinal);
      case FLOAT4 -> new ScalarReaders.OfFloat(column, ordinal);
      case FLOAT8 -> new ScalarReaders.OfDouble(column, ordinal);
      case UUID -> new ScalarReaders.OfUuid(column, ordinal);
      case NUMERIC -> new TextReaders.OfNumeric(column, ordinal, field.typmod());
      case TEXT, BPCHAR -> new TextReaders.OfCharacters(column, ordinal);
      case INTERVAL, TIME, JSON, JSONB, OTHER ->
          field.typeOid() == Oid.BYTEA
              ? new TextReaders.OfBytea(column, ordinal)
              : new TextReaders.OfOther(column, ordinal);
      case DATE -> new TemporalReaders.OfDate(column, ordinal);
      case TIMESTAMP -> new TemporalReaders.OfTimestamp(column, ordinal);
      case TIMESTAMPTZ -> new TemporalReaders.OfTimestamptz(column, ordinal);
    };
  }

  /** The column of the rows that is read. */
  final int ordinal() {
    return ordinal;
  }

  /** Whether {@link #getObject(Cursor, CachedResultSet, Class)} gives objects of that class. */
  final boolean reads(Class<?> type) {
    for (Class<?> one : classes) {
      if (one == type) {
        return true;
      }
    }
    return false;
  }

  /** The value as the driver receives it in text format. */
  byte[] text(Cursor row, ZoneId sessionZone) {
    return getText(row, sessionZone).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The value's output text. */
  abstract String getText(Cursor row, ZoneId sessionZone);

  String getString(Cursor row, CachedResultSet result) throws SQLException {
    String text = getText(row, result.sessionZone());
    return result.exceedsMaxFieldSize(text.length()) ? result.driver().getString(column) : text;
  }

  boolean getBoolean(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getBoolean(column);
  }

  byte getByte(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getByte(column);
  }

  short getShort(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getShort(column);
  }

  int getInt(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getInt(column);
  }

  long getLong(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getLong(column);
  }

  float getFloat(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getFloat(column);
  }

  double getDouble(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getDouble(column);
  }

  BigDecimal getBigDecimal(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getBigDecimal(column);
  }

  byte[] getBytes(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getBytes(column);
  }

  Date getDate(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getDate(column);
  }

  /** The value in the default time zone. */
  Timestamp getTimestamp(Cursor row, CachedResultSet result) throws SQLException {
    return result.driver().getTimestamp(column);
  }

  /** The value in a given time zone, or null if only the driver can tell. */
  @Nullable Timestamp getTimestamp(Cursor row, TimeZone zone) {
    return null;
  }

  @Nullable Object getObject(Cursor row, CachedResultSet result) throws SQLException {
    return result.owned(result.driver().getObject(column));
  }

  /** The value as one of the classes that are {@link #reads read}. */
  @Nullable Object getObject(Cursor row, CachedResultSet result, Class<?> type)
      throws SQLException {
    return result.owned(result.driver().getObject(column, type));
  }
}
