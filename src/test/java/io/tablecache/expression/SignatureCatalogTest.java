package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.testing.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of signatures, compared with the running server's catalog. */
class SignatureCatalogTest {
  private static final String LINES =
      """
      WITH f AS (
        SELECT p.*, proargtypes::oid[] AS args FROM pg_proc p
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'a')
        AND (CASE prokind WHEN 'a' THEN 'aggregate ' ELSE 'function ' END || proname) = ANY (?)),
      o AS (
        SELECT * FROM pg_operator
        WHERE oprnamespace = 'pg_catalog'::regnamespace AND ('operator ' || oprname) = ANY (?)),
      used(t) AS (
        SELECT unnest(args) FROM f UNION SELECT prorettype FROM f UNION SELECT oprleft FROM o
        UNION SELECT oprright FROM o UNION SELECT oprresult FROM o),
      types AS (
        SELECT * FROM pg_type WHERE typtype IN ('b', 'p', 'r', 'm')
        AND (oid IN (SELECT t FROM used) OR typcategory = 'A' AND typelem IN (SELECT t FROM used)
          OR oid IN (SELECT rngsubtype FROM pg_range WHERE rngtypid IN (SELECT t FROM used))
          OR oid = 705))
      SELECT CASE prokind WHEN 'a' THEN 'aggregate ' ELSE 'function ' END || proname || '('
        || coalesce((SELECT string_agg(
            CASE WHEN provariadic <> 0 AND i = cardinality(args) THEN '*' ELSE '' END
            || t.typname
            || CASE WHEN i > cardinality(args) - pronargdefaults THEN '=' ELSE '' END, ','
            ORDER BY i)
          FROM unnest(args) WITH ORDINALITY u(a, i) JOIN pg_type t ON t.oid = a), '')
        || ') ' || CASE WHEN proretset THEN 'setof ' ELSE '' END
        || (SELECT typname FROM pg_type WHERE oid = prorettype)
      FROM f
      UNION ALL
      SELECT 'operator ' || oprname || '('
        || coalesce((SELECT typname || ',' FROM pg_type WHERE oid = oprleft), '')
        || (SELECT typname FROM pg_type WHERE oid = oprright) || ') '
        || (SELECT typname FROM pg_type WHERE oid = oprresult)
      FROM o
      UNION ALL
      SELECT 'type ' || typname || ' ' || oid || ' ' || typtype::text || ' ' || typcategory::text
        || CASE WHEN typispreferred THEN '+' ELSE '' END
        || coalesce(CASE
          WHEN typelem <> 0 AND typsubscript = 'array_subscript_handler'::regproc
          THEN (SELECT ' ' || typname FROM pg_type e WHERE e.oid = types.typelem)
          WHEN typtype = 'r' THEN (SELECT ' ' || e.typname FROM pg_range
            JOIN pg_type e ON e.oid = rngsubtype WHERE rngtypid = types.oid)
          WHEN typtype = 'm' THEN (SELECT ' ' || e.typname FROM pg_range
            JOIN pg_type e ON e.oid = rngtypid WHERE rngmultitypid = types.oid) END, '')
      FROM types
      UNION ALL
      SELECT 'cast ' || s.typname || ' ' || d.typname || ' ' || castcontext::text
        || CASE castmethod WHEN 'b' THEN ' relabel' WHEN 'i' THEN ' text' ELSE '' END
      FROM pg_cast JOIN types s ON s.oid = castsource JOIN types d ON d.oid = casttarget
      WHERE s.oid <> d.oid
      """;

  @Test
  void lines_ofSupportedNames_areServersCatalog() throws IOException, SQLException {
    int version = PostgresServer.shared().majorVersion();
    TreeSet<String> listed = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    try (InputStream in = SignatureCatalog.class.getResourceAsStream("signatures.txt");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        String text = line.replaceAll(" (since|until) \\d+", "");
        if (isOf(line, version)) {
          listed.add(text);
        }
        if (!text.startsWith("type ") && !text.startsWith("cast ")) {
          names.add(text.substring(0, text.lastIndexOf('(')));
        }
      }
    }
    TreeSet<String> found = new TreeSet<>();
    try (Connection connection = PostgresServer.shared().connect();
        PreparedStatement statement = connection.prepareStatement(LINES)) {
      Array array = connection.createArrayOf("text", names.toArray());
      statement.setArray(1, array);
      statement.setArray(2, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    assertEquals(String.join("\n", found), String.join("\n", listed));
  }

  private static boolean isOf(String line, int version) {
    String[] fields = line.split(" ");
    for (int i = 0; i < fields.length - 1; i++) {
      boolean isMiss =
          switch (fields[i]) {
            case "since" -> version < Integer.parseInt(fields[i + 1]);
            case "until" -> version > Integer.parseInt(fields[i + 1]);
            default -> false;
          };
      if (isMiss) {
        return false;
      }
    }
    return true;
  }
}
