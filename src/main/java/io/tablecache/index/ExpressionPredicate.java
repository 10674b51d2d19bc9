package io.tablecache.index;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Any condition, by its evaluator, over the columns that it reads. */
final class ExpressionPredicate extends Predicate {
  private final Evaluator evaluator;
  private final ChunkBlock block;
  private final Block.Selection selection = new Block.Selection();
  private int[] undecided = {};

  /**
   * @param types of the table's columns, by ordinal
   */
  ExpressionPredicate(Evaluator evaluator, ValueType[] types) {
    this.evaluator = evaluator;
    this.block = new ChunkBlock(types);
  }

  @Override
  void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
    block.hold(chunk, from, count);
    Vector value = evaluator.evaluate(block);
    for (int i = 0; i < count; i++) {
      truth[i] = value.isNull(i) ? UNKNOWN : truthOf(value.longs[i] != 0);
    }
  }

  /** Sets {@code into[i]}, if {@code truth[i]} is not the deciding truth, else to that. */
  void evaluateUndecided(Chunk chunk, int from, int count, byte[] truth, byte deciding, byte[] into)
      throws EvaluationException {
    if (undecided.length < count) {
      undecided = new int[count];
    }
    int open = 0;
    for (int i = 0; i < count; i++) {
      into[i] = deciding;
      if (truth[i] != deciding) {
        undecided[open++] = i;
      }
    }
    if (open == count) {
      evaluate(chunk, from, count, into);
      return;
    }
    block.hold(chunk, from, count);
    selection.select(block, undecided, open);
    Vector value = evaluator.evaluate(selection);
    for (int i = 0; i < open; i++) {
      into[undecided[i]] = value.isNull(i) ? UNKNOWN : truthOf(value.longs[i] != 0);
    }
  }

  /** Some positions of a chunk. */
  private static final class ChunkBlock extends Block {
    private final ValueType[] types;
    private final @Nullable Vector[] vectors;
    private final boolean[] isRead;
    private Chunk chunk = new Chunk(new Column[0], 0);
    private int from;

    ChunkBlock(ValueType[] types) {
      this.types = types;
      this.vectors = new Vector[types.length];
      this.isRead = new boolean[types.length];
    }

    void hold(Chunk newChunk, int newFrom, int count) {
      chunk = newChunk;
      from = newFrom;
      setCount(count);
      Arrays.fill(isRead, false);
    }

    @Override
    public Vector column(int ordinal) throws EvaluationException {
      Vector vector = vectors[ordinal];
      if (vector == null) {
        vector = new Vector(types[ordinal]);
        vectors[ordinal] = vector;
      }
      if (!isRead[ordinal]) {
        vector.reset(count());
        ColumnReading.read(chunk.columns[ordinal], from, count(), 1, vector, 0);
        isRead[ordinal] = true;
      }
      return vector;
    }
  }
}
