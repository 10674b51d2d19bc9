package io.tablecache.jdbc;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.plan.SlotSource;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The parameters of one prepared statement, taken over from its setters without a statement of
 * pgjdbc, to be bound to a plan's slots or replayed.
 *
 * <p>Each {@code setX} does what pgjdbc's does: it reads mutable arguments at once, and refuses an
 * index that is out of range. It returns false for what cannot be taken over exactly, a stream or
 * an unknown class, and for what pgjdbc itself may refuse: the parameter then counts as missing
 * here, and the caller replays the others into a real statement and calls its setter.
 *
 * <p>An execution is what binds or replays. Equivalent calls are one call: {@code setObject} with
 * an {@link Integer} is replayed as {@code setInt}, as pgjdbc makes it. Confined to one thread.
 */
final class CapturedParameters {
  private final BaseConnection connection;
  private final int stringOid;
  private final @Nullable ParameterValue[] values;
  private final int[] oids;
  private int @Nullable [] declaredOids;
  private int typesVersion;
  private @Nullable LocalOffsets defaultOffsets;

  /**
   * @param connection pgjdbc's, whose settings decide what some types are declared as
   * @param count how many parameters the statement has
   */
  CapturedParameters(BaseConnection connection, int count) {
    this.connection = connection;
    this.stringOid = connection.getStringVarcharFlag() ? Oids.VARCHAR : Oids.UNSPECIFIED;
    this.values = new ParameterValue[count];
    this.oids = new int[count];
  }

  int count() {
    return values.length;
  }

  /** Changes whenever the declared types change; a plan found at one version is good for it. */
  int typesVersion() {
    return typesVersion;
  }

  /**
   * The type of each parameter as pgjdbc declares it, {@link Oids#UNSPECIFIED} where it leaves it
   * to PostgreSQL; the same array until a type changes, and not to be changed.
   */
  int[] declaredOids() {
    int[] declared = declaredOids;
    if (declared == null) {
      declared = oids.clone();
      declaredOids = declared;
    }
    return declared;
  }

  /** The first parameter without a value, counted from 1; 0 if all have one. */
  int firstMissing() {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * Puts a parameter into a slot as the value that PostgreSQL would see.
   *
   * @return false if that value is not known exactly; the slot is then undefined
   */
  boolean bind(SlotValues slots, int slot, SlotSource source) {
    defaultOffsets = null;
    ParameterValue value = values[source.position()];
    if (value == null) {
      return false;
    }
    int oid = oids[source.position()];
    return (oid == source.typeOid() || oid == Oids.UNSPECIFIED)
        && (!source.isArray()
            || value instanceof ParameterArray
            || value instanceof ParameterValue.TypedNull
            || value instanceof ParameterValue.UntypedNull)
        && value.bind(slots, slot, source);
  }

  /** The value of a parameter that was given as a whole number, or null. */
  @Nullable Long wholeNumber(int index) {
    return index >= 1
            && index <= values.length
            && values[index - 1] instanceof ParameterValue.Whole whole
        ? Long.valueOf(whole.value())
        : null;
  }

  /** Gives all captured values to a statement of pgjdbc, in the order of the parameters. */
  void replay(PreparedStatement real) throws SQLException {
    defaultOffsets = null;
    for (int i = 0; i < values.length; i++) {
      ParameterValue value = values[i];
      if (value != null) {
        value.replay(real, i + 1);
      }
    }
  }

  /** {@link PreparedStatement#clearParameters()}. */
  void clear() {
    Arrays.fill(values, null);
    for (int i = 0; i < oids.length; i++) {
      declare(i, Oids.UNSPECIFIED);
    }
  }

  BaseConnection connection() {
    return connection;
  }

  /** The default zone's, asked for once between two executions, as pgjdbc does. */
  LocalOffsets defaultOffsets() {
    LocalOffsets offsets = defaultOffsets;
    if (offsets == null) {
      offsets = LocalOffsets.ofDefault();
      defaultOffsets = offsets;
    }
    return offsets;
  }

  ParameterValue text(String value) {
    return new ParameterValue.Text(value, stringOid, false);
  }

  ParameterValue real(float value) {
    int oid = connection.binaryTransferSend(Oid.FLOAT4) ? Oids.FLOAT4 : Oids.FLOAT8;
    return new ParameterValue.Real(value, oid);
  }

  private boolean set(int index, ParameterValue value) throws SQLException {
    if (index < 1 || index > values.length) {
      throw new PSQLException(
          GT.tr(
              "The column index is out of range: {0}, number of columns: {1}.",
              index, values.length),
          PSQLState.INVALID_PARAMETER_VALUE);
    }
    values[index - 1] = value;
    declare(index - 1, value.oid());
    return true;
  }

  private void declare(int position, int oid) {
    if (oids[position] != oid) {
      oids[position] = oid;
      declaredOids = null;
      typesVersion++;
    }
  }

  /** Takes over a value, or forgets the parameter's former one if there is none to take over. */
  private boolean setOrForget(int index, @Nullable ParameterValue value) throws SQLException {
    return value == null ? forget(index) : set(index, value);
  }

  /**
   * The setter of everything that is never bound: {@code setTime}, {@code setBytes}, streams,
   * readers, large objects, XML and whatever pgjdbc does not implement. Nothing here may pass for
   * the parameter's value, which is to be set in a real statement.
   *
   * @return false
   */
  boolean forget(int index) {
    if (index >= 1 && index <= values.length) {
      values[index - 1] = null;
    }
    return false;
  }

  boolean setNull(int index, int sqlType) throws SQLException {
    int oid;
    switch (sqlType) {
      case Types.SQLXML -> oid = Oid.XML;
      case Types.INTEGER -> oid = Oids.INT4;
      case Types.TINYINT, Types.SMALLINT -> oid = Oids.INT2;
      case Types.BIGINT -> oid = Oids.INT8;
      case Types.REAL -> oid = Oids.FLOAT4;
      case Types.DOUBLE, Types.FLOAT -> oid = Oids.FLOAT8;
      case Types.DECIMAL, Types.NUMERIC -> oid = Oids.NUMERIC;
      case Types.CHAR -> oid = Oids.BPCHAR;
      case Types.VARCHAR, Types.LONGVARCHAR -> oid = stringOid;
      case Types.DATE -> oid = Oids.DATE;
      case Types.BOOLEAN, Types.BIT -> oid = Oids.BOOL;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> oid = Oid.BYTEA;
      case Types.BLOB, Types.CLOB -> oid = Oid.OID;
      case Types.REF_CURSOR -> oid = Oid.REF_CURSOR;
      case Types.TIME,
          Types.TIME_WITH_TIMEZONE,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.TIMESTAMP,
          Types.ARRAY,
          Types.DISTINCT,
          Types.STRUCT,
          Types.NULL,
          Types.OTHER ->
          oid = Oids.UNSPECIFIED;
      default -> {
        return forget(index);
      }
    }
    if (oid != Oids.UNSPECIFIED) {
      return set(index, new ParameterValue.TypedNull(sqlType, oid));
    }
    return set(index, new ParameterValue.UntypedNull(sqlType, typeGiver(index)));
  }

  /** The value from which the parameter has its type, null if it has none. */
  private @Nullable ParameterValue typeGiver(int index) {
    if (index < 1 || index > values.length) {
      return null;
    }
    ParameterValue former = values[index - 1];
    if (former instanceof ParameterValue.UntypedNull untyped) {
      return untyped.before();
    }
    return former == null || former.oid() == Oids.UNSPECIFIED ? null : former;
  }

  boolean setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
    return typeName == null ? setNull(index, sqlType) : forget(index);
  }

