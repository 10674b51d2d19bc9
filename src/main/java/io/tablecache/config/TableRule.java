package io.tablecache.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the config says of one cached table.
 *
 * @param origin where it is said
 * @param label the name of its section
 * @param schema the schema as stored in the catalog, or null to use the loader's search path
 * @param relation the relation's name as stored in the catalog
 * @param indexes the indexes, in the order of the file
 * @param window the window, or null for the whole table
 * @param freshness how the snapshot is kept young
 */
public record TableRule(
    Origin origin,
    String label,
    @Nullable String schema,
    String relation,
    List<IndexRule> indexes,
    @Nullable WindowRule window,
    FreshnessRule freshness) {
  public TableRule {
    indexes = List.copyOf(indexes);
  }
}
