package io.tablecache.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** Rows that the driver itself makes up, given out as a result of the PostgreSQL driver's. */
final class DriverRows {
  private final List<Field> fields = new ArrayList<>();
  private final List<Tuple> tuples = new ArrayList<>();

  /** Adds a column; all columns come before the first row. */
  void column(String label, int typeOid) {
    fields.add(new Field(label, typeOid));
  }

  /** Adds a row of values whose {@code toString} is their type's text. */
  void row(@Nullable Object... values) {
    byte[][] texts = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        texts[i] = value.toString().getBytes(StandardCharsets.UTF_8);
      }
    }
    tuples.add(new Tuple(texts));
  }

  /** The result, on an internal statement that is closed with it. */
  ResultSet resultSet(BaseConnection connection) throws SQLException {
    Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    ResultSet result =
        ((BaseStatement) statement).createDriverResultSet(fields.toArray(new Field[0]), tuples);
    statement.closeOnCompletion();
    return result;
  }
}
