package io.tablecache.load;

import io.tablecache.model.DatabaseTraits;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The catalog queries. They run under {@code search_path = pg_catalog} and raise no error for a
 * name that does not exist or must not be used. Confined to one thread.
 */
final class CatalogReader {
  /** Attributes that not every version has are read through to_jsonb, which gives NULL for them. */
  private static final String RELATION =
      """
      WITH denied AS (
        SELECT p.oid FROM pg_catalog.pg_proc p
        WHERE p.oid < 16384 AND p.proacl IS NOT NULL
          AND NOT pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE'))
      SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, c.relkind, c.relpersistence,
             coalesce((SELECT a.amname = 'heap' FROM pg_catalog.pg_am a WHERE a.oid = c.relam),
                      false),
             c.relhassubclass,
             coalesce((WITH RECURSIVE child(oid) AS (
                         SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid
                         UNION
                         SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                         JOIN child ON i.inhparent = child.oid)
                       SELECT f.relname FROM child JOIN pg_catalog.pg_class f USING (oid)
                       WHERE f.relkind = 'f' LIMIT 1), ''),
             current_user,
             pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
             pg_catalog.has_table_privilege(c.oid, 'SELECT'),
             NOT EXISTS (
               SELECT FROM pg_catalog.pg_operator o
               JOIN pg_catalog.pg_type l ON l.oid = o.oprleft
               JOIN pg_catalog.pg_type r ON r.oid = o.oprright
               WHERE o.oid >= 16384 AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '+', '-',
                   '*', '/', '%', '^', '||', '~~', '!~~', '~~*', '!~~*', '~', '!~', '~*', '!~*',
                   '->', '->>', '#>', '#>>', '@>', '<@', '@?', '@@', '?', '?|', '?&', '^@', '@',
                   '|/', '&', '|', '#', '<<', '>>')
                 AND NOT (o.oprname = '%' AND l.typname = 'text') AND (l.oid < 16384 OR l.typtype = 'd') AND (r.oid < 16384 OR r.typtype = 'd'))
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_cast k
                 WHERE k.oid >= 16384 AND k.castsource < 16384 AND k.casttarget < 16384),
             pg_catalog.getdatabaseencoding() IN ('UTF8', 'LATIN1')
               AND (SELECT coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'b'
                      OR (coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                          AND d.datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8'))
                    FROM pg_catalog.pg_database d
                    WHERE d.datname = pg_catalog.current_database()),
             coalesce((SELECT pg_catalog.string_agg(DISTINCT p.proname::text, ',')
                       FROM pg_catalog.pg_proc p
                       WHERE p.oid >= 16384 AND EXISTS (
                         SELECT FROM pg_catalog.pg_proc b
                         WHERE b.proname = p.proname AND b.oid < 16384)
                          OR p.oid IN (SELECT denied.oid FROM denied)), ''),
             NOT EXISTS (
               SELECT FROM pg_catalog.pg_database d
               WHERE d.datname = pg_catalog.current_database()
                 AND pg_catalog.concat_ws(',', d.datctype,
                   pg_catalog.to_jsonb(d) ->> 'datlocale',
                   pg_catalog.to_jsonb(d) ->> 'daticulocale') ~* '(^|,)(tr|az|lt)')
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_attribute a
                 JOIN pg_catalog.pg_collation k ON k.oid = a.attcollation
                 WHERE a.attrelid = c.oid
                   AND pg_catalog.concat_ws(',', k.collctype,
                     pg_catalog.to_jsonb(k) ->> 'colllocale',
                     pg_catalog.to_jsonb(k) ->> 'colliculocale') ~* '(^|,)(tr|az|lt)'),
             (SELECT pg_catalog.percentile_cont(0.1) WITHIN GROUP (ORDER BY x)
                FROM (VALUES (0.1::pg_catalog.float8), (0.2::pg_catalog.float8)) v(x))
               = 0.1::pg_catalog.float8
                 + 0.1::pg_catalog.float8 * (0.2::pg_catalog.float8 - 0.1::pg_catalog.float8)
               AND (SELECT pg_catalog.percentile_cont(0.7) WITHIN GROUP (ORDER BY x)
                      FROM (VALUES (0::pg_catalog.float8), (0), (1)) v(x))
                 = 0.7::pg_catalog.float8 * 2::pg_catalog.float8 - 1::pg_catalog.float8,
             NOT EXISTS (
               SELECT FROM pg_catalog.pg_operator o JOIN denied ON denied.oid = o.oprcode)
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_cast k JOIN denied ON denied.oid = k.castfunc),
             c.relkind = 'v' OR EXISTS (
               SELECT FROM pg_catalog.pg_attribute a
               WHERE a.attrelid = c.oid AND a.attgenerated = 'v' AND NOT a.attisdropped)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ? AND n.nspname = ANY (?)
      ORDER BY pg_catalog.array_position(?, n.nspname) LIMIT 1\
      """;

