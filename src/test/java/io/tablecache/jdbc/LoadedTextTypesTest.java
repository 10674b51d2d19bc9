package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGobject;

/** Columns of types that are loaded as their output text have their values, not NULL. */
final class LoadedTextTypesTest {
  private static CachedTables tables;

  @BeforeAll
  static void load() throws SQLException {
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE DOMAIN span AS interval");
                statement.execute(
                    "CREATE TABLE typed (id int PRIMARY KEY, j json, jb jsonb, i interval, s span,"
                        + " t time, n numeric, c char(3), o oid)");
                statement.execute(
                    "INSERT INTO typed VALUES (1, '{\"a\" :  1}', '{\"b\": 2, \"a\": 1}', '1 mon -2"
                        + " days', '00:00:01.5', '23:59:59.999999', 1.50, 'x', 4294967295), (2,"
                        + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
              }
            },
            "typed");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  @Test
  void jsonIntervalAndTime_onHit_haveTheirValues() throws SQLException {
    try (Connection connection = tables.caching();
        Statement statement = connection.createStatement();
        ResultSet row =
            tables.hit(statement, "SELECT j, jb, i, s, t, n, c, o FROM typed ORDER BY id")) {
      assertTrue(row.next());
      String[] texts = {
        "{\"a\" :  1}",
        "{\"a\": 1, \"b\": 2}",
        "1 mon -2 days",
        "00:00:01.5",
        "23:59:59.999999",
        "1.50",
        "x  ",
        "4294967295"
      };
      for (int i = 0; i < texts.length; i++) {
        assertEquals(texts[i], row.getString(i + 1));
      }
      assertEquals(4294967295L, row.getObject("o"));
      assertTrue(row.next());
      for (int i = 0; i < texts.length; i++) {
        assertNull(row.getObject(i + 1));
        assertTrue(row.wasNull());
      }
      assertFalse(row.next());
    }
  }

  @Test
  void jsonParameter_isTakenOver() throws SQLException {
    PGobject json = new PGobject();
    json.setType("jsonb");
    json.setValue("{\"b\" : 2}");
    try (Connection connection = tables.caching();
        PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM typed WHERE jb @> ?")) {
      statement.setObject(1, json);
      json.setValue("{\"b\": 3}");
      try (ResultSet row = tables.hit(statement)) {
        assertTrue(row.next());
        assertEquals(1, row.getInt(1));
        assertFalse(row.next());
      }
      statement.setObject(1, json);
      try (ResultSet row = tables.hit(statement)) {
        assertFalse(row.next());
      }
    }
  }
}
