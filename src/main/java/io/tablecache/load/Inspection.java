package io.tablecache.load;

import io.tablecache.model.TableDefinition;
import java.util.List;

/**
 * What one look at the catalog found of a cached table. Immutable.
 *
 * @param definition the table
 * @param copyExpressions for each column of the definition, the SQL expression that COPY sends; an
 *     empty string for those that are not cached
 * @param canDelta whether xmin shows which rows changed, and a primary key which rows they replace
 */
record Inspection(TableDefinition definition, List<String> copyExpressions, boolean canDelta) {
  Inspection {
    copyExpressions = List.copyOf(copyExpressions);
  }

  /** The same findings with an equal definition's object in place of this one's. */
  Inspection with(TableDefinition equalDefinition) {
    return new Inspection(equalDefinition, copyExpressions, canDelta);
  }
}
