package io.tablecache.corpus;

import org.jspecify.annotations.Nullable;

/**
 * How one statement ended in one way of running it.
 *
 * @param way as prepared statement or with literals
 * @param isHit whether it was answered from the cache and from nowhere else
 * @param outcome what was counted, empty if nothing was
 * @param reason why it was no hit, as EXPLAIN (TABLECACHE) says it
 * @param expected the plain driver's answer
 * @param actual this driver's answer
 * @param difference what differs, or null if nothing does
 */
record CorpusResult(
    CorpusStatement statement,
    String way,
    boolean isHit,
    String outcome,
    String reason,
    CorpusAnswer expected,
    CorpusAnswer actual,
    @Nullable String difference) {

  /** Whether it ran as the corpus has it; with literals for parameters it is another statement. */
  boolean isAsSent() {
    return way.equals("prepared") || statement.parameters().isEmpty();
  }

  /** The whole difference, for people. */
  String describe() {
    return statement.id()
        + " "
        + way
        + " ("
        + (outcome.isEmpty() ? "not counted" : outcome)
        + "): "
        + difference
        + "\n    "
        + statement.sql()
        + "\n    "
        + statement.parameters()
        + "\n    plain:  "
        + expected
        + "\n    cached: "
        + actual
        + ("metadata".equals(difference)
            ? "\n    plain:  " + expected.columns() + "\n    cached: " + actual.columns()
            : "");
  }
}
