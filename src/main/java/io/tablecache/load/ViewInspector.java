package io.tablecache.load;

import io.tablecache.config.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a view is clean: whether its rows are the same whoever reads them, and change
 * only when a table below it does.
 *
 * <p>Read recursively from the rules, since {@code pg_depend} shows neither built-in functions nor
 * {@code CURRENT_USER}. Confined to one thread.
 */
final class ViewInspector {
  private static final String RELATION =
      """
      SELECT n.nspname || '.' || c.relname, c.relkind, c.relrowsecurity, c.relpersistence,
             EXISTS (SELECT FROM pg_catalog.unnest(c.reloptions) o
                     WHERE o LIKE 'security\\_invoker=%'
                       AND o NOT IN ('security_invoker=false', 'security_invoker=off')),
             EXISTS (WITH RECURSIVE child(oid) AS (
                       SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid
                       UNION
                       SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                       JOIN child ON i.inhparent = child.oid)
                     SELECT FROM child JOIN pg_catalog.pg_class f USING (oid)
                     WHERE f.relkind = 'f'),
             (SELECT r.ev_action::pg_catalog.text FROM pg_catalog.pg_rewrite r
              WHERE r.ev_class = c.oid AND r.ev_type = '1' AND c.relkind = 'v')
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?::pg_catalog.oid""";

  /** The functions behind a rule's functions, aggregates, operators and conversions. */
  private static final String UNSUITABLE =
      """
      WITH called(oid) AS (
        SELECT pg_catalog.unnest(?::pg_catalog.oid[])
        UNION SELECT o.oprcode FROM pg_catalog.pg_operator o WHERE o.oid = ANY (?::pg_catalog.oid[])
        UNION SELECT t.typoutput FROM pg_catalog.pg_type t WHERE t.oid = ANY (?::pg_catalog.oid[])
        UNION SELECT t.typinput FROM pg_catalog.pg_type t WHERE t.oid = ANY (?::pg_catalog.oid[])
      ), behind(oid) AS (
        SELECT oid FROM called
        UNION SELECT f FROM pg_catalog.pg_aggregate a
              CROSS JOIN LATERAL (VALUES (a.aggtransfn::pg_catalog.oid), (a.aggfinalfn),
                                         (a.aggmtransfn), (a.aggminvtransfn), (a.aggmfinalfn)) v(f)
              WHERE a.aggfnoid IN (SELECT oid FROM called)
      )
      SELECT p.proname,
             CASE WHEN p.provolatile <> 'i' THEN 'which is not immutable'
                  ELSE 'which not everybody may execute' END
      FROM behind JOIN pg_catalog.pg_proc p USING (oid)
      WHERE p.provolatile <> 'i'
         OR NOT pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')
      ORDER BY p.proname LIMIT 1""";

  private final Connection connection;

  ViewInspector(Connection connection) {
    this.connection = connection;
  }

  /**
   * Checks a view and what is below it.
   *
   * @throws io.tablecache.config.ConfigException if it is not clean, with the cause
   */
  void requireClean(Origin origin, CatalogRelation view) throws SQLException {
    Deque<Long> toRead = new ArrayDeque<>(List.of(view.oid()));
    Set<Long> seen = new HashSet<>(toRead);
    while (!toRead.isEmpty()) {
      for (Long below : requireCleanAlone(origin, view, toRead.remove())) {
        if (seen.add(below)) {
          toRead.add(below);
        }
      }
    }
  }

  /** Checks one relation and returns those that its rule reads. */
  private Collection<Long> requireCleanAlone(Origin origin, CatalogRelation view, long oid)
      throws SQLException {
    String name;
    String rule;
    try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the relation with oid " + oid + " is gone", "42P01");
        }
        name = row.getString(1);
        char kind = row.getString(2).charAt(0);
        require(oid >= CatalogRelation.FIRST_USER_OID, origin, view, "the system relation " + name);
        require("rpmv".indexOf(kind) >= 0, origin, view, name + ", which is no ordinary table");
        require(!row.getBoolean(3), origin, view, name + ", which has row security");
        require(!"t".equals(row.getString(4)), origin, view, "the temporary relation " + name);
        require(!row.getBoolean(5), origin, view, name + ", which is a security_invoker view");
        require(!row.getBoolean(6), origin, view, name + ", which has a foreign table below it");
        rule = row.getString(7);
      }
    }
    if (rule == null) {
      return List.of();
    }
    RuleTree tree = RuleTree.of(rule);
    if (tree.refused().isPresent()) {
      require(false, origin, view, tree.refused().get() + " in " + name);
    }
    requireSuitable(origin, view, name, tree);
    return tree.relations();
  }

  private void requireSuitable(Origin origin, CatalogRelation view, String name, RuleTree tree)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNSUITABLE)) {
      statement.setString(1, oids(tree.functions()));
      statement.setString(2, oids(tree.operators()));
      statement.setString(3, oids(tree.outputTypes()));
      statement.setString(4, oids(tree.inputTypes()));
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          String function = row.getString(1);
          require(
              false,
              origin,
              view,
              "the function " + function + " in " + name + ", " + row.getString(2));
        }
      }
    }
  }

  private static String oids(Set<Long> oids) {
    return oids.toString().replace('[', '{').replace(']', '}');
  }

  private static void require(
      boolean clean, Origin origin, CatalogRelation view, String dirtyWith) {
    if (!clean) {
      throw origin.error(
          "the view "
              + view
              + " cannot be cached, since its rows may depend on who reads them and when: it uses "
              + dirtyWith
              + ". Remove that from the view, or cache the tables below it");
    }
  }
}
