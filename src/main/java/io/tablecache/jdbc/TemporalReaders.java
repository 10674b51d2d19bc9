package io.tablecache.jdbc;

import io.tablecache.expression.PgText;
import io.tablecache.index.Cursor;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The readers of dates and timestamps.
 *
 * <p>{@code java.sql} objects of local values are made where a {@link ConstantOffset} says that a
 * constant does, {@code java.time} objects and instants for the years 1583 to 9999. Infinities, the
 * Julian calendar, years before Christ or with five digits, and the days around a change of the
 * zone's offset are left to the driver.
 */
final class TemporalReaders {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final long PLAIN_FROM_DAYS = daysTo(1583);
  private static final long PLAIN_TO_DAYS = daysTo(10_000);

  private TemporalReaders() {}

  private static long daysTo(int year) {
    return LocalDate.of(year, 1, 1).toEpochDay() - PgText.EPOCH_DAYS;
  }

  private static boolean isPlainDate(long days) {
    return days >= PLAIN_FROM_DAYS && days < PLAIN_TO_DAYS;
  }

  private static boolean isPlainTimestamp(long micros) {
    return micros >= PLAIN_FROM_DAYS * PgText.MICROS_PER_DAY
        && micros < PLAIN_TO_DAYS * PgText.MICROS_PER_DAY;
  }

  private static long epochSecond(long micros) {
    return Math.floorDiv(micros, PgText.MICROS_PER_SECOND) + PgText.EPOCH_SECONDS;
  }

  /** The part of a second, given its {@link #epochSecond}; by multiplying, for its speed. */
  private static int nanoOfSecond(long micros, long epochSecond) {
    return (int) (micros - (epochSecond - PgText.EPOCH_SECONDS) * PgText.MICROS_PER_SECOND) * 1000;
  }

  private static LocalDate localDate(long days, CachedResultSet result) {
    return result.localDate(days + PgText.EPOCH_DAYS);
  }

  private static LocalDateTime localDateTime(long micros, CachedResultSet result) {
    long days = Math.floorDiv(micros, PgText.MICROS_PER_DAY);
    long microOfDay = micros - days * PgText.MICROS_PER_DAY;
    return LocalDateTime.of(localDate(days, result), LocalTime.ofNanoOfDay(microOfDay * 1000));
  }

  /**
   * A timestamp.
   *
   * @param epochSecond of the raw value
   * @param offsetMillis what is taken off to get from local time to the instant
   */
  private static Timestamp timestamp(long micros, long epochSecond, long offsetMillis) {
    Timestamp timestamp = new Timestamp(epochSecond * 1000 - offsetMillis);
    timestamp.setNanos(nanoOfSecond(micros, epochSecond));
    return timestamp;
  }

  private static Timestamp timestamp(long micros) {
    return timestamp(micros, epochSecond(micros), 0);
  }

  private static long startOfDay(long millis) {
    return millis - Math.floorMod(millis, MILLIS_PER_DAY);
  }

  /** Reads date. */
  static final class OfDate extends ColumnReader {
    OfDate(int column, int ordinal) {
      super(column, ordinal, Set.of(Date.class, LocalDate.class));
    }

    private long localMillis(Cursor row) {
      return (row.getLong(ordinal()) + PgText.EPOCH_DAYS) * MILLIS_PER_DAY;
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofDate(row.getLong(ordinal()));
    }

    @Override
    Date getDate(Cursor row, CachedResultSet result) throws SQLException {
      long local = localMillis(row);
      ConstantOffset offset = result.constantOffset(local);
      return offset != null ? new Date(local - offset.millis()) : super.getDate(row, result);
    }

    @Override
    Timestamp getTimestamp(Cursor row, CachedResultSet result) throws SQLException {
      long local = localMillis(row);
      ConstantOffset offset = result.constantOffset(local);
      return offset != null
          ? new Timestamp(local - offset.millis())
          : super.getTimestamp(row, result);
    }

    @Override
    @Nullable Timestamp getTimestamp(Cursor row, TimeZone zone) {
      long local = localMillis(row);
      ConstantOffset offset = ConstantOffset.around(zone, local);
      return offset != null ? new Timestamp(local - offset.millis()) : null;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) throws SQLException {
      return getDate(row, result);
    }

