package io.tablecache.jdbc;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of each type that PostgreSQL ships, with values at the edges of what it holds.
 *
 * @param name the column's name
 * @param type its type, as SQL
 * @param values its values, as the type reads them; the rows after them are NULL
 */
record SampleColumns(String name, String type, List<String> values) {
  /** A number with hundreds of digits on either side of the point. */
  private static final String BIG = "-" + "1234567890".repeat(30) + "." + "0987654321".repeat(50);

  /** Scales below 0 came with PostgreSQL 15. */
  private static final String LEAST_SCALE =
      PostgresServer.shared().majorVersion() < 15 ? "numeric(5)" : "numeric(5,-2)";

  private static final String[][] ALL = {
    {"b", "bool", "true", "false"},
    {"i2", "int2", "0", "1", "-1", "127", "128", "32767", "-32768", "-129"},
    {"i4", "int4", "0", "1", "-1", "127", "128", "32768", "2147483647", "-2147483648"},
    {
      "i8",
      "int8",
      "0",
      "1",
      "2",
      "-128",
      "9007199254740993",
      "9223372036854775807",
      "-9223372036854775808",
      "2147483648",
      "16777217",
      "999999999999999999"
    },
    {
      "f4",
      "float4",
      "0",
      "1",
      "0.1",
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "3.4028235e38",
      "1e-45",
      "16777216",
      "1234567.8",
      "1e6",
      "0.00001"
    },
    {
      "f8",
      "float8",
      "0",
      "1",
      "0.1",
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "1.7976931348623157e308",
      "5e-324",
      "1e15",
      "123456789012345680",
      "1.5",
      "0.30000001192092896"
    },
    {
      "n",
      "numeric",
      "0",
      "1",
      "0.10",
      "NaN",
      "-1.50",
      "12345678901234567890.123456789",
      "1e30",
      "127",
      "300",
      "Infinity",
      "-Infinity",
      "-0.0000001"
    },
    {"n2", "numeric(10,2)", "0", "1", "0.1", "NaN", "-12345678.99", "1.5"},
    {"n3", LEAST_SCALE, "0", "100", "-12300"},
    {
      "t",
      "text",
      "",
      "1",
      "t",
      " 42 ",
      "1.5",
      "2026-07-01",
      "2026-07-01 10:11:12.5",
      "ünï €",
      "12:34:56",
      "NaN",
      "-",
      "$1.50",
      "11111111-2222-3333-4444-555555555555",
      "true",
      "no"
    },
    {"v", "varchar(20)", "", "0", "false", "x", "9999999999", "-5", "infinity"},
    {"c", "char(5)", "", "1", "ab", "yes", "ünï"},
    {"nm", "name", "", "1", "abc"},
    {
      "u",
      "uuid",
      "00000000-0000-0000-0000-000000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      "01234567-89ab-cdef-0123-456789abcdef"
    },
    {
      "d",
      "date",
      "2026-07-01",
      "1970-01-01",
      "1969-12-31",
      "2000-02-29",
      "0001-01-01",
      "0044-03-15 BC",
      "infinity",
      "-infinity",
      "5874897-12-31",
      "1582-10-10",
      "2026-03-29",
      "2018-11-04",
      "1900-01-01",
      "2037-06-01",
      "2100-01-01",
      "10000-01-01",
      "1945-08-01",
      "0001-02-28 BC",
      "4713-01-01 BC"
    },
    {
      "ts",
      "timestamp",
      "2026-07-01 10:11:12.123456",
      "1970-01-01 00:00:00",
      "1969-12-31 23:59:59.999999",
      "2000-02-29 12:00:00.5",
      "0001-01-01 00:00:00",
      "0044-03-15 01:02:03 BC",
      "infinity",
      "-infinity",
      "294276-12-31 23:59:59.999999",
      "1582-10-10 00:00:00",
      "2026-03-29 02:30:00",
      "2018-11-04 00:00:00",
      "1900-01-01 00:00:01",
      "2037-06-01 00:00:00",
      "2026-10-25 02:30:00.25",
      "2026-03-08 02:30:00",
      "2026-11-01 01:30:00",
      "2026-03-27 00:00:00",
      "10000-01-01 00:00:00",
      "1893-04-01 00:03:00",
      "0001-02-28 00:00:00 BC",
      "4713-01-01 00:00:00 BC",
      "1950-01-01 00:00:00.000001"
    },
    {
      "tz",
      "timestamptz",
      "2026-07-01 10:11:12.123456Z",
      "1970-01-01 00:00:00Z",
      "1969-12-31 23:59:59.999999Z",
      "2000-02-29 12:00:00.5+05",
      "0001-01-01 00:00:00Z",
      "0044-03-15 01:02:03Z BC",
      "infinity",
      "-infinity",
      "294276-12-31 23:59:59.999999Z",
      "1582-10-10 00:00:00Z",
      "2026-03-29 01:00:00Z",
      "2018-11-04 03:00:00Z",
      "1890-01-01 00:00:01Z",
      "2037-06-01 00:00:00Z",
      "2026-10-25 00:30:00.25Z",
      "2026-03-29 00:59:59.999999Z",
      "2026-11-01 06:30:00Z",
      "2026-03-27 23:00:00Z",
      "10000-01-01 00:00:00Z",
      "1583-01-01 00:00:00Z",
      "9999-12-31 23:59:59Z",
      "1950-01-01 00:00:00.000001Z"
    },
    {"by", "bytea", "", "\\x00ff10", "abc"},
    {"j", "json", "{\"a\": 1}", "null", "1"},
    {"jb", "jsonb", "{\"a\": 1}", "true"},
    {"ia", "int4[]", "{}", "{1,2,NULL}", "{{1,2},{3,4}}"},
    {"ta", "text[]", "{}", "{a,\"b c\",NULL}"},
    {"iv", "interval", "0", "1 year 2 mons -3 days 04:05:06.789", "-1 day"},
    {"tm", "time", "00:00:00", "24:00:00", "12:34:56.789"},
    {"tmz", "timetz", "00:00:00+00", "23:59:59.5-08", "24:00:00+05:30"},
    {"ip", "inet", "127.0.0.1", "10.0.0.0/8", "::1"},
    {"en", "mood", "sad", "happy"},
    {"dom", "positive", "1", "5"},
    {"dts", "moment", "2026-07-01 10:11:12.123456", "infinity"},
    {"dn", "price", "1.5", "NaN"},
    {"m", "money", "1.50", "-2.25", "1234.5"},
    {"bt", "bit(1)", "0", "1"},
    {"bts", "bit(3)", "010"},
    {"pt", "point", "(1,2)"},
    {"o", "oid", "0", "4294967295"},
    {"ch", "\"char\"", "a", "1"},
    {"rg", "int4range", "[1,5)"},
    {"Mixed", "int4", "1"},
    {"MIXED", "int4", "2"},
    {"Upper", "text", "u"},
    {"hs", "hstore", "", "a=>1, \"b c\"=>NULL"},
    {"xm", "xml", "<a b=\"c\">x</a>", "text"},
    {"ci", "cidr", "10.0.0.0/8", "::1/128"},
    {"ma", "macaddr", "08:00:2b:01:02:03"},
    {"ma8", "macaddr8", "08:00:2b:01:02:03:04:05"},
    {"nbig", "numeric", BIG},
    {"vb", "varbit", "", "10101"},
    {"bv", "bit varying(4)", "1", "1010"},
    {"li", "line", "{1,2,3}"},
    {"ls", "lseg", "[(0,0),(1,1)]"},
    {"bx", "box", "(1,1),(0,0)"},
    {"pa", "path", "[(0,0),(1,1)]", "((0,0),(1,1.5))"},
    {"pg", "polygon", "((0,0),(1,1),(1,0))"},
    {"cr", "circle", "<(0,0),0.1>"},
    {"ptn", "point", "(NaN,Infinity)", "(0.1,-0)"},
    {"tv", "tsvector", "'a b':1A,2 c"},
    {"tq", "tsquery", "'a' & !b:*"},
    {"jp", "jsonpath", "$.a[*]"},
    {"ls_", "pg_lsn", "16/B374D848"},
    {"sn", "pg_snapshot", "10:20:10,14,15"},
    {"tsn", "txid_snapshot", "10:20:10,14,15"},
    {"ti", "tid", "(1,2)"},
    {"x8", "xid8", "5"},
    {"xi", "xid", "5"},
    {"cd", "cid", "5"},
    {"iv2", "int2vector", "1 2"},
    {"ov", "oidvector", "1 2"},
    {"nt", "pg_node_tree"},
    {"nd", "pg_ndistinct"},
    {"dp", "pg_dependencies"},
    {"mc", "pg_mcv_list"},
    {"bb", "pg_brin_bloom_summary"},
    {"bm", "pg_brin_minmax_multi_summary"},
    {"gt", "gtsvector"},
    {"rc", "refcursor"},
    {"r8", "int8range", "[1,5)", "empty", "(,)"},
    {"rn", "numrange", "[1.10,2.0]"},
    {"rd", "daterange", "[2026-01-01,2026-02-01)", "(-infinity,infinity)"},
    {"rt", "tsrange", "[2026-01-01,infinity]"},
    {"m4", "int4multirange", "{[1,2),[5,6)}", "{}"},
    {"m8", "int8multirange", "{[1,2)}"},
    {"mn", "nummultirange", "{[1.10,2.0]}"},
    {"md", "datemultirange", "{[2026-01-01,2026-02-01)}"},
    {"mt", "tsmultirange", "{[2026-01-01,infinity]}"},
    {"cp", "pair", "(1,\"a,b\")", "(,)"},
    {"dcp", "a_pair", "(1,x)"},
    {"den", "one_mood", "sad"},
    {"dar", "some_ints", "{1,NULL,3}"},
    {"iab", "int4[]", "[0:1]={1,2}", "[-1:0][2:3]={{1,2},{3,NULL}}"},
    {"f4a", "float4[]", "{0.1,NaN,-0,Infinity}"},
    {"f8a", "float8[]", "{0.1,NaN,-0,1e300}"},
    {"na", "numeric[]", "{1.50,NaN}"},
    {"ba", "bool[]", "{t,NULL,f}"},
    {"bya", "bytea[]", "{\"\\\\x00ff\",NULL}"},
    {"ua", "uuid[]", "{01234567-89ab-cdef-0123-456789abcdef}"},
    {"da", "date[]", "{2026-01-01,infinity,NULL}"},
    {"tsa", "timestamp[]", "{2026-01-01 00:00:00.5,infinity}"},
    {"tma", "time[]", "{24:00:00,12:34:56.789}"},
    {"iva", "interval[]", "{1 day,NULL}"},
    {"jba", "jsonb[]", "{\"{\\\"a\\\": 1}\"}"},
    {"ena", "mood[]", "{sad,NULL,happy}"},
    {"cpa", "pair[]", "{\"(1,x)\",NULL}"},
    {"pta", "point[]", "{\"(1,2)\"}"},
    {"boxa", "box[]", "{(1,1),(0,0);(2,2),(1,1)}"},
    {"rga", "int4range[]", "{\"[1,5)\"}"},
    {"tv_", "varchar(3)[]", "{abc,NULL,\"a\\\"b\"}"},
  };

