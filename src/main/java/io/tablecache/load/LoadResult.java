package io.tablecache.load;

import io.tablecache.model.Outcome;

/** What came of one table in one round of loading. */
public sealed interface LoadResult {
  /** A new snapshot. */
  record Adjusted(Adjustment adjustment) implements LoadResult {}

  /**
   * No new snapshot.
   *
   * @param outcome what statements end with while there is no snapshot: {@link
   *     Outcome#LOAD_FAILED}, {@link Outcome#OVER_MEMORY} or {@link Outcome#IN_RECOVERY}
   * @param message what went wrong and what to do, without row data
   * @param cause the exception, which is also the message's source
   * @param keepsFormer whether the former snapshot may go on until it is too old; false if it is
   *     known not to be of this table any more
   */
  record Failed(Outcome outcome, String message, Exception cause, boolean keepsFormer)
      implements LoadResult {}
}
