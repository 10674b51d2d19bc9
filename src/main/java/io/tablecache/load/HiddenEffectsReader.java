package io.tablecache.load;

import io.tablecache.model.HiddenEffects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads from the catalog what statement texts do not show: a SELECT on a view may call a function
 * that writes, a user's function may be named like a built-in one, and a view may read a cached
 * table under another name.
 *
 * <p>Trigger functions are left out, since no statement can call them. {@code set_config} is the
 * built-in function that changes a session from within a view. Objects with smaller oids than 16384
 * are the server's own.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-depend.html">PostgreSQL,
 *     pg_depend</a>
 */
final class HiddenEffectsReader {
  private static final String WRITERS =
      """
      WITH RECURSIVE writer(oid) AS (
        SELECT r.ev_class
          FROM pg_catalog.pg_rewrite r
         WHERE r.oid >= 16384
           AND (r.ev_action::text LIKE '%:funcid 2078 %'
                OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass
                              AND d.objid = r.oid AND d.refobjid >= 16384
                              AND d.refclassid IN ('pg_catalog.pg_proc'::regclass,
                                                   'pg_catalog.pg_operator'::regclass)))
        UNION
        SELECT p.polrelid
          FROM pg_catalog.pg_policy p
          JOIN pg_catalog.pg_depend d
            ON d.classid = 'pg_catalog.pg_policy'::regclass AND d.objid = p.oid
         WHERE d.refobjid >= 16384
           AND d.refclassid IN ('pg_catalog.pg_proc'::regclass,
                                'pg_catalog.pg_operator'::regclass)
        UNION
        SELECT r.ev_class
          FROM writer w
          JOIN pg_catalog.pg_depend d
            ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = w.oid
           AND d.classid = 'pg_catalog.pg_rewrite'::regclass
          JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid)
      SELECT c.relname::text FROM writer w JOIN pg_catalog.pg_class c ON c.oid = w.oid
      UNION
      SELECT p.proname::text FROM pg_catalog.pg_proc p
       WHERE p.oid >= 16384
         AND p.prorettype NOT IN ('pg_catalog.trigger'::regtype,
                                  'pg_catalog.event_trigger'::regtype)
      """;

  private static final String READERS =
      """
      WITH RECURSIVE reader(oid) AS (
        SELECT pg_catalog.unnest(?::pg_catalog.int8[]::pg_catalog.oid[])
        UNION
        SELECT r.ev_class
          FROM reader v
          JOIN pg_catalog.pg_depend d
            ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = v.oid
           AND d.classid = 'pg_catalog.pg_rewrite'::regclass
          JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid)
      SELECT c.relname::text FROM reader v JOIN pg_catalog.pg_class c ON c.oid = v.oid
      """;

  private HiddenEffectsReader() {}

  /**
   * Asks the catalog.
   *
   * @param cachedOids the cached tables
   */
  static HiddenEffects read(Connection connection, List<Integer> cachedOids) throws SQLException {
    Set<String> writers = new HashSet<>();
    Set<String> readers = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(WRITERS)) {
      addAll(writers, statement);
    }
    try (PreparedStatement statement = connection.prepareStatement(READERS)) {
      statement.setObject(
          1,
          connection.createArrayOf(
              "int8", cachedOids.stream().map(Integer::toUnsignedLong).toArray()));
      addAll(readers, statement);
    }
    return new HiddenEffects(writers, readers);
  }

  private static void addAll(Set<String> names, PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
  }
}
