package io.tablecache.jdbc;

import io.tablecache.index.RowBuffer;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.ResultField;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Scans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.jdbc.PgResultSet;

/**
 * The rows of a query, held as a snapshot holds them: fixed-width values by their binary format,
 * the others by their output text.
 *
 * <p>It owns the results that it opens, and counts those that were closed.
 */
final class CachedCopy implements CachedResultOwner {
  private final Connection connection;
  private final Statement statement;
  private final List<ResultField> fields;
  private final ResultShape shape;
  private final RowSet rows;
  private int closed;

  private CachedCopy(
      Connection connection, List<ResultField> fields, List<List<@Nullable Object>> values)
      throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    this.fields = fields;
    TableDefinition table = table(fields);
    this.shape = new ResultShape(fields, IntStream.range(0, fields.size()).toArray());
    RowBuffer buffer = new RowBuffer(table);
    for (List<@Nullable Object> row : values) {
      for (int i = 0; i < row.size(); i++) {
        set(buffer, i, row.get(i));
      }
      buffer.endRow();
    }
    IndexSpec everything =
        new IndexSpec(table.clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true);
    this.rows =
        Scans.rows(
            Snapshot.of(buffer, Coverage.EVERYTHING, new AsOf(0, 0)),
            everything,
            new SortKey(0, false, false));
  }

  private static void set(RowBuffer buffer, int column, @Nullable Object value) {
    if (value instanceof Long raw) {
      buffer.setLong(column, raw);
    } else if (value instanceof Double number) {
      buffer.setDouble(column, number);
    } else if (value instanceof Float number) {
      buffer.setFloat(column, number);
    } else if (value instanceof UUID uuid) {
      buffer.setUuid(column, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    } else if (value instanceof byte[] text) {
      buffer.setBytes(column, text, 0, text.length);
    }
  }

  /** The rows of a table, in the order of its first column. */
  static CachedCopy of(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<ResultField> fields;
      List<List<@Nullable Object>> rows = new ArrayList<>();
      String tail = " FROM " + table + " ORDER BY 1";
      try (ResultSet result = statement.executeQuery("SELECT *" + tail)) {
        fields = fields(result);
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= fields.size(); i++) {
            String text = result.getString(i);
            row.add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
          }
          rows.add(row);
        }
      }
      for (int i = 0; i < fields.size(); i++) {
        ValueType type = ValueType.ofOid(fields.get(i).typeOid());
        if (type.storage() == ValueType.Storage.BYTES) {
          continue;
        }
        String send = sendFunction(type) + "(\"" + fields.get(i).label() + "\")";
        try (ResultSet result =
            statement.executeQuery(
                "SELECT encode(" + send + ", 'hex') FROM (SELECT *" + tail + ") AS rows")) {
          for (List<@Nullable Object> row : rows) {
            result.next();
            String hex = result.getString(1);
            row.set(i, hex == null ? null : binary(type, HexFormat.of().parseHex(hex)));
          }
        }
      }
      return new CachedCopy(connection, fields, rows);
    }
  }

  /** The description that the server gave, which the driver keeps to itself. */
  private static List<ResultField> fields(ResultSet result) {
    try {
      java.lang.reflect.Field member = PgResultSet.class.getDeclaredField("fields");
      member.setAccessible(true);
      List<ResultField> fields = new ArrayList<>();
      for (Field field : (Field[]) member.get(result)) {
        fields.add(
            new ResultField(
                field.getColumnLabel(),
                field.getTableOid(),
                field.getPositionInTable(),
                field.getOID(),
                field.getLength(),
                field.getMod()));
      }
      return fields;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String sendFunction(ValueType type) {
    return switch (type) {
      case BOOL -> "boolsend";
      case INT2 -> "int2send";
      case INT4 -> "int4send";
      case INT8 -> "int8send";
      case FLOAT4 -> "float4send";
      case FLOAT8 -> "float8send";
      case DATE -> "date_send";
      case TIMESTAMP -> "timestamp_send";
      case TIMESTAMPTZ -> "timestamptz_send";
      case UUID -> "uuid_send";
      case TEXT, BPCHAR, NUMERIC, INTERVAL, TIME, JSON, JSONB, OTHER ->
          throw new AssertionError(type);
    };
  }

  private static Object binary(ValueType type, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (type) {
      case BOOL -> (long) buffer.get();
      case INT2 -> (long) buffer.getShort();
      case INT4, DATE -> (long) buffer.getInt();
      case INT8, TIMESTAMP, TIMESTAMPTZ -> buffer.getLong();
      case FLOAT4 -> buffer.getFloat();
      case FLOAT8 -> buffer.getDouble();
      case UUID -> new UUID(buffer.getLong(), buffer.getLong());
      case TEXT, BPCHAR, NUMERIC, INTERVAL, TIME, JSON, JSONB, OTHER ->
          throw new AssertionError(type);
    };
  }

  static TableDefinition table(List<ResultField> fields) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      ResultField field = fields.get(i);
      columns.add(
          new ColumnDefinition(
              i,
              "c" + i,
              i + 1,
              field.typeOid(),
              field.typeOid(),
              field.typmod(),
              ValueType.ofOid(field.typeOid()),
              false,
              true,
              true,
              false,
              ""));
    }
    return new TableDefinition(
        "t",
        1,
        "public",
        "t",
        TableDefinition.Kind.TABLE,
        columns,
        List.of(),
        List.of(),
        IndexDefinition.NO_RANGE,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }

  List<ResultField> fields() {
    return fields;
  }

  RowSet rows() {
    return rows;
  }

  ResultShape shape() {
    return shape;
  }

  CachedResultSet open(int type, int maxFieldSize, ZoneId sessionZone) {
    return new CachedResultSet(
        this,
        shape,
        rows,
        new ResultOptions(type, 0, ResultSet.FETCH_FORWARD, maxFieldSize, sessionZone));
  }

  int closed() {
    return closed;
  }

  @Override
  public Statement statement() {
    return statement;
  }

  @Override
  public BaseConnection pgConnection() throws SQLException {
    return connection.unwrap(BaseConnection.class);
  }

  @Override
  public void closed(CachedResultSet result) {
    closed++;
  }
}
