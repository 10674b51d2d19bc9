package io.tablecache.expression;

/**
 * The evaluation of an expression fails, as PostgreSQL's would, or cannot be proven to give the
 * same: the statement is delegated, so that PostgreSQL's answer or error reaches the caller.
 *
 * <p>Carries no stack trace and no values.
 */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param detail what failed, without values
   */
  public EvaluationException(String detail) {
    super(detail, null, false, false);
  }
}