  boolean setBoolean(int index, boolean value) throws SQLException {
    return set(index, new ParameterValue.Bool(value));
  }

  boolean setByte(int index, byte value) throws SQLException {
    return set(index, new ParameterValue.Whole(value, Oids.INT2));
  }

  boolean setShort(int index, short value) throws SQLException {
    return set(index, new ParameterValue.Whole(value, Oids.INT2));
  }

  boolean setInt(int index, int value) throws SQLException {
    return set(index, new ParameterValue.Whole(value, Oids.INT4));
  }

  boolean setLong(int index, long value) throws SQLException {
    return set(index, new ParameterValue.Whole(value, Oids.INT8));
  }

  boolean setFloat(int index, float value) throws SQLException {
    return set(index, real(value));
  }

  boolean setDouble(int index, double value) throws SQLException {
    return set(index, new ParameterValue.Precise(value));
  }

  boolean setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
    if (value == null) {
      return setNull(index, Types.DECIMAL);
    }
    return value.getClass() == BigDecimal.class
        ? set(index, new ParameterValue.Numeric(value))
        : forget(index);
  }

  boolean setString(int index, @Nullable String value) throws SQLException {
    return value == null ? setNull(index, Types.VARCHAR) : set(index, text(value));
  }

  boolean setDate(int index, @Nullable Date value) throws SQLException {
    return setDate(index, value, null);
  }

  boolean setDate(int index, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      return setNull(index, Types.DATE);
    }
    return value.getClass() == Date.class
        ? set(index, new TemporalValue.Day(value.getTime(), offsets(calendar)))
        : forget(index);
  }

  boolean setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
    return setTimestamp(index, value, null);
  }

  boolean setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      return setNull(index, Types.TIMESTAMP);
    }
    return value.getClass() == Timestamp.class
        ? set(index, ParameterConversions.timestamp(value, offsets(calendar)))
        : forget(index);
  }

  private LocalOffsets offsets(@Nullable Calendar calendar) {
    return calendar == null ? defaultOffsets() : LocalOffsets.of(calendar.getTimeZone());
  }

  boolean setArray(int index, @Nullable Array value) throws SQLException {
    return value == null
        ? setNull(index, Types.ARRAY)
        : setOrForget(index, ParameterArray.OfDriver.capture(value, connection));
  }

  boolean setObject(int index, @Nullable Object value) throws SQLException {
    return value == null
        ? setNull(index, Types.OTHER)
        : setOrForget(index, ParameterConversions.ofObject(value, this));
  }

  boolean setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
    return setObject(index, value, sqlType, -1);
  }

  boolean setObject(int index, @Nullable Object value, int sqlType, int scale) throws SQLException {
    return value == null
        ? setNull(index, sqlType)
        : setOrForget(index, ParameterConversions.ofObject(value, sqlType, scale, this));
  }
}
