package io.tablecache.plan;

import io.tablecache.model.TableDefinition;
import java.util.List;

/**
 * How a statement reads a cached table.
 *
 * @param table the definition that the plan was made for
 * @param isUnqualified whether the table is named without a schema anywhere, so that the search
 *     path decides
 * @param columns ordinals of all columns that are named anywhere, for privileges; ascending
 */
public record TableUse(TableDefinition table, boolean isUnqualified, List<Integer> columns) {
  public TableUse {
    columns = List.copyOf(columns);
  }
}
