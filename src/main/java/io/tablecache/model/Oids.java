package io.tablecache.model;

/**
 * Object identifiers of the built-in types that are told apart, as fixed in PostgreSQL's {@code
 * pg_type.dat}.
 */
public final class Oids {
  /** "Let the server infer the type", in Parse messages. */
  public static final int UNSPECIFIED = 0;

  public static final int BOOL = 16;
  public static final int INT8 = 20;
  public static final int INT2 = 21;
  public static final int INT4 = 23;
  public static final int TEXT = 25;
  public static final int OID = 26;
  public static final int FLOAT4 = 700;
  public static final int FLOAT8 = 701;

  /** The type of a quoted literal before its context gives it one. */
  public static final int UNKNOWN = 705;

  public static final int BPCHAR = 1042;
  public static final int VARCHAR = 1043;
  public static final int DATE = 1082;
  public static final int TIMESTAMP = 1114;
  public static final int TIME = 1083;
  public static final int TIMESTAMPTZ = 1184;
  public static final int INTERVAL = 1186;
  public static final int NUMERIC = 1700;
  public static final int UUID = 2950;
  public static final int JSON = 114;
  public static final int JSONB = 3802;
  public static final int JSONPATH = 4072;
  public static final int RECORD = 2249;

  public static final int BOOL_ARRAY = 1000;
  public static final int INT2_ARRAY = 1005;
  public static final int INT4_ARRAY = 1007;
  public static final int TEXT_ARRAY = 1009;
  public static final int VARCHAR_ARRAY = 1015;
  public static final int INT8_ARRAY = 1016;
  public static final int TIMESTAMP_ARRAY = 1115;
  public static final int DATE_ARRAY = 1182;
  public static final int TIMESTAMPTZ_ARRAY = 1185;
  public static final int UUID_ARRAY = 2951;

  private Oids() {}

  /** The element type's oid of a known array type, or {@link #UNSPECIFIED} for any other oid. */
  public static int elementOf(int arrayOid) {
    return switch (arrayOid) {
      case BOOL_ARRAY -> BOOL;
      case INT2_ARRAY -> INT2;
      case INT4_ARRAY -> INT4;
      case INT8_ARRAY -> INT8;
      case TEXT_ARRAY -> TEXT;
      case VARCHAR_ARRAY -> VARCHAR;
      case DATE_ARRAY -> DATE;
      case TIMESTAMP_ARRAY -> TIMESTAMP;
      case TIMESTAMPTZ_ARRAY -> TIMESTAMPTZ;
      case UUID_ARRAY -> UUID;
      default -> UNSPECIFIED;
    };
  }
}
