package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import org.jspecify.annotations.Nullable;

/** A source of rows in blocks. Confined to one thread. */
abstract class Operator {
  /**
   * The next rows, at least one; null if there are no more. The former block ends with the call.
   */
  abstract @Nullable Block next() throws EvaluationException;
}
