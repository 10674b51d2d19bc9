package io.tablecache.plan;

import io.tablecache.expression.DerivedSlot;
import io.tablecache.expression.Query;
import io.tablecache.model.ResultField;
import java.util.List;

/**
 * A plan that is run over snapshots. Immutable.
 *
 * @param query what is run; its columns are the result's
 * @param tables the cached tables that are read, each once; at least one
 * @param slots the values that each execution must bring, by slot
 * @param slotCount how many slots there are, with those that are computed
 * @param derived slots that are computed at the start, in the order in which they can be
 * @param fields the result's columns as PostgreSQL describes them
 * @param dependsOnZone whether the result depends on the session's time zone, beside showing points
 *     in time in it
 * @param dependsOnNow whether the result depends on the transaction's time
 */
public record CachedQuery(
    Query query,
    List<TableUse> tables,
    List<SlotSource> slots,
    int slotCount,
    List<DerivedSlot> derived,
    List<ResultField> fields,
    boolean dependsOnZone,
    boolean dependsOnNow)
    implements Plan {
  public CachedQuery {
    tables = List.copyOf(tables);
    slots = List.copyOf(slots);
    derived = List.copyOf(derived);
    fields = List.copyOf(fields);
  }
}
