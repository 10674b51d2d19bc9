package io.tablecache.load;

import io.tablecache.model.HiddenEffects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads from the catalog what statement texts do not show: a SELECT on a view may call a function
 * that writes, a user's function may be named like a built-in one, a view may read a cached table
 * under another name, and a write to one table may change another.
 *
 * <p>Objects with smaller oids than 16384 are the server's own.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-depend.html">PostgreSQL,
 *     pg_depend</a>
 */
final class HiddenEffectsReader {
  /**
   * By what the rows of cached tables are read: what these are made of, and whatever reads that.
   */
  private static final String READERS =
      """
      WITH RECURSIVE below(oid) AS (
        SELECT pg_catalog.unnest(?::pg_catalog.int8[]::pg_catalog.oid[])
        UNION
        SELECT n.oid FROM below b CROSS JOIN LATERAL (
          SELECT i.inhrelid AS oid FROM pg_catalog.pg_inherits i WHERE i.inhparent = b.oid
          UNION ALL
          SELECT d.refobjid
            FROM pg_catalog.pg_rewrite w
            JOIN pg_catalog.pg_depend d
              ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
             AND d.refclassid = 'pg_catalog.pg_class'::regclass
           WHERE w.ev_class = b.oid AND w.ev_type = '1') n
      ), reader(oid) AS (
        SELECT oid FROM below
        UNION
        SELECT n.oid FROM reader v CROSS JOIN LATERAL (
          SELECT r.ev_class AS oid
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
           WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass
             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = v.oid
          UNION ALL
          SELECT p.polrelid
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_policy p ON p.oid = d.objid
           WHERE d.classid = 'pg_catalog.pg_policy'::regclass
             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = v.oid
          UNION ALL
          SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = v.oid) n)
      SELECT c.relname::text FROM reader v JOIN pg_catalog.pg_class c ON c.oid = v.oid
      """;

  /** User-defined functions whose bodies may read anything; those in C are what they say. */
  private static final String WITH_BODIES =
      """
      SELECT p.oid::pg_catalog.int8
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND l.lanname NOT IN ('internal', 'c')
      """;

  /** Functions of one name are calm if all are, the built-in ones of that name included. */
  private static final String CALM =
      """
      SELECT p.proname::text
        FROM pg_catalog.pg_proc p
       WHERE p.proname IN (SELECT u.proname FROM pg_catalog.pg_proc u WHERE u.oid >= 16384)
       GROUP BY p.proname
      HAVING pg_catalog.bool_and(p.oid >= 16384 AND p.prokind <> 'p'
                                 AND p.oid <> ALL (?::pg_catalog.int8[]::pg_catalog.oid[]))
      """;

  /**
   * From where a write reaches a relation. Its rows change with those of its children, and a view's
   * with those of what it reads; they are written by a write to a parent, to a view over it, or to
   * what its foreign keys refer to, unless these do nothing. Whatever is written at a write to a
   * parent is so at a write to its child, too: the child may have the parent's triggers.
   */
  private static final String REACH =
      """
      WITH RECURSIVE reach(oid, target, state) AS (
        (SELECT u::pg_catalog.oid, u, 'rows' FROM pg_catalog.unnest(?::pg_catalog.int8[]) u
         UNION ALL
         SELECT u::pg_catalog.oid, 0, 'trigger' FROM pg_catalog.unnest(?::pg_catalog.int8[]) u)
        UNION
        SELECT n.oid, r.target, n.state FROM reach r CROSS JOIN LATERAL (
          SELECT i.inhrelid AS oid, r.state FROM pg_catalog.pg_inherits i
           WHERE i.inhparent = r.oid AND r.state <> 'written'
          UNION ALL
          SELECT d.refobjid, r.state
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid
            JOIN pg_catalog.pg_depend d
              ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
             AND d.refclassid = 'pg_catalog.pg_class'::regclass
           WHERE c.oid = r.oid AND c.relkind = 'v' AND r.state = 'rows'
          UNION ALL
          SELECT i.inhparent, 'written' FROM pg_catalog.pg_inherits i WHERE i.inhrelid = r.oid
          UNION ALL
          SELECT w.ev_class, 'written'
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid
           WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass
             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = r.oid
          UNION ALL
          SELECT k.confrelid, 'written' FROM pg_catalog.pg_constraint k
           WHERE k.conrelid = r.oid AND k.contype = 'f'
             AND (k.confupdtype NOT IN ('a', 'r') OR k.confdeltype NOT IN ('a', 'r'))) n)
      SELECT DISTINCT c.relname::text, r.target
        FROM reach r JOIN pg_catalog.pg_class c ON c.oid = r.oid
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
      """;

