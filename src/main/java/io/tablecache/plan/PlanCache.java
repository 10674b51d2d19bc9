package io.tablecache.plan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablecache.model.Outcome;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the templates that were met last, for each parameter type vector, search path and
 * version of the definitions.
 *
 * <p>Thread-safe: a bounded concurrent map. Two threads that meet a new template at once may both
 * plan it.
 */
public final class PlanCache {
  private static final Logger LOG = System.getLogger(PlanCache.class.getName());

  private final Cache<Key, Plan> plans;

  /**
   * @param maxPlans how many plans are kept
   */
  public PlanCache(int maxPlans) {
    this.plans = Caffeine.newBuilder().maximumSize(maxPlans).executor(Runnable::run).build();
  }

  /**
   * The plan of a statement, made now if it is not known.
   *
   * @param parameterOids the declared type of each parameter
   * @param searchPath the session's search path
   * @param definitionsVersion grows whenever one of the tables' definitions changes; must be read
   *     before the tables are
   * @param tables the cached tables
   */
  public Plan get(
      LexedStatement statement,
      int[] parameterOids,
      String searchPath,
      long definitionsVersion,
      List<TableDefinition> tables,
      StatementDescriber describer) {
    Key key = new Key(statement.template(), parameterOids, searchPath, definitionsVersion);
    Plan plan = plans.getIfPresent(key);
    if (plan == null) {
      plan = plan(key, tables, describer);
      if (isKept(plan)) {
        plans.put(key.owned(), plan);
      }
    }
    return plan;
  }

  /** How many plans are kept, about. */
  public long size() {
    return plans.estimatedSize();
  }

  private static Plan plan(Key key, List<TableDefinition> tables, StatementDescriber describer) {
    try {
      return Planner.plan(key.template, key.parameterOids, key.searchPath, tables, describer);
    } catch (RuntimeException | LinkageError e) {
      // Kept like any plan, so logged once; the template has no values in it.
      LOG.log(Level.ERROR, () -> "planning failed, delegated: " + key.template, e);
      return new Plan.Delegation(Outcome.INTERNAL_ERROR, e.getClass().getName());
    }
  }

  private static boolean isKept(Plan plan) {
    // A table that differs from its definition may get equal to it again, without a new version.
    return !(plan instanceof Plan.Delegation delegation)
        || (delegation.outcome() != Outcome.NOT_DESCRIBED
            && delegation.outcome() != Outcome.DEFINITION_CHANGED);
  }

  /** What a plan depends on. */
  private static final class Key {
    private final Template template;
    private final int[] parameterOids;
    private final String searchPath;
    private final long definitionsVersion;
    private final int hash;

    Key(Template template, int[] parameterOids, String searchPath, long definitionsVersion) {
      this.template = template;
      this.parameterOids = parameterOids;
      this.searchPath = searchPath;
      this.definitionsVersion = definitionsVersion;
      this.hash =
          31 * (31 * template.hashCode() + Arrays.hashCode(parameterOids))
              + (31 * searchPath.hashCode() + Long.hashCode(definitionsVersion));
    }

    /** The same key with an array of its own. */
    Key owned() {
      return new Key(template, parameterOids.clone(), searchPath, definitionsVersion);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key other
          && hash == other.hash
          && definitionsVersion == other.definitionsVersion
          && template.equals(other.template)
          && searchPath.equals(other.searchPath)
          && Arrays.equals(parameterOids, other.parameterOids);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
