package io.tablecache.plan;

import io.tablecache.model.Outcome;

/** Ends planning: the statement is delegated. Carries no stack trace. */
final class Delegated extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Plan.Delegation delegation;

  Delegated(Outcome outcome, String detail) {
    super(outcome + ": " + detail, null, false, false);
    this.delegation = new Plan.Delegation(outcome, detail);
  }

  Plan.Delegation delegation() {
    return delegation;
  }
}
