package io.tablecache.jdbc;

import io.tablecache.model.Oids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * What pgjdbc makes of {@code setObject}'s argument, for the classes where that is a plain value.
 *
 * <p>Methods return null where the argument is of another class or does not convert: pgjdbc then
 * has its own way with it, or its own error. Immutable.
 */
final class ParameterConversions {
  private ParameterConversions() {}

  /** {@code setObject(index, value)}. */
  static @Nullable ParameterValue ofObject(Object value, CapturedParameters parameters)
      throws SQLException {
    if (value instanceof Integer number) {
      return new ParameterValue.Whole(number, Oids.INT4);
    } else if (value instanceof Long number) {
      return new ParameterValue.Whole(number, Oids.INT8);
    } else if (value instanceof Short || value instanceof Byte) {
      return new ParameterValue.Whole(((Number) value).shortValue(), Oids.INT2);
    } else if (value instanceof String text) {
      return parameters.text(text);
    } else if (value.getClass() == Timestamp.class) {
      return timestamp((Timestamp) value, parameters.defaultOffsets());
    } else if (value.getClass() == Date.class) {
      return new TemporalValue.Day(((Date) value).getTime(), parameters.defaultOffsets());
    } else if (value instanceof LocalDateTime moment) {
      return new TemporalValue.LocalMoment(moment);
    } else if (value instanceof OffsetDateTime moment) {
      return new TemporalValue.OffsetMoment(moment);
    } else if (value instanceof LocalDate day) {
      return new TemporalValue.Local(day);
    } else if (value instanceof UUID uuid) {
      return new ParameterValue.Uuid(uuid);
    } else if (value instanceof Boolean bool) {
      return new ParameterValue.Bool(bool);
    } else if (value instanceof Double number) {
      return new ParameterValue.Precise(number);
    } else if (value instanceof Float number) {
      return parameters.real(number);
    } else if (value.getClass() == BigDecimal.class) {
      return new ParameterValue.Numeric((BigDecimal) value);
    } else if (value instanceof Character character) {
      return parameters.text(character.toString());
    } else if (value instanceof java.sql.Array array) {
      return ParameterArray.OfDriver.capture(array, parameters.connection());
    } else if (value.getClass().isArray()) {
      return ParameterArray.OfJava.capture(value);
    } else if (value instanceof PGobject object) {
      return ParameterValue.Json.of(object);
    }
    return null;
  }

  /** {@code setObject(index, value, sqlType, scale)}; a scale below 0 is none. */
  static @Nullable ParameterValue ofObject(
      Object value, int sqlType, int scale, CapturedParameters parameters) throws SQLException {
    switch (sqlType) {
      case Types.INTEGER:
        Long integer = toLong(value);
        return integer == null ? null : new ParameterValue.Whole(integer.intValue(), Oids.INT4);
      case Types.TINYINT:
      case Types.SMALLINT:
        Long small = toLong(value);
        return small == null ? null : new ParameterValue.Whole(small.shortValue(), Oids.INT2);
      case Types.BIGINT:
        Long big = toLong(value);
        return big == null ? null : new ParameterValue.Whole(big, Oids.INT8);
      case Types.REAL:
        return value instanceof Number number && isPlain(number)
            ? parameters.real(number.floatValue())
            : null;
      case Types.DOUBLE:
      case Types.FLOAT:
        return value instanceof Number number && isPlain(number)
            ? new ParameterValue.Precise(number.doubleValue())
            : null;
      case Types.DECIMAL:
      case Types.NUMERIC:
        return decimal(value, scale);
      case Types.VARCHAR:
      case Types.LONGVARCHAR:
        return value instanceof String
                || value instanceof UUID
                || value instanceof Boolean
                || value instanceof Character
                || (value instanceof Number number && isPlain(number))
            ? parameters.text(value.toString())
            : null;
      case Types.DATE:
        if (value instanceof LocalDate day) {
          return new TemporalValue.Local(day);
        }
        return value instanceof java.util.Date date
            ? new TemporalValue.Day(date.getTime(), parameters.defaultOffsets())
            : null;
      case Types.TIMESTAMP:
        return toTimestamp(value, parameters);
      case Types.TIMESTAMP_WITH_TIMEZONE:
        return value instanceof OffsetDateTime moment
            ? new TemporalValue.OffsetMoment(moment)
            : null;
      case Types.BOOLEAN:
      case Types.BIT:
        return value instanceof Boolean bool ? new ParameterValue.Bool(bool) : null;
      case Types.ARRAY:
        return value instanceof java.sql.Array || value.getClass().isArray()
            ? ofObject(value, parameters)
            : null;
      case Types.OTHER:
        if (value instanceof UUID uuid) {
          return new ParameterValue.Uuid(uuid);
        }
        if (value instanceof PGobject object) {
          return ParameterValue.Json.of(object);
        }
        return value instanceof String text
            ? new ParameterValue.Text(text, Oids.UNSPECIFIED, true)
            : null;
      default:
        return null;
    }
  }

  static ParameterValue timestamp(Timestamp value, LocalOffsets offsets) {
    return new TemporalValue.Instantaneous(value.getTime(), value.getNanos(), offsets);
  }

  private static @Nullable ParameterValue toTimestamp(Object value, CapturedParameters parameters) {
    if (value.getClass() == Timestamp.class) {
      return timestamp((Timestamp) value, parameters.defaultOffsets());
    }
    if (value instanceof LocalDateTime moment) {
      return new TemporalValue.LocalMoment(moment);
    }
    return value instanceof java.util.Date date && !(value instanceof Timestamp)
        ? timestamp(new Timestamp(date.getTime()), parameters.defaultOffsets())
        : null;
  }

  /** A Number whose conversions are the JDK's. */
  private static boolean isPlain(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof Double
        || number instanceof Float
        || number.getClass() == BigDecimal.class;
  }

  /** Whole numbers of the JDK and booleans; wider ones are then cut, as pgjdbc cuts them. */
  private static @Nullable Long toLong(Object value) {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Boolean bool) {
      return bool ? 1L : 0L;
    }
    return null;
  }

  private static @Nullable ParameterValue decimal(Object value, int scale) {
    BigDecimal decimal;
    if (value.getClass() == BigDecimal.class) {
      decimal = (BigDecimal) value;
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      decimal = BigDecimal.valueOf(((Number) value).longValue());
    } else {
      return null;
    }
    return new ParameterValue.Numeric(
        scale >= 0 ? decimal.setScale(scale, RoundingMode.HALF_UP) : decimal);
  }
}
