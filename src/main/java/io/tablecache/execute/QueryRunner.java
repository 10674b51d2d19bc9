package io.tablecache.execute;

import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.index.Snapshot;
import io.tablecache.model.TableDefinition;

/** Runs a query over snapshots, once. Confined to one thread. */
public final class QueryRunner {
  /** The snapshots that an execution reads: the same one at each call. */
  @FunctionalInterface
  public interface Snapshots {
    /** The snapshot of that very definition. */
    Snapshot snapshot(TableDefinition table);
  }

  private final Execution execution;

  public QueryRunner(Snapshots snapshots, EvaluationContext context) {
    this.execution = new Execution(snapshots, context);
  }

  /**
   * The query's rows. Where the query is a scan, or columns of one, nothing is copied.
   *
   * @param maxRows how many rows at most, at least 0
   * @throws EvaluationException if the statement is to be delegated, since the evaluation failed or
   *     too much memory would be needed
   * @throws NotCoveredException if a snapshot does not hold all rows that can be meant
   */
  public Result run(Query query, long maxRows) throws EvaluationException, NotCoveredException {
    try {
      return execution.result(query, maxRows);
    } catch (EvaluationException e) {
      NotCoveredException notCovered = execution.notCovered();
      if (notCovered != null) {
        throw notCovered;
      }
      throw e;
    }
  }
}
