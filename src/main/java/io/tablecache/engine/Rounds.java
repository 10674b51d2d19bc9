package io.tablecache.engine;

import io.tablecache.config.TableRule;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs rounds of loading, as {@link io.tablecache.load.Loader} does. Confined to one thread at a
 * time, but {@link #close} may be called by any thread and ends a round that is under way.
 */
interface Rounds extends AutoCloseable {
  /** Inspects the catalog without loading; one definition per rule, in the same order. */
  List<TableDefinition> inspect(List<TableRule> rules) throws SQLException;

  /**
   * Reads what the catalog says of statements beyond their texts.
   *
   * @param labels of the cached tables, by their relations' oids
   */
  HiddenEffects hiddenEffects(Map<Long, String> labels) throws SQLException;

  /** Reads a digest of what session facts depend on in the catalog. */
  String catalogStamp(Set<Long> cachedOids) throws SQLException;

  /** Those of the server's processes that are still at work. */
  Set<Integer> alive(Set<Integer> processIds) throws SQLException;

  /** Runs one round; one result per request, in the same order. */
  List<LoadResult> run(List<LoadRequest> due) throws SQLException;

  @Override
  void close();
}
