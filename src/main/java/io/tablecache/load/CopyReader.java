package io.tablecache.load;

import io.tablecache.index.RowBuffer;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads the rows of a table by COPY. Confined to one thread. */
final class CopyReader {
  private static final String QUERY_CANCELED = "57014";

  /** How many bytes arrive between two looks at the memory limit. */
  private static final int BYTES_PER_CHECK = 1 << 16;

  private final PGConnection connection;

  CopyReader(Connection connection) throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
  }

  /**
   * Reads into the buffer the rows for which the predicate is true; every row if it is empty.
   *
   * <p>Whatever it ends with but an exception of the connection, the connection can be used again,
   * in a transaction that has failed.
   *
   * @throws OverMemoryException if the rows retain more than the limit
   */
  void read(RowBuffer rows, Inspection inspection, String predicate, long memoryMaxBytes)
      throws SQLException, OverMemoryException {
    TableDefinition table = inspection.definition();
    List<ColumnDefinition> columns =
        table.columns().stream().filter(ColumnDefinition::isCached).toList();
    CopyDecoder decoder = new CopyDecoder(rows, columns);
    CopyOut copy = connection.getCopyAPI().copyOut(query(inspection, columns, predicate));
    try {
      int unchecked = 0;
      for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
        decoder.accept(message);
        unchecked += message.length;
        if (unchecked >= BYTES_PER_CHECK) {
          unchecked = 0;
          requireWithin(rows, memoryMaxBytes);
        }
      }
      requireWithin(rows, memoryMaxBytes);
      decoder.finish();
    } finally {
      if (copy.isActive()) {
        cancel(copy);
      }
    }
  }

  private static String query(
      Inspection inspection, List<ColumnDefinition> columns, String predicate) {
    StringBuilder sql = new StringBuilder("COPY (SELECT ");
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      sql.append(inspection.copyExpressions().get(columns.get(i).ordinal()));
    }
    TableDefinition table = inspection.definition();
    sql.append(" FROM ").append(SqlText.name(table.schema(), table.name()));
    if (!predicate.isEmpty()) {
      sql.append(" WHERE ").append(predicate);
    }
    return sql.append(") TO STDOUT (FORMAT binary)").toString();
  }

  private static void requireWithin(RowBuffer rows, long memoryMaxBytes)
      throws OverMemoryException {
    if (rows.retainedBytes() > memoryMaxBytes) {
      throw new OverMemoryException(rows.rows() + " rows");
    }
  }

  /**
   * Ends a COPY in the middle: asks the server to cancel, then reads on until it has.
   *
   * <p>The driver's own cancel of a COPY would leave what the server still sends to the next
   * statement.
   */
  private void cancel(CopyOut copy) throws SQLException {
    connection.cancelQuery();
    try {
      while (copy.readFromCopy() != null) {
        // Rows that were on their way.
      }
    } catch (SQLException e) {
      if (!QUERY_CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
