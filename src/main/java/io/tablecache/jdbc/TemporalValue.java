package io.tablecache.jdbc;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.temporal.ChronoField;
import org.postgresql.PGStatement;

/**
 * A date or a time with a date, which pgjdbc sends as ISO text in the years from 1583 to 9999, and
 * as infinity beyond each class's own limits. What else there is, is not bound.
 */
sealed interface TemporalValue extends ParameterValue {
  long DAY_MILLIS = 86_400_000;
  long DAY_MICROS = 86_400_000_000L;

  /** 2000-01-01, PostgreSQL's epoch, in days since 1970-01-01. */
  long EPOCH_DAYS = 10_957;

  /** PostgreSQL refuses offsets of 16 hours and more. */
  int MAX_OFFSET_SECONDS = 16 * 3600 - 1;

  /**
   * Raw values of the days in which every calendar and PostgreSQL agree and years have 4 digits.
   */
  long MIN_DAY = LocalDate.of(1583, 1, 1).toEpochDay() - EPOCH_DAYS;

  long MAX_DAY = LocalDate.of(9999, 12, 31).toEpochDay() - EPOCH_DAYS;

  /** Far enough from 1970 to be refused by its day, and from overflow. */
  long MAX_MILLIS = (MAX_DAY + EPOCH_DAYS + 1) * DAY_MILLIS;

  LocalDate MIN_LOCAL_DATE = LocalDate.of(4713, 1, 1).with(ChronoField.ERA, IsoEra.BCE.getValue());

