package io.tablecache.jdbc;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import io.tablecache.plan.ValueParser;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * The value that one captured setter gave a parameter: what pgjdbc would declare and send for it.
 *
 * <p>Immutable; whatever the caller may change later was copied.
 */
sealed interface ParameterValue
    permits ParameterValue.TypedNull,
        ParameterValue.UntypedNull,
        ParameterValue.Bool,
        ParameterValue.Whole,
        ParameterValue.Real,
        ParameterValue.Precise,
        ParameterValue.Numeric,
        ParameterValue.Text,
        ParameterValue.Uuid,
        ParameterValue.Json,
        ParameterArray,
        TemporalValue {

  /** The type that pgjdbc declares for the parameter; {@link Oids#UNSPECIFIED} for none. */
  int oid();

  /**
   * Puts the value that PostgreSQL would see into a slot.
   *
   * @param source whose type is the declared one, or the inferred one where none is declared
   * @return false if that value is not known exactly; the slot is then undefined
   */
  boolean bind(SlotValues values, int slot, SlotSource source);

  /** Gives the value to a statement of pgjdbc, by the setter or one that has the same effect. */
  void replay(PreparedStatement real, int index) throws SQLException;

  /** Sets a raw value, if it lies in the range of the slot's type. */
  private static boolean setRaw(SlotValues values, int slot, ValueType type, long raw) {
    if (!type.isDiscrete() || raw < type.minRaw() || raw > type.maxRaw()) {
      return false;
    }
    values.setLong(slot, raw);
    return true;
  }

  /** NULL with a type. */
  record TypedNull(int sqlType, int oid) implements ParameterValue {
    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      values.setNull(slot);
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setNull(index, sqlType);
    }
  }

  /**
   * NULL without a type, which leaves the type that the parameter had.
   *
   * @param before the value that gave the parameter its type, null if it has none
   */
  record UntypedNull(int sqlType, @Nullable ParameterValue before) implements ParameterValue {
    @Override
    public int oid() {
      return before == null ? Oids.UNSPECIFIED : before.oid();
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      values.setNull(slot);
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      if (before != null) {
        before.replay(real, index);
      }
      real.setNull(index, sqlType);
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements ParameterValue {
    @Override
    public int oid() {
      return Oids.BOOL;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      return source.type() == ValueType.BOOL && setRaw(values, slot, ValueType.BOOL, value ? 1 : 0);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setBoolean(index, value);
    }
  }

  /** A smallint, integer or bigint, as {@code oid} says. */
  record Whole(long value, int oid) implements ParameterValue {
    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      return source.type().isInteger() && setRaw(values, slot, source.type(), value);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      switch (oid) {
        case Oids.INT2 -> real.setShort(index, (short) value);
        case Oids.INT4 -> real.setInt(index, (int) value);
        default -> real.setLong(index, value);
      }
    }
  }

  /** A real, which pgjdbc declares as double precision where it sends text. */
  record Real(float value, int oid) implements ParameterValue {
    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() == ValueType.FLOAT4) {
        values.setObject(slot, value);
        return true;
      }
      if (source.type() == ValueType.FLOAT8) {
        // Sent as text: the double nearest to the decimal digits, not the float widened.
        values.setObject(slot, Double.parseDouble(Float.toString(value)));
        return true;
      }
      return false;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setFloat(index, value);
    }
  }

  /** A double precision. */
  record Precise(double value) implements ParameterValue {
    @Override
    public int oid() {
      return Oids.FLOAT8;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.FLOAT8) {
        return false;
      }
      values.setObject(slot, value);
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setDouble(index, value);
    }
  }

  /** A numeric. */
  record Numeric(BigDecimal value) implements ParameterValue {
    // Far inside of what PostgreSQL's numeric holds, and cheap to write out.
    private static final int MAX_DIGITS = 1000;

    @Override
    public int oid() {
      return Oids.NUMERIC;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.NUMERIC
          || value.precision() > MAX_DIGITS
          || value.scale() > MAX_DIGITS
          || value.scale() < -MAX_DIGITS) {
        return false;
      }
      values.setObject(slot, io.tablecache.expression.Numeric.of(value));
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setBigDecimal(index, value);
    }
  }

  /**
   * A string.
   *
   * @param oid varchar, or unspecified where the connection or the setter says so
   * @param isOther whether it was set as {@link java.sql.Types#OTHER}
   */
  record Text(String value, int oid, boolean isOther) implements ParameterValue {
    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      return isEncodable(value)
          && (source.type() == ValueType.TEXT || oid == Oids.UNSPECIFIED)
          && ValueParser.parse(value, source.type(), values, slot);
    }

    /** Whether the string is valid in UTF-8 as PostgreSQL has it. */
    static boolean isEncodable(String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == 0) {
          return false;
        }
        if (Character.isSurrogate(c)) {
          if (!Character.isHighSurrogate(c)
              || ++i == value.length()
              || !Character.isLowSurrogate(value.charAt(i))) {
            return false;
          }
        }
      }
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      if (isOther) {
        real.setObject(index, value, java.sql.Types.OTHER);
      } else {
        real.setString(index, value);
      }
    }
  }

  /** A uuid. */
  record Uuid(UUID value) implements ParameterValue {
    @Override
    public int oid() {
      return Oids.UUID;
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      if (source.type() != ValueType.UUID) {
        return false;
      }
      values.setObject(slot, value);
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setObject(index, value);
    }
  }

  /**
   * A {@link PGobject} of type json or jsonb.
   *
   * @param type the type's name
   */
  record Json(String type, String value, int oid) implements ParameterValue {
    /** What pgjdbc makes of the object; null if it is another type's, or NULL. */
    static @Nullable Json of(PGobject object) {
      String type = object.getType();
      String value = object.getValue();
      if (object.getClass() != PGobject.class || type == null || value == null) {
        return null;
      }
      return switch (type) {
        case "json" -> new Json(type, value, Oids.JSON);
        case "jsonb" -> new Json(type, value, Oids.JSONB);
        default -> null;
      };
    }

    @Override
    public boolean bind(SlotValues values, int slot, SlotSource source) {
      return Text.isEncodable(value) && ValueParser.parse(value, source.type(), values, slot);
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      PGobject object = new PGobject();
      object.setType(type);
      object.setValue(value);
      real.setObject(index, object);
    }
  }
}
