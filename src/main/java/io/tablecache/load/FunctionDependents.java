package io.tablecache.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * By what functions can run without being named, and by what those of the built-in ones can that
 * are more than their arguments and results. Immutable.
 *
 * @param functions names of functions, the given ones among them
 * @param names of other objects whose mention can mean that one of the functions runs
 * @param operators that are one of the functions
 * @param written the relations at a write to which something runs that can do anything
 * @param isParameter whether one can run for a parameter of a type of one's own
 * @param isAnyText whether one can run without any of the names in the text
 */
record FunctionDependents(
    Set<String> functions,
    Set<String> names,
    Set<String> operators,
    Set<Long> written,
    boolean isParameter,
    boolean isAnyText) {
  static final FunctionDependents NONE =
      new FunctionDependents(Set.of(), Set.of(), Set.of(), Set.of(), false, false);

  /** Volatile built-in functions that only give another value each time. */
  static final String VOLATILE =
      """
      SELECT p.oid FROM pg_catalog.pg_proc p
       WHERE p.oid < 16384 AND p.provolatile = 'v'
         AND p.proname NOT IN ('random', 'random_normal', 'clock_timestamp', 'timeofday',
                               'gen_random_uuid', 'uuidv4', 'uuidv7')""";

  /**
   * Built-in functions that run a text, read whatever relation they are given the name of, change
   * the session or wait for others. Some of them are not volatile.
   */
  static final List<String> HARMFUL =
      List.of(
          "set_config",
          "query_to_xml",
          "query_to_xmlschema",
          "query_to_xml_and_xmlschema",
          "cursor_to_xml",
          "cursor_to_xmlschema",
          "table_to_xml",
          "table_to_xml_and_xmlschema",
          "schema_to_xml",
          "schema_to_xml_and_xmlschema",
          "database_to_xml",
          "database_to_xml_and_xmlschema",
          "ts_stat",
          "ts_rewrite",
          "pg_advisory_lock",
          "pg_advisory_lock_shared",
          "pg_advisory_xact_lock",
          "pg_advisory_xact_lock_shared",
          "pg_try_advisory_lock",
          "pg_try_advisory_lock_shared",
          "pg_try_advisory_xact_lock",
          "pg_try_advisory_xact_lock_shared");

  /**
   * What depends on given functions, whatever it is, as kind and name or oid. Dependencies on
   * built-in objects are not recorded, so expressions are searched for harmful functions, and views
   * for those, such as pg_settings, that have rules. A view that locks rows is as suspect. Types
   * have too many names to look for casts to them: all explicit ones are taken together.
   */
  private static final String DEPENDENTS =
      """
      WITH RECURSIVE changing(oid) AS (%s), harmful(pattern) AS (
        SELECT ':funcid (' || pg_catalog.string_agg(p.oid::text, '|') || ') '
          FROM pg_catalog.pg_proc p
         WHERE p.oid < 16384
           AND p.proname IN (%s)
      ), suspect(classid, objid) AS (
        (SELECT 'pg_catalog.pg_proc'::regclass::oid, f
           FROM pg_catalog.unnest(?::pg_catalog.int8[]::pg_catalog.oid[]) f
         UNION ALL
         SELECT 'pg_catalog.pg_operator'::regclass, o.oid FROM pg_catalog.pg_operator o
          WHERE o.oid >= 16384 AND o.oprcode::oid IN (SELECT oid FROM changing)
         UNION ALL
         SELECT 'pg_catalog.pg_cast'::regclass, c.oid FROM pg_catalog.pg_cast c
          WHERE c.oid >= 16384 AND c.castfunc IN (SELECT oid FROM changing)
         UNION ALL
         SELECT 'pg_catalog.pg_rewrite'::regclass, r.oid FROM pg_catalog.pg_rewrite r, harmful h
          WHERE r.oid >= 16384 AND r.ev_action::text ~ h.pattern
         UNION ALL
         SELECT 'pg_catalog.pg_rewrite'::regclass, r.oid FROM pg_catalog.pg_rewrite r
          WHERE r.oid >= 16384 AND r.ev_action::text ~ (
            SELECT ':relid (' || pg_catalog.string_agg(b.ev_class::text, '|') || ') '
              FROM pg_catalog.pg_rewrite b WHERE b.oid < 16384 AND b.ev_type <> '1')
         UNION ALL
         SELECT 'pg_catalog.pg_rewrite'::regclass, r.oid FROM pg_catalog.pg_rewrite r
          WHERE r.oid >= 16384 AND r.ev_action::text ~ ':hasForUpdate true '
         UNION ALL
         SELECT 'pg_catalog.pg_proc'::regclass, p.oid FROM pg_catalog.pg_proc p, harmful h
          WHERE p.oid >= 16384 AND p.proargdefaults::text ~ h.pattern
         UNION ALL
         SELECT 'pg_catalog.pg_type'::regclass, t.oid FROM pg_catalog.pg_type t, harmful h
          WHERE t.oid >= 16384 AND t.typdefaultbin::text ~ h.pattern
         UNION ALL
         SELECT 'pg_catalog.pg_policy'::regclass, p.oid FROM pg_catalog.pg_policy p, harmful h
          WHERE p.polqual::text ~ h.pattern OR p.polwithcheck::text ~ h.pattern
         UNION ALL
         SELECT 'pg_catalog.pg_attrdef'::regclass, a.oid FROM pg_catalog.pg_attrdef a, harmful h
          WHERE a.adbin::text ~ h.pattern
         UNION ALL
         SELECT 'pg_catalog.pg_constraint'::regclass, k.oid
           FROM pg_catalog.pg_constraint k, harmful h
          WHERE k.oid >= 16384 AND k.conbin::text ~ h.pattern)
        UNION
        SELECT n.classid, n.objid FROM suspect s CROSS JOIN LATERAL (
          SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
           WHERE d.refclassid = s.classid AND d.refobjid = s.objid
          UNION ALL
          SELECT 'pg_catalog.pg_class'::regclass, r.ev_class FROM pg_catalog.pg_rewrite r
           WHERE s.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = s.objid
             AND r.ev_type = '1'
          UNION ALL
          SELECT 'pg_catalog.pg_class'::regclass, p.polrelid FROM pg_catalog.pg_policy p
           WHERE s.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = s.objid
          UNION ALL
          SELECT 'pg_catalog.pg_type'::regclass, k.contypid FROM pg_catalog.pg_constraint k
           WHERE s.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = s.objid
             AND k.contypid <> 0) n)
      SELECT 'function', p.proname::text
        FROM suspect s JOIN pg_catalog.pg_proc p ON p.oid = s.objid
       WHERE s.classid = 'pg_catalog.pg_proc'::regclass
         AND p.prorettype NOT IN ('pg_catalog.trigger'::regtype,
                                  'pg_catalog.event_trigger'::regtype)
      UNION
      SELECT 'name', c.relname::text
        FROM suspect s JOIN pg_catalog.pg_class c ON c.oid = s.objid
       WHERE s.classid = 'pg_catalog.pg_class'::regclass AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
      UNION
      SELECT 'name', t.typname::text
        FROM suspect s JOIN pg_catalog.pg_type t ON t.oid = s.objid
       WHERE s.classid = 'pg_catalog.pg_type'::regclass
      UNION
      SELECT 'operator', o.oprname::text
        FROM suspect s JOIN pg_catalog.pg_operator o ON o.oid = s.objid
       WHERE s.classid = 'pg_catalog.pg_operator'::regclass
      UNION
      SELECT 'implied', '' FROM suspect s
       WHERE s.classid = 'pg_catalog.pg_amproc'::regclass
          OR (s.classid = 'pg_catalog.pg_cast'::regclass
              AND EXISTS (SELECT FROM pg_catalog.pg_cast c
                           WHERE c.oid = s.objid
                             AND (c.castcontext <> 'e'
                                  OR c.casttarget = 'pg_catalog.json'::regtype)))
          OR (s.classid = 'pg_catalog.pg_operator'::regclass
              AND EXISTS (SELECT FROM pg_catalog.pg_operator o
                           WHERE o.oid = s.objid
                             AND (o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '~', '!~', '~~',
                                                '!~~', '~~*', '!~~*')
                                  OR EXISTS (SELECT FROM pg_catalog.pg_amop a
                                              WHERE a.amopopr = o.oid))))
      UNION
      SELECT c.kind, c.text
        FROM suspect s CROSS JOIN (VALUES ('name', 'cast'), ('operator', '::')) c(kind, text)
       WHERE s.classid = 'pg_catalog.pg_cast'::regclass
      UNION
      SELECT 'parameter', '' FROM suspect s JOIN pg_catalog.pg_type t ON t.oid = s.objid
       WHERE s.classid = 'pg_catalog.pg_type'::regclass AND t.typtype = 'd'
      UNION
      SELECT 'written', w.oid::text FROM (
        SELECT t.tgrelid FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
        UNION SELECT r.ev_class FROM pg_catalog.pg_rewrite r
               WHERE r.oid >= 16384 AND r.ev_type <> '1'
        UNION SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'f'
        UNION SELECT a.adrelid FROM suspect s JOIN pg_catalog.pg_attrdef a ON a.oid = s.objid
               WHERE s.classid = 'pg_catalog.pg_attrdef'::regclass
        UNION SELECT k.conrelid FROM suspect s JOIN pg_catalog.pg_constraint k ON k.oid = s.objid
               WHERE s.classid = 'pg_catalog.pg_constraint'::regclass AND k.conrelid <> 0
        UNION SELECT k.confrelid FROM suspect s JOIN pg_catalog.pg_constraint k ON k.oid = s.objid
               WHERE s.classid = 'pg_catalog.pg_constraint'::regclass AND k.confrelid <> 0
        UNION SELECT i.indrelid FROM suspect s JOIN pg_catalog.pg_index i ON i.indexrelid = s.objid
               WHERE s.classid = 'pg_catalog.pg_class'::regclass
        UNION SELECT s.objid FROM suspect s
               WHERE s.classid = 'pg_catalog.pg_class'::regclass) w(oid)"""
          .formatted(VOLATILE, "'" + String.join("', '", HARMFUL) + "'");

  FunctionDependents {
    functions = Set.copyOf(functions);
    names = Set.copyOf(names);
    operators = Set.copyOf(operators);
    written = Set.copyOf(written);
  }

  /**
   * Asks the catalog.
   *
   * @param oids of the functions
   */
  static FunctionDependents read(Connection connection, Collection<Long> oids) throws SQLException {
    Set<String> functions = new HashSet<>();
    Set<String> names = new HashSet<>();
    Set<String> operators = new HashSet<>();
    Set<Long> written = new HashSet<>();
    boolean isParameter = false;
    boolean isAnyText = false;
    try (PreparedStatement statement = connection.prepareStatement(DEPENDENTS)) {
      statement.setArray(1, connection.createArrayOf("int8", oids.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String value = rows.getString(2);
          switch (rows.getString(1)) {
            case "function" -> functions.add(value);
            case "name" -> names.add(value);
            case "operator" -> operators.add(value);
            case "parameter" -> isParameter = true;
            case "written" -> written.add(Long.valueOf(value));
            default -> isAnyText = true;
          }
        }
      }
    }
    return new FunctionDependents(functions, names, operators, written, isParameter, isAnyText);
  }

  /** Names whose mention can mean that one of the functions runs. */
  Set<String> mentions() {
    Set<String> all = new HashSet<>(functions);
    all.addAll(names);
    return all;
  }
}