  /** Cached tables that nothing else leads to, and whose name no other relation has. */
  private static final String PLAIN =
      """
      SELECT c.oid::pg_catalog.int8
        FROM pg_catalog.pg_class c
       WHERE c.oid = ANY (?::pg_catalog.int8[]::pg_catalog.oid[])
         AND c.oid <> ALL (?::pg_catalog.int8[]::pg_catalog.oid[])
         AND c.relkind = 'r' AND NOT c.relispartition
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attgenerated <> '')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i
                          WHERE i.inhparent = c.oid OR i.inhrelid = c.oid)
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                          WHERE k.confrelid = c.oid AND k.contype = 'f'
                            AND (k.confupdtype NOT IN ('a', 'r')
                                 OR k.confdeltype NOT IN ('a', 'r')))
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_class o
                          WHERE o.relname = c.relname AND o.oid <> c.oid
                            AND o.relkind IN ('r', 'p', 'v', 'm', 'f'))
      """;

  /** Event triggers that run when a session starts, which PostgreSQL has since 17. */
  private static final String LOGIN =
      """
      SELECT t.evtname::text
        FROM pg_catalog.pg_event_trigger t
       WHERE t.evtevent = 'login' AND t.evtenabled <> 'D'
         AND t.evtfoid = ANY (?::pg_catalog.int8[]::pg_catalog.oid[])
      """;

  private final Connection connection;
  private final Map<Long, String> labels;

  private HiddenEffectsReader(Connection connection, Map<Long, String> labels) {
    this.connection = connection;
    this.labels = labels;
  }

  /**
   * Asks the catalog.
   *
   * @param labels of the cached tables, by their relations' oids
   */
  static HiddenEffects read(Connection connection, Map<Long, String> labels) throws SQLException {
    return new HiddenEffectsReader(connection, labels).read();
  }

  private HiddenEffects read() throws SQLException {
    SuspectFunctions suspect = SuspectFunctions.read(connection);
    FunctionDependents changing = suspect.dependents();
    FunctionDependents reading = reading();
    Set<Long> cached = labels.keySet();
    Reached reached = reached(cached, changing.written());
    Set<String> plain = new HashSet<>();
    try (PreparedStatement statement = prepare(PLAIN, cached, changing.written());
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        plain.add(String.valueOf(labels.get(rows.getLong(1))));
      }
    }
    Set<String> calm = names(CALM, suspect.oids());
    // An aggregate is named apart from the functions behind it.
    calm.removeAll(changing.mentions());
    Set<String> readers = names(READERS, cached);
    readers.addAll(reading.mentions());
    readers.addAll(reached(Set.of(), reading.written()).triggering());
    return new HiddenEffects(
        changing.mentions(),
        readers,
        calm,
        changing.operators(),
        reading.operators(),
        reading.isAnyText(),
        !names(LOGIN, suspect.oids()).isEmpty(),
        changing.isParameter(),
        changing.isAnyText(),
        reached.labels(),
        reached.triggering(),
        plain);
  }

  /**
   * From where writes reach what.
   *
   * @param labels of the cached tables, by the names of relations
   * @param triggering names of relations at a write to which something runs
   */
  private record Reached(Map<String, Set<String>> labels, Set<String> triggering) {}

  private Reached reached(Collection<Long> cached, Collection<Long> written) throws SQLException {
    Map<String, Set<String>> reach = new HashMap<>();
    Set<String> triggering = new HashSet<>();
    try (PreparedStatement statement = prepare(REACH, cached, written);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String label = labels.get(rows.getLong(2));
        if (label == null) {
          triggering.add(rows.getString(1));
        } else {
          reach.computeIfAbsent(rows.getString(1), name -> new HashSet<>()).add(label);
        }
      }
    }
    return new Reached(reach, triggering);
  }

  /** What depends on functions that may read a cached table. */
  private FunctionDependents reading() throws SQLException {
    Set<Long> oids = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(WITH_BODIES);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        oids.add(rows.getLong(1));
      }
    }
    return oids.isEmpty() ? FunctionDependents.NONE : FunctionDependents.read(connection, oids);
  }

  private Set<String> names(String sql, Collection<Long> oids) throws SQLException {
    Set<String> names = new HashSet<>();
    try (PreparedStatement statement = prepare(sql, oids);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** A query whose parameters are lists of oids. */
  @SafeVarargs
  private PreparedStatement prepare(String sql, Collection<Long>... oids) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < oids.length; i++) {
      statement.setArray(i + 1, connection.createArrayOf("int8", oids[i].toArray()));
    }
    return statement;
  }
}