  private static final String COLUMNS =
      """
      WITH RECURSIVE col AS (
        SELECT * FROM pg_catalog.pg_attribute
        WHERE attrelid = ?::pg_catalog.oid AND attnum > 0 AND NOT attisdropped
      ), base(attnum, oid) AS (
        SELECT attnum, atttypid FROM col
        UNION ALL
        SELECT base.attnum, t.typbasetype
        FROM base JOIN pg_catalog.pg_type t ON t.oid = base.oid AND t.typtype = 'd'
      ), part(attnum, oid) AS (
        SELECT attnum, atttypid FROM col
        UNION
        SELECT part.attnum, p.oid
        FROM part JOIN pg_catalog.pg_type t ON t.oid = part.oid
        CROSS JOIN LATERAL (
          SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
          UNION ALL SELECT t.typelem WHERE t.typelem <> 0
          UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r
                    WHERE r.rngtypid = t.oid OR r.rngmultitypid = t.oid
          UNION ALL SELECT f.atttypid FROM pg_catalog.pg_attribute f
                    WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0
                      AND NOT f.attisdropped) p
      ), parts AS (
        SELECT part.attnum,
               bool_or((t.typname LIKE 'reg%' OR t.typname = 'aclitem') AND t.oid < 16384)
                 AS names_catalog,
               bool_or(t.oid = 'pg_catalog.timestamptz'::pg_catalog.regtype) AS timestamptz,
               bool_or(t.oid = 'pg_catalog.money'::pg_catalog.regtype) AS money,
               bool_or(t.typtype IN ('e', 'c')) AS depends_on_catalog,
               bool_or(t.oid >= 16384 AND t.typtype = 'b' AND t.typelem = 0
                       AND f.provolatile <> 'i') AS unstable
        FROM part JOIN pg_catalog.pg_type t ON t.oid = part.oid
        JOIN pg_catalog.pg_proc f ON f.oid = t.typoutput
        GROUP BY part.attnum
      )
      SELECT col.attname, col.attnum, col.atttypid::pg_catalog.int8, col.atttypmod,
             col.attnotnull AND NOT EXISTS (
               SELECT FROM pg_catalog.pg_constraint k
               WHERE k.conrelid = col.attrelid AND k.contype = 'n' AND NOT k.convalidated
                 AND col.attnum = ANY (k.conkey)),
             col.attgenerated = 'v',
             col.attgenerated = 'v' AND EXISTS (
               SELECT FROM pg_catalog.pg_attrdef e
               CROSS JOIN LATERAL pg_catalog.regexp_matches(
                 e.adbin::text, ':(funcid|opno) ([0-9]+) ', 'g') m
               JOIN pg_catalog.pg_proc p
                 ON p.oid = CASE m[1]
                              WHEN 'funcid' THEN m[2]::pg_catalog.oid
                              ELSE (SELECT o.oprcode FROM pg_catalog.pg_operator o
                                    WHERE o.oid = m[2]::pg_catalog.oid) END
               WHERE e.adrelid = col.attrelid AND e.adnum = col.attnum
                 AND NOT pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')),
             pg_catalog.format_type(col.atttypid, NULL),
             t.oid::pg_catalog.int8,
             CASE WHEN a.typtype = 'p' AND t.oid = col.atttypid OR a.oid = col.atttypid THEN ''
                  ELSE pg_catalog.format_type(CASE WHEN a.typtype = 'p' THEN t.oid ELSE a.oid END,
                                              NULL) END,
             pg_catalog.quote_ident(n.nspname), f.proname, t.typtype = 'p', parts.unstable,
             parts.names_catalog,
             parts.timestamptz AND t.oid <> 'pg_catalog.timestamptz'::pg_catalog.regtype,
             parts.money AND t.oid NOT IN ('pg_catalog.money'::pg_catalog.regtype,
                                           'pg_catalog.money[]'::pg_catalog.regtype),
             parts.depends_on_catalog,
             t.typtype = 'c',
             coalesce(k.collisdeterministic, true),
             k.collprovider = 'd',
             pg_catalog.getdatabaseencoding() IN ('UTF8', 'LATIN1')
               AND k.oid = 'pg_catalog."C"'::pg_catalog.regcollation
      FROM col
      JOIN base ON base.attnum = col.attnum
      JOIN pg_catalog.pg_type t ON t.oid = base.oid AND t.typtype <> 'd'
      JOIN pg_catalog.pg_proc f ON f.oid = t.typoutput
      JOIN pg_catalog.pg_type a ON a.oid = f.proargtypes[0]
      JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
      JOIN parts ON parts.attnum = col.attnum
      LEFT JOIN pg_catalog.pg_collation k ON k.oid = col.attcollation
      ORDER BY col.attnum\
      """;

