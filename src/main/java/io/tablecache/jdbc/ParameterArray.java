package io.tablecache.jdbc;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** An array with one dimension of a type whose elements are held exactly. */
sealed interface ParameterArray extends ParameterValue {

  /** Adds the elements to a sink; false if one of them is not known exactly. */
  boolean drainTo(Elements elements);

  @Override
  default boolean bind(SlotValues values, int slot, SlotSource source) {
    if (!source.isArray() || source.typeOid() != oid()) {
      return false;
    }
    Elements elements = new Elements(source.type());
    if (!drainTo(elements)) {
      return false;
    }
    values.setArray(slot, elements.build(), elements.hasNulls());
    return true;
  }

  /** Elements in the form that {@link SlotValues} documents; those that are NULL are left out. */
  final class Elements {
    private final ValueType type;
    private long[] raws = new long[8];
    private @Nullable Object[] objects = new Object[0];
    private int size;
    private boolean hasNulls;

    Elements(ValueType type) {
      this.type = type;
      if (!type.isDiscrete()) {
        objects = new Object[8];
      }
    }

    ValueType type() {
      return type;
    }

    /** A NULL element, which is left out. */
    boolean addNull() {
      hasNulls = true;
      return true;
    }

    boolean hasNulls() {
      return hasNulls;
    }

    boolean add(long raw) {
      if (!type.isDiscrete() || raw < type.minRaw() || raw > type.maxRaw()) {
        return false;
      }
      if (size == raws.length) {
        raws = Arrays.copyOf(raws, size * 2);
      }
      raws[size++] = raw;
      return true;
    }

    boolean add(Object value) {
      if (type == ValueType.TEXT
          ? !(value instanceof String text && Text.isEncodable(text))
          : !(type == ValueType.UUID && value instanceof UUID)) {
        return false;
      }
      if (size == objects.length) {
        objects = Arrays.copyOf(objects, size * 2);
      }
      objects[size++] = value;
      return true;
    }

    Object build() {
      return type.isDiscrete() ? Arrays.copyOf(raws, size) : Arrays.copyOf(objects, size);
    }
  }

  /**
   * A Java array given to {@code setObject}.
   *
   * @param array a copy of its own, of whole numbers, booleans, strings or uuids
   */
  record OfJava(Object array, int oid) implements ParameterArray {
    /** The array, if pgjdbc takes it for one of a type that is known here. */
    static @Nullable OfJava capture(Object array) {
      Class<?> element = array.getClass().getComponentType();
      int oid = Oids.UNSPECIFIED;
      if (element == int.class || element == Integer.class) {
        oid = Oids.INT4_ARRAY;
      } else if (element == long.class || element == Long.class) {
        oid = Oids.INT8_ARRAY;
      } else if (element == short.class || element == Short.class) {
        oid = Oids.INT2_ARRAY;
      } else if (element == boolean.class || element == Boolean.class) {
        oid = Oids.BOOL_ARRAY;
      } else if (element == String.class) {
        oid = Oids.VARCHAR_ARRAY;
      } else if (element == UUID.class) {
        oid = Oids.UUID_ARRAY;
      }
      if (element == null || oid == Oids.UNSPECIFIED) {
        return null;
      }
      int length = Array.getLength(array);
      Object copy = Array.newInstance(element, length);
      System.arraycopy(array, 0, copy, 0, length);
      return new OfJava(copy, oid);
    }

    @Override
    public boolean drainTo(Elements elements) {
      int length = Array.getLength(array);
      for (int i = 0; i < length; i++) {
        Object value = Array.get(array, i);
        boolean added;
        if (value == null) {
          added = elements.addNull();
        } else if (value instanceof Number number) {
          added = elements.type().isInteger() && elements.add(number.longValue());
        } else if (value instanceof Boolean bool) {
          added = elements.type() == ValueType.BOOL && elements.add(bool ? 1 : 0);
        } else {
          added = elements.add(value);
        }
        if (!added) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setObject(index, array);
    }
  }

  /**
   * An array that pgjdbc made.
   *
   * @param array a copy of its own, which nobody frees
   */
  record OfDriver(PgArray array, int oid) implements ParameterArray {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;

    /** The array, if it is of a type that is known here. */
    static @Nullable OfDriver capture(java.sql.Array array, BaseConnection connection)
        throws SQLException {
      if (array.getClass() != PgArray.class && !(array instanceof SessionArray)) {
        return null;
      }
      int oid = connection.getTypeInfo().getPGArrayType(array.getBaseTypeName());
      if (Oids.elementOf(oid) == Oids.UNSPECIFIED) {
        return null;
      }
      byte[] bytes = ((PgArray) array).toBytes();
      if (bytes != null) {
        return new OfDriver(new PgArray(connection, oid, bytes.clone()), oid);
      }
      String text = array.toString();
      return text == null ? null : new OfDriver(new PgArray(connection, oid, text), oid);
    }

    @Override
    public boolean drainTo(Elements elements) {
      byte[] bytes = array.toBytes();
      if (bytes != null) {
        return drain(ByteBuffer.wrap(bytes), elements);
      }
      String text = array.toString();
      return text != null && new ArrayLiteral(text).drainTo(elements);
    }

    /** Reads PostgreSQL's binary format: dimensions, flags, element type, bounds, elements. */
    private boolean drain(ByteBuffer in, Elements elements) {
      if (in.remaining() < HEADER) {
        return false;
      }
      int dimensions = in.getInt();
      in.getInt();
      if (in.getInt() != Oids.elementOf(oid)) {
        return false;
      }
      if (dimensions == 0) {
        return !in.hasRemaining();
      }
      if (dimensions != 1 || in.remaining() < DIMENSION) {
        return false;
      }
      int length = in.getInt();
      in.getInt();
      for (int i = 0; i < length; i++) {
        int bytes = in.remaining() < Integer.BYTES ? Integer.MAX_VALUE : in.getInt();
        if (bytes > in.remaining()) {
          return false;
        }
        if (bytes < 0 ? !elements.addNull() : !read(in, bytes, elements)) {
          return false;
        }
      }
      return !in.hasRemaining();
    }

    private static boolean read(ByteBuffer in, int bytes, Elements elements) {
      ValueType type = elements.type();
      if (type == ValueType.TEXT) {
        String text = new String(in.array(), in.position(), bytes, StandardCharsets.UTF_8);
        in.position(in.position() + bytes);
        return elements.add(text);
      }
      if (type == ValueType.UUID) {
        return bytes == 16 && elements.add(new UUID(in.getLong(), in.getLong()));
      }
      int width =
          switch (type) {
            case BOOL -> 1;
            case INT2 -> 2;
            case INT4, DATE -> 4;
            case INT8, TIMESTAMP, TIMESTAMPTZ -> 8;
            default -> -1;
          };
      if (bytes != width) {
        return false;
      }
      return elements.add(
          switch (width) {
            case 1 -> in.get();
            case 2 -> in.getShort();
            case 4 -> in.getInt();
            default -> in.getLong();
          });
    }

    @Override
    public void replay(PreparedStatement real, int index) throws SQLException {
      real.setArray(index, array);
    }
  }
}
