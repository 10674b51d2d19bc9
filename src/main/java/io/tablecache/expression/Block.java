package io.tablecache.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@link Vector#MAX_ROWS} rows of an input, by column.
 *
 * <p>A column is made when it is first asked for. Confined to one thread, and valid until its
 * source makes the next block; its vectors are not to be changed.
 */
public abstract class Block {
  private int count;

  /** How many rows. */
  public final int count() {
    return count;
  }

  protected final void setCount(int rows) {
    count = rows;
  }

  /** The values of a column, valid as long as the block is. */
  public abstract Vector column(int ordinal) throws EvaluationException;

  /** A block of some of these rows, in the given order; owned by the caller, reusable. */
  public static final class Selection extends Block {
    private @Nullable Block source;
    private int[] rows = {};
    private Vector[] vectors = {};
    private boolean[] isMade = {};

    /**
     * Selects rows of a block.
     *
     * @param selected numbers of rows, the first {@code selectedCount} of which count; must not
     *     change while this block is used
     */
    public void select(Block block, int[] selected, int selectedCount) {
      source = block;
      rows = selected;
      setCount(selectedCount);
      Arrays.fill(isMade, false);
    }

    @Override
    public Vector column(int ordinal) throws EvaluationException {
      Block block = source;
      if (block == null) {
        throw new IllegalStateException("nothing is selected");
      }
      if (ordinal >= vectors.length) {
        vectors = Arrays.copyOf(vectors, ordinal + 1);
        isMade = Arrays.copyOf(isMade, ordinal + 1);
      }
      if (!isMade[ordinal]) {
        Vector from = block.column(ordinal);
        Vector into = vectors[ordinal];
        if (into == null || into.type != from.type) {
          into = new Vector(from.type);
          vectors[ordinal] = into;
        }
        into.reset(count());
        for (int i = 0; i < count(); i++) {
          into.copy(i, from, rows[i]);
        }
        isMade[ordinal] = true;
      }
      return vectors[ordinal];
    }
  }

  /** A block of given vectors. */
  public static final class OfVectors extends Block {
    private final Vector[] vectors;

    public OfVectors(Vector... vectors) {
      this.vectors = vectors;
    }

    /** The vectors hold that many rows now. */
    public void hold(int rows) {
      setCount(rows);
    }

    @Override
    public Vector column(int ordinal) {
      return vectors[ordinal];
    }
  }
}