  private static final String PRIMARY_KEY =
      """
      SELECT k.attnum
      FROM pg_catalog.pg_index i
      CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[])
        WITH ORDINALITY k(attnum, n)
      WHERE i.indrelid = ?::pg_catalog.oid AND i.indisprimary AND i.indisvalid
        AND k.n <= i.indnkeyatts
      ORDER BY k.n\
      """;

  private final Connection connection;

  CatalogReader(Connection connection) {
    this.connection = connection;
  }

  /** The relation of that name in the first of the schemas that has one. */
  @Nullable CatalogRelation relation(List<String> schemas, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
      Array array = connection.createArrayOf("name", schemas.toArray());
      statement.setString(1, name);
      statement.setArray(2, array);
      statement.setArray(3, array);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new CatalogRelation(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).charAt(0),
                row.getString(5).charAt(0),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                row.getBoolean(11),
                new DatabaseTraits(
                    row.getBoolean(12),
                    row.getBoolean(17),
                    Set.of(row.getString(14).split(",")),
                    row.getBoolean(13),
                    row.getBoolean(15),
                    row.getBoolean(18),
                    row.getBoolean(16)))
            : null;
      }
    }
  }

  /** The relation's columns that are not dropped, by attnum. */
  List<CatalogColumn> columns(CatalogRelation relation) throws SQLException {
    List<CatalogColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, relation.oid());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(column(row, relation.traits().bytewiseCollation()));
        }
      }
    }
    return columns;
  }

  private static CatalogColumn column(ResultSet row, boolean bytewiseDefault) throws SQLException {
    return new CatalogColumn(
        row.getString(1),
        row.getInt(2),
        (int) row.getLong(3),
        row.getInt(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getString(8),
        (int) row.getLong(9),
        row.getString(10),
        row.getString(11) + "." + SqlText.name(row.getString(12)),
        row.getBoolean(13),
        row.getBoolean(14),
        row.getBoolean(15),
        row.getBoolean(16),
        row.getBoolean(17),
        row.getBoolean(18),
        row.getBoolean(19),
        row.getBoolean(20),
        row.getBoolean(21) ? bytewiseDefault : row.getBoolean(22));
  }

  /** The attnums of the primary key's columns in key order; empty if there is none. */
  List<Integer> primaryKey(CatalogRelation relation) throws SQLException {
    List<Integer> attnums = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
      statement.setLong(1, relation.oid());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          attnums.add(row.getInt(1));
        }
      }
    }
    return attnums;
  }
}
