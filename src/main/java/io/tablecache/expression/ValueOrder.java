package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Objects;
import java.util.UUID;

/**
 * How values of one type are compared, in PostgreSQL's order: text by code points, floats with NaN
 * above all and both zeroes equal, uuids by unsigned bytes. Immutable.
 *
 * <p>Methods whose names do not say otherwise are for values that are not NULL.
 */
public abstract class ValueOrder {
  private static final ValueOrder LONGS = new OfLongs();
  private static final ValueOrder DOUBLES = new OfDoubles();
  private static final ValueOrder TEXTS = new OfTexts();
  private static final ValueOrder PADDED_TEXTS = new OfPaddedTexts();
  private static final ValueOrder UUIDS = new OfUuids();
  private static final ValueOrder NUMERICS = new OfNumerics();
  private static final ValueOrder INTERVALS = new OfIntervals();

  private ValueOrder() {}

  /**
   * The order of a type.
   *
   * @throws IllegalArgumentException if values of the type are not compared
   */
  public static ValueOrder of(ValueType type) {
    return switch (type) {
      case BOOL, INT2, INT4, INT8, DATE, TIMESTAMP, TIMESTAMPTZ, TIME -> LONGS;
      case FLOAT4, FLOAT8 -> DOUBLES;
      case TEXT -> TEXTS;
      case BPCHAR -> PADDED_TEXTS;
      case UUID -> UUIDS;
      case NUMERIC -> NUMERICS;
      case INTERVAL -> INTERVALS;
      case JSON, JSONB, OTHER ->
          throw new IllegalArgumentException("values of type " + type + " are not compared");
    };
  }

  /** Whether values of the type are compared. */
  public static boolean isOrdered(ValueType type) {
    return type != ValueType.JSON && type != ValueType.JSONB && type != ValueType.OTHER;
  }

  /** A three-way comparison. */
  public abstract int compare(Vector a, int i, Vector b, int j);

  public boolean equal(Vector a, int i, Vector b, int j) {
    return compare(a, i, b, j) == 0;
  }

  /** A hash that is the same for equal values, and well spread in no bits. */
  public abstract int hash(Vector a, int i);

  /** As {@link #compare}, NULL being equal to NULL and above all others. */
  public final int compareNullsLast(Vector a, int i, Vector b, int j) {
    boolean aNull = a.isNull(i);
    boolean bNull = b.isNull(j);
    return aNull || bNull ? Boolean.compare(aNull, bNull) : compare(a, i, b, j);
  }

  /** Whether neither value is distinct from the other, NULL being equal to NULL. */
  public final boolean notDistinct(Vector a, int i, Vector b, int j) {
    boolean aNull = a.isNull(i);
    boolean bNull = b.isNull(j);
    return aNull || bNull ? aNull == bNull : equal(a, i, b, j);
  }

  /** As {@link #hash}, for NULL too. */
  public final int hashOrNull(Vector a, int i) {
    return a.isNull(i) ? 0x5bd1_e995 : hash(a, i);
  }

  /**
   * A long whose signed order is PostgreSQL's order of floats: both zeroes are equal, NaN is equal
   * to itself and above everything.
   */
  public static long orderKey(double value) {
    // Adding zero turns -0.0 into 0.0; doubleToLongBits makes all NaNs one.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static Object object(Vector vector, int row) {
    return Objects.requireNonNull(vector.objects[row]);
  }

  private static final class OfLongs extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return Long.compare(a.longs[i], b.longs[j]);
    }

    @Override
    public int hash(Vector a, int i) {
      return Long.hashCode(a.longs[i]);
    }
  }

  private static final class OfDoubles extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return Long.compare(orderKey(a.doubles[i]), orderKey(b.doubles[j]));
    }

    @Override
    public int hash(Vector a, int i) {
      return Long.hashCode(orderKey(a.doubles[i]));
    }
  }

  private static final class OfTexts extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return TextOrder.compare((String) object(a, i), (String) object(b, j));
    }

    @Override
    public boolean equal(Vector a, int i, Vector b, int j) {
      return object(a, i).equals(object(b, j));
    }

    @Override
    public int hash(Vector a, int i) {
      return object(a, i).hashCode();
    }
  }

  /** Blanks at the end do not count. */
  private static final class OfPaddedTexts extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return TextOrder.compare(text(a, i), text(b, j));
    }

    @Override
    public int hash(Vector a, int i) {
      return text(a, i).hashCode();
    }

    private static String text(Vector vector, int row) {
      return CharFunctions.withoutBlanks((String) object(vector, row));
    }
  }

  private static final class OfUuids extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      UUID x = (UUID) object(a, i);
      UUID y = (UUID) object(b, j);
      int sign = Long.compareUnsigned(x.getMostSignificantBits(), y.getMostSignificantBits());
      return sign != 0
          ? sign
          : Long.compareUnsigned(x.getLeastSignificantBits(), y.getLeastSignificantBits());
    }

    @Override
    public int hash(Vector a, int i) {
      return object(a, i).hashCode();
    }
  }

  private static final class OfNumerics extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return ((Numeric) object(a, i)).compareTo((Numeric) object(b, j));
    }

    @Override
    public int hash(Vector a, int i) {
      return object(a, i).hashCode();
    }
  }

  private static final class OfIntervals extends ValueOrder {
    @Override
    public int compare(Vector a, int i, Vector b, int j) {
      return ((Interval) object(a, i)).compareTo((Interval) object(b, j));
    }

    @Override
    public int hash(Vector a, int i) {
      Interval span = (Interval) object(a, i);
      return Long.hashCode(31 * span.spanDays() + span.spanMicros());
    }
  }
}