  static List<SampleColumns> all() {
    List<SampleColumns> columns = new ArrayList<>();
    for (String[] column : ALL) {
      columns.add(
          new SampleColumns(column[0], column[1], List.of(column).subList(2, column.length)));
    }
    return columns;
  }

  /** Whether a getter may ask the JVM's default time zone. */
  boolean dependsOnZone() {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("time")
        || lower.equals("date")
        || lower.equals("date[]")
        || lower.equals("text")
        || lower.startsWith("varchar")
        || lower.equals("moment")
        || lower.startsWith("ts");
  }

  /** Makes the types that are not PostgreSQL's own. */
  static void createTypes(Statement statement) throws SQLException {
    statement.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')");
    statement.execute("CREATE TYPE pair AS (a int, b text)");
    statement.execute("CREATE DOMAIN positive AS int4 CHECK (VALUE > 0)");
    statement.execute("CREATE DOMAIN moment AS timestamp");
    statement.execute("CREATE DOMAIN price AS numeric(8,3)");
    statement.execute("CREATE DOMAIN a_pair AS pair");
    statement.execute("CREATE DOMAIN one_mood AS mood");
    statement.execute("CREATE DOMAIN some_ints AS int4[]");
    statement.execute("CREATE EXTENSION hstore");
  }

  /** Makes a table with a key and these columns, and fills it. */
  static void createTable(Connection connection, String table, List<SampleColumns> columns)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      int rows = 0;
      StringBuilder ddl = new StringBuilder("CREATE TABLE " + table + " (id int PRIMARY KEY");
      for (SampleColumns column : columns) {
        ddl.append(", \"").append(column.name()).append("\" ").append(column.type());
        rows = Math.max(rows, column.values().size());
      }
      statement.execute(ddl.append(')').toString());
      for (int row = 0; row <= rows; row++) {
        StringBuilder insert = new StringBuilder("INSERT INTO " + table + " VALUES (" + row);
        for (SampleColumns column : columns) {
          insert.append(
              row < column.values().size()
                  ? ", '" + column.values().get(row).replace("'", "''") + "'::" + column.type()
                  : ", NULL::" + column.type());
        }
        statement.execute(insert.append(')').toString());
      }
    }
  }
}
