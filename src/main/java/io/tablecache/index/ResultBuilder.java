package io.tablecache.index;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.HeldText;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects computed rows and makes a {@link RowSet} of them, whose columns are numbered from 0.
 * Confined to one thread.
 */
public final class ResultBuilder {
  /** The rows of the chunk to be. */
  private final Vector[] open;

  private int openRows;
  private final Runs sealed = new Runs(false);

  public ResultBuilder(List<ValueType> types) {
    open = new Vector[types.size()];
    for (int i = 0; i < open.length; i++) {
      open[i] = new Vector(types.get(i));
    }
  }

  /** How many rows there are. */
  public long rows() {
    return sealed.rows() + openRows;
  }

  /** Adds the first {@code rows} rows of a block. */
  public void add(Block block, int rows) throws EvaluationException {
    int from = 0;
    while (from < rows) {
      int taken = Math.min(rows - from, Vector.MAX_ROWS - openRows);
      for (int i = 0; i < open.length; i++) {
        open[i].append(openRows, block.column(i), from, taken);
      }
      openRows += taken;
      from += taken;
      if (openRows == Vector.MAX_ROWS) {
        seal();
      }
    }
  }

  /** The rows; nothing is added any more. */
  public RowSet build() {
    seal();
    return new RunRowSet(sealed);
  }

  private void seal() {
    if (openRows == 0) {
      return;
    }
    Column[] columns = new Column[open.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(open[i], openRows);
    }
    sealed.add(new Chunk(columns, openRows), 0, openRows);
    openRows = 0;
  }

  private static Column column(Vector values, int rows) {
    long[] nulls = values.hasNulls ? nulls(values, rows) : null;
    return switch (values.type.storage()) {
      case LONG -> longs(nulls, values, rows);
      case DOUBLE -> new DoubleColumn(nulls, Arrays.copyOf(values.doubles, rows));
      case FLOAT -> {
        float[] floats = new float[rows];
        for (int i = 0; i < rows; i++) {
          floats[i] = (float) values.doubles[i];
        }
        yield new FloatColumn(nulls, floats);
      }
      case UUID -> uuids(nulls, values, rows);
      case BYTES -> bytes(nulls, values, rows);
    };
  }

  private static long @Nullable [] nulls(Vector values, int rows) {
    long[] bits = new long[(rows + Long.SIZE - 1) / Long.SIZE];
    boolean any = false;
    for (int i = 0; i < rows; i++) {
      if (values.nulls[i]) {
        bits[i >>> 6] |= 1L << i;
        any = true;
      }
    }
    return any ? bits : null;
  }

  private static Column longs(long @Nullable [] nulls, Vector values, int rows) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < rows; i++) {
      if (!values.isNull(i)) {
        min = Math.min(min, values.longs[i]);
        max = Math.max(max, values.longs[i]);
      }
    }
    return min > max
        ? NullColumn.INSTANCE
        : new LongColumn(nulls, min, max, Arrays.copyOf(values.longs, rows));
  }

  private static Column uuids(long @Nullable [] nulls, Vector values, int rows) {
    long[] halves = new long[2 * rows];
    for (int i = 0; i < rows; i++) {
      if (!values.isNull(i)) {
        UUID uuid = (UUID) Objects.requireNonNull(values.objects[i]);
        halves[2 * i] = uuid.getMostSignificantBits();
        halves[2 * i + 1] = uuid.getLeastSignificantBits();
      }
    }
    return new UuidColumn(nulls, halves);
  }

  private static Column bytes(long @Nullable [] nulls, Vector values, int rows) {
    int[] starts = new int[rows + 1];
    byte[] bytes = new byte[16 * rows];
    for (int i = 0; i < rows; i++) {
      starts[i + 1] = starts[i];
      if (!values.isNull(i)) {
        byte[] text = Texts.encode(HeldText.write(values, i));
        int end = Math.addExact(starts[i], text.length);
        if (end > bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * end));
        }
        System.arraycopy(text, 0, bytes, starts[i], text.length);
        starts[i + 1] = end;
      }
    }
    return new BytesColumn(nulls, starts, Arrays.copyOf(bytes, starts[rows]));
  }
}
