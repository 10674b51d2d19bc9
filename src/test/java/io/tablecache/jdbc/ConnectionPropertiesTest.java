package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hit gives what the plain driver gives with the same connection properties. */
class ConnectionPropertiesTest {
  private static final List<String> TYPES =
      List.of(
          "b", "i2", "i4", "i8", "f4", "f8", "n", "n2", "t", "v", "c", "u", "d", "ts", "tz", "by",
          "ia", "ta", "ba", "iv", "tm", "bt", "o", "xm", "jb", "dom", "en");

  private static CachedTables tables;

  @BeforeAll
  static void create() throws SQLException {
    List<SampleColumns> columns =
        SampleColumns.all().stream()
            .filter(column -> TYPES.contains(column.name()))
            .map(
                column ->
                    new SampleColumns(
                        column.name(),
                        column.type(),
                        column.values().subList(0, Math.min(2, column.values().size()))))
            .toList();
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                SampleColumns.createTypes(statement);
              }
              SampleColumns.createTable(connection, "sample", columns);
            },
            "sample");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&convertBooleanToNumeric=true",
        "&unknownLength=77",
        "&stringtype=unspecified",
        "&defaultRowFetchSize=2",
        "&maxResultBuffer=1M",
        "&binaryTransfer=false",
        "&binaryTransferDisable=25,1114",
        "&autosave=always&cleanupSavepoints=true",
        "&autosave=conservative",
        "&readOnly=true&readOnlyMode=always",
        "&readOnlyMode=ignore",
        "&disableColumnSanitiser=true",
        "&assumeMinServerVersion=9.6",
        "&preferQueryMode=extendedForPrepared",
        "&preferQueryMode=extendedCacheEverything",
        "&databaseMetadataCacheFields=0",
        "&preparedStatementCacheQueries=0",
        "&queryTimeout=30",
        "&xmlFactoryFactory=LEGACY_INSECURE",
        "&logServerErrorDetail=false",
        "&reWriteBatchedInserts=true",
        "&escapeSyntaxCallMode=call",
        "&groupStartupParameters=true",
        "&options=-c%20DateStyle=ISO,DMY%20-c%20TimeZone=Asia/Tokyo",
      })
  void hit_withProperties_isThePlainDriversResult(String properties) throws Exception {
    String sql = "SELECT * FROM sample WHERE id >= ? ORDER BY id LIMIT 3";
    try (Connection plainly = tables.plain(properties);
        Connection caching = tables.caching(properties);
        PreparedStatement plainStatement = plainly.prepareStatement(sql);
        PreparedStatement statement = caching.prepareStatement(sql)) {
      plainStatement.setInt(1, 0);
      statement.setInt(1, 0);
      assertEquals(plainStatement.getQueryTimeout(), statement.getQueryTimeout());
      assertEquals(plainStatement.getFetchSize(), statement.getFetchSize());
      try (ResultSet plain = plainStatement.executeQuery();
          CachedResultSet cached = tables.hit(statement)) {
        assertEquals(plain.getFetchSize(), cached.getFetchSize());
        assertSameMetaData(plain.getMetaData(), cached.getMetaData());
        ResultCalls calls = new ResultCalls(plain, cached);
        while (plain.next()) {
          assertTrue(cached.next());
          calls.assertSame("row " + plain.getRow());
        }
        assertTrue(!cached.next());
        assertTrue(calls.compared() > 2_000, "only " + calls.compared());
      }
    }
  }

  private static void assertSameMetaData(ResultSetMetaData expected, ResultSetMetaData actual)
      throws Exception {
    for (Method method : ResultSetMetaData.class.getMethods()) {
      if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class) {
        for (int i = 1; i <= expected.getColumnCount(); i++) {
          assertEquals(
              Answer.of(expected, method, i), Answer.of(actual, method, i), method + " " + i);
        }
      }
    }
  }
}
