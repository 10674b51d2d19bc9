package io.tablecache.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queries of WITH that are seen at one place, the last one first. Immutable. */
final class CommonTables {
  /** Those of a statement without WITH. */
  static final CommonTables NONE = new CommonTables(null, null);

  private final Syntax.@Nullable CommonTable table;
  private final @Nullable CommonTables before;

  private CommonTables(Syntax.@Nullable CommonTable table, @Nullable CommonTables before) {
    this.table = table;
    this.before = before;
  }

  CommonTables with(List<Syntax.CommonTable> tables) {
    CommonTables all = this;
    for (Syntax.CommonTable one : tables) {
      all = new CommonTables(one, all);
    }
    return all;
  }

  /** From the query of that name on; null if there is none. */
  @Nullable CommonTables find(String name) {
    CommonTables some = this;
    while (some != null) {
      if (some.table != null && some.table.name().equals(name)) {
        return some;
      }
      some = some.before;
    }
    return null;
  }

  Syntax.CommonTable table() {
    if (table == null) {
      throw new IllegalStateException("no WITH");
    }
    return table;
  }

  /** The queries that this one sees. */
  CommonTables before() {
    return before == null ? NONE : before;
  }
}
