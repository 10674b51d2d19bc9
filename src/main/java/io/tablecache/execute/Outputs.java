package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Vector;

/** The values of some expressions over a block, as a block. Confined to one thread. */
final class Outputs {
  private final Evaluator[] evaluators;
  private final Vector[] vectors;
  private final Block.OfVectors block;

  Outputs(Evaluator[] evaluators) {
    this.evaluators = evaluators;
    this.vectors = new Vector[evaluators.length];
    this.block = new Block.OfVectors(vectors);
  }

  Vector[] vectors(Block input) throws EvaluationException {
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = evaluators[i].evaluate(input);
    }
    return vectors;
  }

  Block of(Block input) throws EvaluationException {
    vectors(input);
    block.hold(input.count());
    return block;
  }
}
