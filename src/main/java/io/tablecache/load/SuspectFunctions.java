package io.tablecache.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the user-defined functions that may write or change the session, and all by which they can
 * run without being named.
 *
 * <p>PostgreSQL lets a function that is not volatile write nothing itself, but it may call one that
 * does. So the text of its body is searched for the names of suspect objects, until no further
 * function becomes suspect; where there is no text to search, as in the standard's own syntax for
 * bodies or in other languages, it is suspect. Functions in C are what they say.
 *
 * @see <a href="https://www.postgresql.org/docs/current/xfunc-volatility.html">PostgreSQL, Function
 *     Volatility Categories</a>
 */
final class SuspectFunctions {
  /** Volatile built-in functions that only give another value each time. */
  private static final String VOLATILE =
      """
      SELECT p.oid FROM pg_catalog.pg_proc p
       WHERE p.oid < 16384 AND p.provolatile = 'v'
         AND p.proname NOT IN ('random', 'random_normal', 'clock_timestamp', 'timeofday',
                               'gen_random_uuid', 'uuidv4', 'uuidv7')""";

  /**
   * Built-in functions that run a text, read whatever relation they are given the name of, or
   * change the session. Some of them are not volatile.
   */
  private static final List<String> HARMFUL =
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
          "ts_rewrite");

  private static final String CANDIDATES =
      """
      SELECT p.oid::pg_catalog.int8, p.prosrc
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND p.prokind IN ('f', 'w') AND p.provolatile <> 'v'
         AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL""";

  private static final String OTHERS =
      """
      SELECT p.oid::pg_catalog.int8
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND p.prokind <> 'a'
         AND (p.provolatile = 'v' OR p.prosqlbody IS NOT NULL
              OR l.lanname NOT IN ('internal', 'c', 'sql', 'plpgsql'))
      UNION
      SELECT a.aggfnoid::pg_catalog.oid::pg_catalog.int8 FROM pg_catalog.pg_aggregate a
       WHERE a.aggfnoid::pg_catalog.oid >= 16384
         AND ARRAY[a.aggtransfn::pg_catalog.oid, a.aggfinalfn, a.aggcombinefn, a.aggserialfn,
                   a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]
             && ARRAY("""
          + VOLATILE
          + ")";

  private static final String VOLATILE_NAMES =
      "SELECT DISTINCT p.proname::text FROM pg_catalog.pg_proc p WHERE p.oid IN (" + VOLATILE + ")";

  /**
   * What depends on suspect functions, whatever it is, as kind and name or oid. Dependencies on
   * built-in objects are not recorded, so expressions are searched for harmful functions, and views
   * for those, such as pg_settings, that have rules. A view that locks rows is as suspect. The
   * functions that make JSON call casts to it.
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
      SELECT 'name', v.name
        FROM (SELECT s.objid AS oid FROM suspect s
               WHERE s.classid = 'pg_catalog.pg_type'::regclass
              UNION
              SELECT c.casttarget FROM suspect s JOIN pg_catalog.pg_cast c ON c.oid = s.objid
               WHERE s.classid = 'pg_catalog.pg_cast'::regclass) y
        JOIN pg_catalog.pg_type t ON t.oid = y.oid
        CROSS JOIN LATERAL (VALUES
          (t.typname::text),
          (CASE WHEN t.oid < 16384
                THEN pg_catalog.split_part(pg_catalog.format_type(t.oid, NULL), ' ', 1) END)) v(name)
       WHERE v.name IS NOT NULL
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
                             AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '~', '!~', '~~',
                                               '!~~', '~~*', '!~~*')))
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
        UNION SELECT i.indrelid FROM suspect s JOIN pg_catalog.pg_index i ON i.indexrelid = s.objid
               WHERE s.classid = 'pg_catalog.pg_class'::regclass
        UNION SELECT s.objid FROM suspect s
               WHERE s.classid = 'pg_catalog.pg_class'::regclass) w(oid)"""
          .formatted(VOLATILE, "'" + String.join("', '", HARMFUL) + "'");

  private static final Pattern NOT_IN_WORDS = Pattern.compile("[^a-z0-9_$]+");

  private final Connection connection;
  private final Set<Long> oids = new HashSet<>();

  /** Names whose mention is suspect, of functions. */
  private final Set<String> functions = new HashSet<>();

  /** Names whose mention is suspect, of other objects. */
  private final Set<String> names = new HashSet<>();

  private final Set<String> operators = new HashSet<>();
  private final Set<Long> written = new HashSet<>();
  private boolean isAnyTextSuspect;

  private SuspectFunctions(Connection connection) {
    this.connection = connection;
  }

  /** A function that is not volatile, and the words of its body. */
  private record Candidate(long oid, String body, Set<String> words) {}

  /** Asks the catalog. */
  static SuspectFunctions read(Connection connection) throws SQLException {
    SuspectFunctions found = new SuspectFunctions(connection);
    found.read();
    return found;
  }

  /** The functions' oids. */
  Set<Long> oids() {
    return oids;
  }

  /** Names whose mention can mean that one of them runs. */
  Set<String> mentions() {
    Set<String> all = new HashSet<>(functions);
    all.addAll(names);
    return all;
  }

  Set<String> operators() {
    return operators;
  }

  boolean isAnyTextSuspect() {
    return isAnyTextSuspect;
  }

  /** The relations at a write to which something runs that can do anything. */
  Set<Long> written() {
    return written;
  }

  private void read() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHERS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        oids.add(rows.getLong(1));
      }
    }
    List<Candidate> candidates = candidates();
    if (!candidates.isEmpty()) {
      Set<String> builtIn = new HashSet<>(strings(VOLATILE_NAMES));
      builtIn.addAll(HARMFUL);
      builtIn.add("execute");
      suspectThose(candidates, builtIn, Set.of());
    }
    do {
      readDependents();
    } while (suspectThose(candidates, mentions(), operators));
  }

  private List<Candidate> candidates() throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CANDIDATES);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String body = rows.getString(2).toLowerCase(Locale.ROOT);
        candidates.add(new Candidate(rows.getLong(1), body, words(body)));
      }
    }
    return candidates;
  }

  private static Set<String> words(String text) {
    return Set.of(NOT_IN_WORDS.splitAsStream(text).distinct().toArray(String[]::new));
  }

  /** Moves candidates whose bodies mention something suspect; whether there were any. */
  private boolean suspectThose(
      List<Candidate> candidates, Set<String> suspectNames, Set<String> suspectOperators) {
    Set<String> plain = new HashSet<>();
    List<String> others = new ArrayList<>(suspectOperators);
    for (String name : suspectNames) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (NOT_IN_WORDS.matcher(lower).find()) {
        others.add(lower.replace("\"", "\"\""));
      } else {
        plain.add(lower);
      }
    }
    boolean any = false;
    for (Iterator<Candidate> i = candidates.iterator(); i.hasNext(); ) {
      Candidate candidate = i.next();
      if (isAnyTextSuspect
          || candidate.body().contains("u&")
          || candidate.words().stream().anyMatch(plain::contains)
          || others.stream().anyMatch(candidate.body()::contains)) {
        oids.add(candidate.oid());
        i.remove();
        any = true;
      }
    }
    return any;
  }

  private void readDependents() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DEPENDENTS)) {
      statement.setArray(1, connection.createArrayOf("int8", oids.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String value = rows.getString(2);
          switch (rows.getString(1)) {
            case "function" -> functions.add(value);
            case "name" -> names.add(value);
            case "operator" -> operators.add(value);
            case "written" -> written.add(Long.valueOf(value));
            default -> isAnyTextSuspect = true;
          }
        }
      }
    }
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
