package io.tablecache.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Reads a digest of the part of the catalog that session facts depend on and that others can
 * change: which relations have the names of cached ones, their privileges and row security, the
 * schemas, who owns the database, and the roles with their names and memberships.
 *
 * <p>Rows are told apart by the transaction that wrote them, so that whatever is in them counts.
 */
final class CatalogStampReader {
  private static final String STAMP =
      """
      WITH cached(oid) AS (SELECT unnest(?::int8[]::oid[]))
      SELECT md5(concat_ws('/',
        (SELECT string_agg(c.oid || ' ' || c.xmin::text || ' ' || c.ctid::text, ',' ORDER BY c.oid)
           FROM pg_class c
          WHERE c.relname IN (SELECT n.relname FROM pg_class n JOIN cached USING (oid))),
        (SELECT string_agg(a.attrelid || ' ' || a.attnum || ' ' || a.attacl::text, ','
                           ORDER BY a.attrelid, a.attnum)
           FROM pg_attribute a JOIN cached ON a.attrelid = cached.oid
          WHERE a.attacl IS NOT NULL),
        (SELECT string_agg(n.oid || ' ' || n.xmin::text || ' ' || n.ctid::text, ','
                           ORDER BY n.oid)
           FROM pg_namespace n),
        (SELECT d.datdba FROM pg_database d WHERE d.datname = current_database()),
        (SELECT string_agg(r.oid || ' ' || r.rolname || r.rolsuper || r.rolinherit
                           || r.rolbypassrls, ','
                           ORDER BY r.oid)
           FROM pg_roles r),
        (SELECT string_agg(m.roleid || ' ' || m.member || ' ' || m.xmin::text || ' '
                           || m.ctid::text, ',' ORDER BY m.roleid, m.member, m.ctid)
           FROM pg_auth_members m)))
      """;

  private CatalogStampReader() {}

  /**
   * Asks the catalog; the connection's search path is pg_catalog.
   *
   * @param cachedOids of the cached tables
   */
  static String read(Connection connection, Set<Long> cachedOids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STAMP)) {
      statement.setObject(1, connection.createArrayOf("int8", cachedOids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
