package io.tablecache.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.index.Cursor;
import io.tablecache.index.Snapshot;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.ValueType.Storage;
import io.tablecache.testing.Scans;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {
  private static LoadTesting db;

  @BeforeAll
  static void open() throws SQLException {
    db = new LoadTesting();
    db.sql(
        "CREATE TYPE mood AS ENUM ('sad', 'Very happy, \"yes\"')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN positive AS numeric(10, 3) CHECK (VALUE > 0)",
        "CREATE DOMAIN moods AS mood[]",
        "CREATE DOMAIN one_mood AS mood",
        "CREATE DOMAIN a_pair AS pair",
        "CREATE DOMAIN when_it_was AS timestamp",
        "CREATE DOMAIN id AS uuid",
        "CREATE TYPE mood_range AS RANGE (subtype = mood)",
        // What a session may set otherwise; the loader must not depend on it.
        "ALTER DATABASE " + db.connection.getCatalog() + " SET DateStyle = 'SQL, DMY'",
        "ALTER DATABASE " + db.connection.getCatalog() + " SET IntervalStyle = 'iso_8601'",
        "ALTER DATABASE " + db.connection.getCatalog() + " SET bytea_output = 'escape'",
        "ALTER DATABASE " + db.connection.getCatalog() + " SET extra_float_digits = 0");
  }

  @AfterAll
  static void close() throws SQLException {
    db.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "text; 'ä€😀', '', ' a ', E'\\\\x', 'NULL'",
        "varchar(5); 'abc', ''",
        "char(5); 'ab', '', 'a    '",
        "name; 'a', 'Ü'",
        "\"char\"; 'a', ''",
        "numeric; 'NaN', 'Infinity', '-Infinity', 0, 0.00, 1e200, 1e-200, -12345678901234567890.0123",
        "numeric(12, 4); 1.5, -0.0001",
        "positive; 1.5",
        "money; 1.5, -123456789.01",
        "oid; 0, 4294967295",
        "mood; 'sad', 'Very happy, \"yes\"'",
        "one_mood; 'sad'",
        "moods; '{sad,NULL}', '{}'",
        "mood_range; '[sad,sad]'",
        "pair; '(1,\"a,b\"\"\")', '(,)'",
        "a_pair; '(1,x)'",
        "pair[]; '{\"(1,x)\"}'",
        "int[]; '{1,NULL,3}', '{}', '[0:1]={1,2}', '{{1,2},{3,4}}'",
        "text[]; '{\"a b\",\"c\\\\d\",NULL,\"NULL\"}'",
        "float8[]; '{0.1,NaN,-0}'",
        "timestamp[]; '{2026-01-01 00:00:00.5,infinity}'",
        "int4range; '[1,5)', 'empty', '(,)'",
        "int4multirange; '{[1,2),[5,6)}'",
        "tsrange; '[2026-01-01,infinity]'",
        "numrange; '[1.10,2.0]'",
        "interval; '1 year 2 mons -3 days 04:05:06.789', '0', '-178000000 years'",
        "time; '24:00', '00:00:00.000001'",
        "timetz; '12:00:00+05:30', '12:00:00.5-15:59'",
        "json; '{\"a\" : [1, 2.0]}', 'null'",
        "jsonb; '{\"b\":1,\"a\":1.50}'",
        "jsonpath; '$.a[*]'",
        "xml; '<a b=\"c\">x</a>'",
        "bytea; '\\x00ff', ''",
        "inet; '10.0.0.1/8', '::1', '10.0.0.1'",
        "cidr; '10.0.0.0/8'",
        "macaddr; '08:00:2b:01:02:03'",
        "macaddr8; '08:00:2b:01:02:03:04:05'",
        "bit(3); B'101'",
        "varbit; B'', B'10101'",
        "point; '(0.1,-0)', '(NaN,Infinity)'",
        "line; '{1,2,3}'",
        "lseg; '[(0,0),(1,1)]'",
        "box; '(1,1),(0,0)'",
        "path; '[(0,0),(1,1)]', '((0,0),(1,1))'",
        "polygon; '((0,0),(1,1),(1,0))'",
        "circle; '<(0,0),0.1>'",
        "tsvector; '''a b'':1A,2 c'",
        "tsquery; '''a'' & !b:*'",
        "pg_lsn; '16/B374D848'",
        "pg_snapshot; '10:20:10,14,15'",
        "tid; '(1,2)'",
        "xid8; '5'",
        "int2vector; '1 2'",
        "bool; true, false",
        "int2; -32768, 32767",
        "int4; -2147483648, 2147483647",
        "int8; -9223372036854775808, 9223372036854775807",
        "float4; 'NaN', 'Infinity', '-Infinity', '-0', 0.1, 1e-45, 3.4028235e38",
        "float8; 'NaN', 'Infinity', '-Infinity', '-0', 0.1, 5e-324, 1.7976931348623157e308",
        "uuid; '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-8fff-ffffffffffff'",
        "id; '12345678-9abc-def0-1234-56789abcdef0'",
        "date; 'infinity', '-infinity', '4714-11-24 BC', '5874897-12-31', '2026-11-23'",
        "timestamp; 'infinity', '-infinity', '4714-11-24 BC', '294276-12-31 23:59:59.999999',"
            + " '1969-12-31 23:59:59.999999'",
        "timestamptz; 'infinity', '-infinity', '4714-11-24 00:00 +00 BC',"
            + " '294276-12-31 23:59:59.999999 +00'",
        "when_it_was; '2026-01-01'"
      })
  void load_anyType_holdsExactlyTheValue(String type, String values) throws SQLException {
    db.sql("DROP TABLE IF EXISTS t", "CREATE TABLE t (n int, v " + type + ")");
    int n = 0;
    for (String value : values.split(", (?=(?:[^']*'[^']*')*[^']*$)")) {
      db.sql("INSERT INTO t VALUES (" + n++ + ", " + value + ")");
    }
    db.sql("INSERT INTO t VALUES (" + n + ", NULL)");

    Snapshot snapshot = db.load(LoadTesting.rule("t")).snapshot();

    ColumnDefinition column = snapshot.definition().column(1);
    assertTrue(column.isCached(), column.unsupported());
    Cursor cursor = cursor(snapshot);
    try (Statement statement = db.connection.createStatement()) {
      LoadTesting.execute(
          db.connection,
          "SET DateStyle = ISO",
          "SET IntervalStyle = postgres",
          "SET bytea_output = hex",
          "SET extra_float_digits = 3",
          "SET TimeZone = UTC");
      while (cursor.next()) {
        int number = (int) cursor.getLong(0);
        try (ResultSet row =
            statement.executeQuery(
                "SELECT v, " + raw(column) + " AS raw FROM t WHERE n = " + number)) {
          assertTrue(row.next());
          assertEquals(expected(row, column), LoadTesting.text(cursor, column), type);
        }
      }
    }
    assertEquals(n + 1, snapshot.rowCount());
  }

  /** What PostgreSQL itself says is the raw value. */
  private static String raw(ColumnDefinition column) {
    return switch (column.type()) {
      case BOOL -> "v::int";
      case DATE -> "date_send(v)";
      case TIMESTAMP -> "timestamp_send(v)";
      case TIMESTAMPTZ -> "timestamptz_send(v)";
      default -> "v";
    };
  }

  private static @Nullable String expected(ResultSet row, ColumnDefinition column)
      throws SQLException {
    if (row.getString("v") == null) {
      return null;
    }
    return switch (column.type()) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> new java.math.BigInteger(row.getBytes("raw")).toString();
      case FLOAT4 -> String.valueOf(row.getFloat("v"));
      case FLOAT8 -> String.valueOf(row.getDouble("v"));
      default ->
          column.type().storage() == Storage.BYTES ? row.getString("v") : row.getString("raw");
    };
  }

  private static Cursor cursor(Snapshot snapshot) {
    IndexSpec all =
        new IndexSpec(
            snapshot.definition().clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true);
    return Scans.rows(snapshot, all).cursor();
  }

  @Test
  void load_columnsThatAreNotHeld_areLeftOut() throws SQLException {
    db.sql(
        "CREATE TABLE mixed (a int PRIMARY KEY, b regclass, c text, d tstzrange)",
        "INSERT INTO mixed VALUES (1, 'pg_class', 'x', 'empty')");
    assertEquals(
        List.of("|1|?|x|?"), LoadTesting.rows(db.load(LoadTesting.rule("mixed")).snapshot()));
  }

  @Test
  void load_noColumnsAtAll_countsTheRows() throws SQLException {
    db.sql("CREATE TABLE bare ()", "INSERT INTO bare DEFAULT VALUES");
    db.sql("INSERT INTO bare DEFAULT VALUES");

    assertEquals(2, db.load(LoadTesting.rule("bare")).snapshot().rowCount());
  }

  @Test
  void load_primaryKeyThatIsNotHeld_keepsAllRows() throws SQLException {
    db.sql(
        "CREATE TABLE keyed (k regclass PRIMARY KEY, v int)",
        "INSERT INTO keyed VALUES ('pg_class', 1), ('pg_type', 2)");

    assertEquals(
        List.of("|?|1", "|?|2"), LoadTesting.rows(db.load(LoadTesting.rule("keyed")).snapshot()));
  }
}
