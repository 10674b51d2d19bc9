package io.tablecache.load;

import io.tablecache.index.RowBuffer;
import io.tablecache.model.ColumnDefinition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes PostgreSQL's binary COPY format into a {@link RowBuffer}, as its bytes arrive.
 *
 * <p>The server sends one message per row, but the protocol does not promise it: a row may begin
 * and end anywhere. Confined to one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4">PostgreSQL,
 *     COPY, Binary Format</a>
 */
final class CopyDecoder {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int HEADER_BYTES = SIGNATURE.length + 8;
  private static final int INCOMPLETE = -1;
  private static final byte[] NOTHING = {};

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final RowBuffer rows;
  private final ColumnDefinition[] columns;
  private byte[] pending = NOTHING;
  private boolean headerRead;
  private boolean ended;

  /**
   * @param columns the columns of the COPY's query, in its order
   */
  CopyDecoder(RowBuffer rows, List<ColumnDefinition> columns) {
    this.rows = rows;
    this.columns = columns.toArray(new ColumnDefinition[0]);
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
  }

  /** Decodes the next bytes; what is left of an incomplete row waits for more. */
  void accept(byte[] message) {
    byte[] data = message;
    if (pending.length > 0) {
      data = Arrays.copyOf(pending, pending.length + message.length);
      System.arraycopy(message, 0, data, pending.length, message.length);
    }
    int position = headerRead ? 0 : readHeader(data);
    int next = position;
    while (next != INCOMPLETE && !ended) {
      position = next;
      next = readRow(data, position);
    }
    pending = position < data.length ? Arrays.copyOfRange(data, position, data.length) : NOTHING;
  }

  /**
   * Ends the stream.
   *
   * @throws IllegalStateException if it ended before the format's own end
   */
  void finish() {
    if (!ended) {
      throw new IllegalStateException("the COPY ended early, after " + rows.rows() + " rows");
    }
  }

  private int readHeader(byte[] data) {
    if (data.length < HEADER_BYTES) {
      return 0;
    }
    if (!Arrays.equals(data, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IllegalStateException("the COPY is not in the binary format");
    }
    int extensionBytes = (int) INT.get(data, SIGNATURE.length + 4);
    if (data.length < HEADER_BYTES + extensionBytes) {
      return 0;
    }
    headerRead = true;
    return HEADER_BYTES + extensionBytes;
  }

  /** Decodes the row at the position and returns where the next one begins. */
  private int readRow(byte[] data, int start) {
    if (!headerRead || data.length - start < 2) {
      return INCOMPLETE;
    }
    int fields = (short) SHORT.get(data, start);
    if (fields < 0) {
      ended = true;
      return start + 2;
    }
    if (fields != columns.length) {
      throw new IllegalStateException(
          "a row of the COPY has " + fields + " fields, expected were " + columns.length);
    }
    int position = start + 2;
    for (int i = 0; i < fields; i++) {
      if (data.length - position < 4) {
        return INCOMPLETE;
      }
      int length = (int) INT.get(data, position);
      position += 4;
      if (length > data.length - position) {
        return INCOMPLETE;
      }
      position += Math.max(0, length);
    }
    position = start + 2;
    for (ColumnDefinition column : columns) {
      int length = (int) INT.get(data, position);
      position += 4;
      if (length >= 0) {
        readValue(column, data, position, length);
        position += length;
      }
    }
    rows.endRow();
    return position;
  }

  private void readValue(ColumnDefinition column, byte[] data, int position, int length) {
    int ordinal = column.ordinal();
    switch (column.type()) {
      case BOOL -> rows.setLong(ordinal, data[position]);
      case INT2 -> rows.setLong(ordinal, (short) SHORT.get(data, position));
      case INT4, DATE -> rows.setLong(ordinal, (int) INT.get(data, position));
      case INT8, TIMESTAMP, TIMESTAMPTZ -> rows.setLong(ordinal, (long) LONG.get(data, position));
      case FLOAT4 -> rows.setFloat(ordinal, Float.intBitsToFloat((int) INT.get(data, position)));
      case FLOAT8 ->
          rows.setDouble(ordinal, Double.longBitsToDouble((long) LONG.get(data, position)));
      case UUID ->
          rows.setUuid(
              ordinal, (long) LONG.get(data, position), (long) LONG.get(data, position + 8));
      case TEXT, BPCHAR, NUMERIC, INTERVAL, TIME, JSON, JSONB, OTHER ->
          rows.setBytes(ordinal, data, position, length);
    }
  }
}