    @Override
    @Nullable Object getObject(Cursor row, CachedResultSet result, Class<?> type)
        throws SQLException {
      if (type == Date.class) {
        return getDate(row, result);
      }
      long days = row.getLong(ordinal());
      return isPlainDate(days) ? localDate(days, result) : super.getObject(row, result, type);
    }
  }

  /** Reads timestamp without time zone. */
  static final class OfTimestamp extends ColumnReader {
    OfTimestamp(int column, int ordinal) {
      super(
          column,
          ordinal,
          Set.of(Timestamp.class, LocalDateTime.class, LocalDate.class, OffsetDateTime.class));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofTimestamp(row.getLong(ordinal()));
    }

    @Override
    Date getDate(Cursor row, CachedResultSet result) throws SQLException {
      long local = epochSecond(row.getLong(ordinal())) * 1000;
      ConstantOffset offset = result.constantOffset(local);
      return offset != null
          ? new Date(startOfDay(local) - offset.millis())
          : super.getDate(row, result);
    }

    @Override
    Timestamp getTimestamp(Cursor row, CachedResultSet result) throws SQLException {
      long micros = row.getLong(ordinal());
      long second = epochSecond(micros);
      ConstantOffset offset = result.constantOffset(second * 1000);
      return offset != null
          ? timestamp(micros, second, offset.millis())
          : super.getTimestamp(row, result);
    }

    @Override
    @Nullable Timestamp getTimestamp(Cursor row, TimeZone zone) {
      long micros = row.getLong(ordinal());
      long second = epochSecond(micros);
      ConstantOffset offset = ConstantOffset.around(zone, second * 1000);
      return offset != null ? timestamp(micros, second, offset.millis()) : null;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) throws SQLException {
      return getTimestamp(row, result);
    }

    @Override
    @Nullable Object getObject(Cursor row, CachedResultSet result, Class<?> type)
        throws SQLException {
      if (type == Timestamp.class) {
        return getTimestamp(row, result);
      }
      long micros = row.getLong(ordinal());
      if (!isPlainTimestamp(micros)) {
        return super.getObject(row, result, type);
      }
      LocalDateTime local = localDateTime(micros, result);
      if (type == LocalDateTime.class) {
        return local;
      }
      return type == LocalDate.class ? local.toLocalDate() : local.atOffset(ZoneOffset.UTC);
    }
  }

  /** Reads timestamp with time zone. */
  static final class OfTimestamptz extends ColumnReader {
    OfTimestamptz(int column, int ordinal) {
      super(column, ordinal, Set.of(Timestamp.class, OffsetDateTime.class));
    }

    @Override
    String getText(Cursor row, ZoneId sessionZone) {
      return PgText.ofTimestamptz(row.getLong(ordinal()), sessionZone);
    }

    @Override
    Date getDate(Cursor row, CachedResultSet result) throws SQLException {
      long epochMillis = epochSecond(row.getLong(ordinal())) * 1000;
      ConstantOffset offset = result.constantOffsetAt(epochMillis);
      return offset != null
          ? new Date(startOfDay(epochMillis + offset.millis()) - offset.millis())
          : super.getDate(row, result);
    }

    @Override
    Timestamp getTimestamp(Cursor row, CachedResultSet result) throws SQLException {
      long micros = row.getLong(ordinal());
      return isPlainTimestamp(micros) ? timestamp(micros) : super.getTimestamp(row, result);
    }

    @Override
    @Nullable Timestamp getTimestamp(Cursor row, TimeZone zone) {
      long micros = row.getLong(ordinal());
      return isPlainTimestamp(micros) ? timestamp(micros) : null;
    }

    @Override
    Object getObject(Cursor row, CachedResultSet result) throws SQLException {
      return getTimestamp(row, result);
    }

    @Override
    @Nullable Object getObject(Cursor row, CachedResultSet result, Class<?> type)
        throws SQLException {
      if (type == Timestamp.class) {
        return getTimestamp(row, result);
      }
      long micros = row.getLong(ordinal());
      return isPlainTimestamp(micros)
          ? localDateTime(micros, result).atOffset(ZoneOffset.UTC)
          : super.getObject(row, result, type);
    }
  }
}
