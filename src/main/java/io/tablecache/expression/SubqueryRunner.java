package io.tablecache.expression;

/** Makes the evaluators of expressions that read a subquery. Confined to one thread. */
public interface SubqueryRunner {
  /** Refuses every subquery. */
  SubqueryRunner NONE =
      new SubqueryRunner() {
        @Override
        public Evaluator scalar(Expression.ScalarSubquery subquery) {
          throw refused();
        }

        @Override
        public Evaluator exists(Expression.Exists exists) {
          throw refused();
        }

        @Override
        public Evaluator in(Expression.InSubquery in) {
          throw refused();
        }

        private IllegalArgumentException refused() {
          return new IllegalArgumentException("a subquery where there is none to be");
        }
      };

  Evaluator scalar(Expression.ScalarSubquery subquery) throws EvaluationException;

  Evaluator exists(Expression.Exists exists) throws EvaluationException;

  Evaluator in(Expression.InSubquery in) throws EvaluationException;
}