  /**
   * Puts the moment that reads so on the wall into a slot of a type with a date.
   *
   * @param wallMicros microseconds since 2000-01-01T00:00 on the wall
   * @param offsetSeconds how far that wall is east of UTC
   */
  private static boolean setMoment(
      SlotValues values, int slot, SlotSource source, long wallMicros, long offsetSeconds) {
    long day = Math.floorDiv(wallMicros, DAY_MICROS);
    if (day < MIN_DAY || day > MAX_DAY || Math.abs(offsetSeconds) > MAX_OFFSET_SECONDS) {
      return false;
    }
    switch (source.type()) {
      case TIMESTAMP -> values.setLong(slot, wallMicros);
      case TIMESTAMPTZ -> values.setLong(slot, wallMicros - offsetSeconds * 1_000_000);
      case DATE -> values.setLong(slot, day);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean setInfinity(
      SlotValues values, int slot, SlotSource source, boolean positive) {
    ValueType type = source.type();
    if (type != ValueType.TIMESTAMP && type != ValueType.TIMESTAMPTZ && type != ValueType.DATE) {
      return false;
    }
    values.setLong(slot, positive ? type.maxRaw() : type.minRaw());
    return true;
  }

  private static boolean isInfinity(long epochMillis) {
    return epochMillis == PGStatement.DATE_POSITIVE_INFINITY
        || epochMillis == PGStatement.DATE_NEGATIVE_INFINITY;
  }

  /** Microseconds, half up; 1,000,000 of them carry into the second. */
  private static long roundedMicros(int nanos) {
    return (nanos + 500) / 1000;
  }

  /**
   * A {@link Timestamp}, in a zone.
   *
   * @param offsets of the zone that the caller's calendar or the default had
   */
  record Instantaneous(long epochMillis, int nanos, LocalOffsets offsets) implements TemporalValue {
    @Override
    public int oid() {
      return Oids.UNSPECIFIED;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (isInfinity(epochMillis)) {
        return setInfinity(values, slot, source, epochMillis > 0);
      }
      long micros = roundedMicros(nanos);
      // The zone is asked for the rounded instant.
      int offsetMillis =
          offsets.offsetMillisAt(micros == 1_000_000 ? epochMillis + 1 : epochMillis);
      if (offsetMillis % 1000 != 0 || epochMillis < -MAX_MILLIS || epochMillis > MAX_MILLIS) {
        return false;
      }
      long offsetSeconds = offsetMillis / 1000;
      long wallSeconds = Math.floorDiv(epochMillis, 1000) - EPOCH_DAYS * 86_400 + offsetSeconds;
      return setMoment(values, slot, source, wallSeconds * 1_000_000 + micros, offsetSeconds);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      Timestamp timestamp = new Timestamp(epochMillis);
      timestamp.setNanos(nanos);
      if (offsets == LocalOffsets.ofDefault()) {
        real.setTimestamp(index, timestamp);
      } else {
        real.setTimestamp(index, timestamp, offsets.calendar());
      }
    }
  }

  /** A {@link Date}: midnight, but with the offset that the zone has at the instant. */
  record Day(long epochMillis, LocalOffsets offsets) implements TemporalValue {
    @Override
    public int oid() {
      return Oids.UNSPECIFIED;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (isInfinity(epochMillis)) {
        return setInfinity(values, slot, source, epochMillis > 0);
      }
      int offsetMillis = offsets.offsetMillisAt(epochMillis);
      if (offsetMillis % 1000 != 0 || epochMillis < -MAX_MILLIS || epochMillis > MAX_MILLIS) {
        return false;
      }
      long day = Math.floorDiv(epochMillis + offsetMillis, DAY_MILLIS) - EPOCH_DAYS;
      return setMoment(values, slot, source, day * DAY_MICROS, offsetMillis / 1000);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      if (offsets == LocalOffsets.ofDefault()) {
        real.setDate(index, new Date(epochMillis));
      } else {
        real.setDate(index, new Date(epochMillis), offsets.calendar());
      }
    }
  }

  /** A {@link LocalDate}. */
  record Local(LocalDate value) implements TemporalValue {
    @Override
    public int oid() {
      return Oids.DATE;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.DATE) {
        return false;
      }
      if (value.equals(LocalDate.MAX) || value.isBefore(MIN_LOCAL_DATE)) {
        return setInfinity(values, slot, source, value.getYear() > 0);
      }
      long day = value.toEpochDay() - EPOCH_DAYS;
      if (day < MIN_DAY || day > MAX_DAY) {
        return false;
      }
      values.setLong(slot, day);
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setObject(index, value);
    }
  }

  /** A {@link LocalDateTime}. */
  record LocalMoment(LocalDateTime value) implements TemporalValue {
    private static final LocalDateTime MAX = LocalDateTime.MAX.minus(Duration.ofMillis(500));
    private static final LocalDateTime MIN = MIN_LOCAL_DATE.atStartOfDay();

    @Override
    public int oid() {
      return Oids.TIMESTAMP;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.TIMESTAMP) {
        return false;
      }
      if (value.isAfter(MAX) || value.isBefore(MIN)) {
        return setInfinity(values, slot, source, value.isAfter(MAX));
      }
      long seconds = value.toEpochSecond(ZoneOffset.UTC) - EPOCH_DAYS * 86_400;
      return Math.abs(seconds) <= MAX_MILLIS / 1000
          && setMoment(
              values, slot, source, seconds * 1_000_000 + roundedMicros(value.getNano()), 0);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setObject(index, value);
    }
  }

  /** An {@link OffsetDateTime}. */
  record OffsetMoment(OffsetDateTime value) implements TemporalValue {
    private static final OffsetDateTime MAX = OffsetDateTime.MAX.minus(Duration.ofMillis(500));
    private static final OffsetDateTime MIN =
        MIN_LOCAL_DATE.atStartOfDay().atOffset(ZoneOffset.UTC);

    @Override
    public int oid() {
      return Oids.TIMESTAMPTZ;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.TIMESTAMPTZ) {
        return false;
      }
      if (value.isAfter(MAX) || value.isBefore(MIN)) {
        return setInfinity(values, slot, source, value.isAfter(MAX));
      }
      long offsetSeconds = value.getOffset().getTotalSeconds();
      long wallSeconds = value.toEpochSecond() + offsetSeconds - EPOCH_DAYS * 86_400;
      return Math.abs(wallSeconds) <= MAX_MILLIS / 1000
          && setMoment(
              values,
              slot,
              source,
              wallSeconds * 1_000_000 + roundedMicros(value.getNano()),
              offsetSeconds);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setObject(index, value);
    }
  }
}
