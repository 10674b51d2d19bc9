package io.tablecache.index;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Makes table definitions for tests. */
final class TableBuilder {
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final List<IndexDefinition> indexes = new ArrayList<>();
  private List<Integer> primaryKey = List.of();
  private int windowColumn = IndexDefinition.NO_RANGE;

  /** device_data of the device scenario: device_id, data_seq, data, ts. */
  static TableDefinition deviceData() {
    TableBuilder table = new TableBuilder();
    int device = table.column(ValueType.INT4, true);
    int seq = table.column(ValueType.INT4, true);
    table.column(ValueType.INT4, true);
    int ts = table.column(ValueType.TIMESTAMP, true);
    return table
        .primaryKey(device, seq)
        .index(List.of(), ts)
        .index(List.of(device), ts)
        .window(ts)
        .build();
  }

  int column(ValueType type, boolean notNull) {
    int ordinal = columns.size();
    columns.add(
        new ColumnDefinition(
            ordinal, "c" + ordinal, ordinal + 1, 0, 0, -1, type, notNull, true, true, false, ""));
    return ordinal;
  }

  TableBuilder primaryKey(Integer... ordinals) {
    primaryKey = List.of(ordinals);
    return this;
  }

  TableBuilder index(List<Integer> segmentColumns, int rangeColumn) {
    indexes.add(
        new IndexDefinition("i" + indexes.size(), indexes.size(), segmentColumns, rangeColumn));
    return this;
  }

  TableBuilder window(int ordinal) {
    windowColumn = ordinal;
    return this;
  }

  TableDefinition build() {
    return new TableDefinition(
        "t",
        1,
        "public",
        "t",
        TableDefinition.Kind.TABLE,
        columns,
        primaryKey,
        indexes,
        windowColumn,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }
}
