package io.tablecache.load;

import io.tablecache.config.IndexRule;
import io.tablecache.config.TableRule;
import io.tablecache.model.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions of tables as the catalog inspector makes them, for tests of other packages. */
public final class Definitions {
  private Definitions() {}

  /**
   * An index of a table.
   *
   * @param range null if there is none
   */
  public record Index(String name, List<String> segment, @Nullable String range) {}

  /**
   * Inspects a table; the connection's search path is changed.
   *
   * @param window the window's column, null for the whole table
   */
  public static TableDefinition inspect(
      Connection connection,
      String schema,
      String relation,
      @Nullable String window,
      List<Index> indexes)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog");
    }
    List<IndexRule> rules = new ArrayList<>();
    for (Index index : indexes) {
      rules.add(LoadTesting.index(index.name(), index.segment(), index.range()));
    }
    TableRule plain = LoadTesting.rule(relation);
    TableRule rule =
        new TableRule(
            plain.origin(),
            plain.label(),
            schema,
            relation,
            rules,
            window == null ? null : LoadTesting.window(window, null, null),
            plain.freshness());
    return new CatalogInspector(connection, List.of(schema)).inspect(rule).definition();
  }
}
