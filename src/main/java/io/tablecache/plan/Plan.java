package io.tablecache.plan;

import io.tablecache.model.Outcome;

/** What the planner makes of a template. */
public sealed interface Plan permits Plan.Delegation, CachedQuery {

  /**
   * The statement goes to the database.
   *
   * @param outcome why
   * @param detail the clause or name that decided it, for explanations; may be empty
   */
  record Delegation(Outcome outcome, String detail) implements Plan, LexResult {}
}
