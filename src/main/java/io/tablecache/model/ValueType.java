package io.tablecache.model;

/**
 * How the values of a PostgreSQL type are held, in memory and in a statement's bindings.
 *
 * <p>A value of a type whose {@link #storage()} is {@link Storage#LONG} is one primitive long, the
 * <em>raw value</em>, with the meaning that PostgreSQL's binary format gives it: dates are days and
 * timestamps microseconds since 2000-01-01, infinity is the largest and -infinity the smallest
 * value of the type's own width. The raw order is the SQL order.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">PostgreSQL, Data Types</a>
 */
public enum ValueType {
  /** boolean; raw value 0 or 1. */
  BOOL(Storage.LONG, 0, 1),
  /** smallint. */
  INT2(Storage.LONG, Short.MIN_VALUE, Short.MAX_VALUE),
  /** integer. */
  INT4(Storage.LONG, Integer.MIN_VALUE, Integer.MAX_VALUE),
  /** bigint, and oid as the bigint of the same number. */
  INT8(Storage.LONG, Long.MIN_VALUE, Long.MAX_VALUE),
  /** date; raw value in days since 2000-01-01, the extremes of int4 are -infinity and infinity. */
  DATE(Storage.LONG, Integer.MIN_VALUE, Integer.MAX_VALUE),
  /** timestamp without time zone; raw value in microseconds since 2000-01-01T00:00:00. */
  TIMESTAMP(Storage.LONG, Long.MIN_VALUE, Long.MAX_VALUE),
  /** timestamp with time zone; raw value in microseconds since 2000-01-01T00:00:00Z. */
  TIMESTAMPTZ(Storage.LONG, Long.MIN_VALUE, Long.MAX_VALUE),
  /** real; held as a float. */
  FLOAT4(Storage.FLOAT, 0, 0),
  /** double precision; held as a double. */
  FLOAT8(Storage.DOUBLE, 0, 0),
  /** uuid; held as two longs, ordered by unsigned bytes. */
  UUID(Storage.UUID, 0, 0),
  /** text and varchar, whose output text is the value itself, in UTF-8. */
  TEXT(Storage.BYTES, 0, 0),
  /** char(n); held as its text with its trailing blanks, which do not count in comparisons. */
  BPCHAR(Storage.BYTES, 0, 0),
  /** numeric; held as its output text. */
  NUMERIC(Storage.BYTES, 0, 0),
  /** interval; held as its output text. */
  INTERVAL(Storage.BYTES, 0, 0),
  /** time without time zone; held as its output text. */
  TIME(Storage.BYTES, 0, 0),
  /** json; held as its text. */
  JSON(Storage.BYTES, 0, 0),
  /** jsonb; held as its output text. */
  JSONB(Storage.BYTES, 0, 0),
  /** Every other type; held as its output text, never compared. */
  OTHER(Storage.BYTES, 0, 0);

  /** The shape of a held value. */
  public enum Storage {
    /** One primitive long. */
    LONG,
    /** One primitive float. */
    FLOAT,
    /** One primitive double. */
    DOUBLE,
    /** Two primitive longs, most significant first. */
    UUID,
    /** A run of bytes: the output text in UTF-8. */
    BYTES
  }

  private final Storage storage;
  private final long min;
  private final long max;

  ValueType(Storage storage, long min, long max) {
    this.storage = storage;
    this.min = min;
    this.max = max;
  }

  /** The shape in which values of this type are held. */
  public Storage storage() {
    return storage;
  }

  /** Whether values are raw longs, so that comparisons with constants are intervals of longs. */
  public boolean isDiscrete() {
    return storage == Storage.LONG;
  }

  /** Whether this is smallint, integer or bigint, which compare with each other by number. */
  public boolean isInteger() {
    return this == INT2 || this == INT4 || this == INT8;
  }

  /**
   * Whether values, as they are held in columns, have an order that is known; that of text is by
   * bytes.
   */
  public boolean isOrderedAsHeld() {
    return storage != Storage.BYTES || this == TEXT;
  }

  /** Whether a column of this type may be the range column of an index. */
  public boolean canBeRange() {
    return isDiscrete() && this != BOOL;
  }

  /** Whether a column of this type may be a segment column of an index. */
  public boolean canBeSegment() {
    return isInteger() || this == TEXT || this == UUID || this == BOOL || this == DATE;
  }

  /** The smallest raw value of a discrete type: for dates and timestamps, -infinity. */
  public long minRaw() {
    return min;
  }

  /** The largest raw value of a discrete type: for dates and timestamps, infinity. */
  public long maxRaw() {
    return max;
  }

  /** The type that holds values of the PostgreSQL type with the given (base type's) oid. */
  public static ValueType ofOid(int oid) {
    return switch (oid) {
      case Oids.BOOL -> BOOL;
      case Oids.INT2 -> INT2;
      case Oids.INT4 -> INT4;
      case Oids.INT8, Oids.OID -> INT8;
      case Oids.FLOAT4 -> FLOAT4;
      case Oids.FLOAT8 -> FLOAT8;
      case Oids.DATE -> DATE;
      case Oids.TIMESTAMP -> TIMESTAMP;
      case Oids.TIMESTAMPTZ -> TIMESTAMPTZ;
      case Oids.UUID -> UUID;
      case Oids.TEXT, Oids.VARCHAR -> TEXT;
      case Oids.BPCHAR -> BPCHAR;
      case Oids.NUMERIC -> NUMERIC;
      case Oids.INTERVAL -> INTERVAL;
      case Oids.TIME -> TIME;
      case Oids.JSON -> JSON;
      case Oids.JSONB -> JSONB;
      default -> OTHER;
    };
  }
}
