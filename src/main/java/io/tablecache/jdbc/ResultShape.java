package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import io.tablecache.index.RowSet;
import io.tablecache.model.ResultField;
import java.time.ZoneId;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * The columns of a plan's results: how each is described, found by label and read.
 *
 * <p>Immutable.
 */
final class ResultShape {
  private final List<ResultField> fields;
  private final int[] ordinals;
  private final ColumnReader[] readers;
  private final Map<String, Integer> labels;

  /**
   * @param fields the result's columns as PostgreSQL describes them
   * @param ordinals where each of them is in the rows
   */
  ResultShape(List<ResultField> fields, int[] ordinals) {
    if (fields.size() != ordinals.length) {
      throw new IllegalArgumentException(
          fields.size() + " fields for " + ordinals.length + " columns");
    }
    this.fields = List.copyOf(fields);
    this.ordinals = ordinals.clone();
    this.readers = new ColumnReader[fields.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = ColumnReader.of(i + 1, fields.get(i), ordinals[i]);
    }
    this.labels = unambiguousLabels(fields);
  }

  /**
   * The labels that mean the same column however the driver treats letter case: the first of equal
   * ones, and none that differ in case only.
   */
  private static Map<String, Integer> unambiguousLabels(List<ResultField> fields) {
    Map<String, Integer> labels = new HashMap<>();
    Map<String, String> spellings = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String label = fields.get(i).label();
      labels.putIfAbsent(label, i + 1);
      String spelling = spellings.putIfAbsent(label.toLowerCase(Locale.US), label);
      if (spelling != null && !spelling.equals(label)) {
        ambiguous.add(spelling);
        ambiguous.add(label);
      }
    }
    labels.keySet().removeAll(ambiguous);
    return Map.copyOf(labels);
  }

  int columns() {
    return readers.length;
  }

  /** Whether the columns are at those places in the rows. */
  boolean isOf(int[] places) {
    return Arrays.equals(ordinals, places);
  }

  /** The reader of a column, counted from 1. */
  ColumnReader reader(int column) {
    return readers[column - 1];
  }

  /**
   * The column with that label, counted from 1, or 0 if only the driver can tell which one or that
   * there is none.
   */
  int find(String label) {
    Integer column = labels.get(label);
    if (column == null) {
      column = labels.get(label.toLowerCase(Locale.US));
    }
    return column != null ? column : 0;
  }

  /**
   * The description for a result set of the driver: text format, and new at each call since the
   * driver keeps what it learns of a type on one connection in it.
   */
  Field[] driverFields() {
    Field[] driverFields = new Field[readers.length];
    for (int i = 0; i < driverFields.length; i++) {
      ResultField field = fields.get(i);
      driverFields[i] =
          new Field(
              field.label(),
              field.typeOid(),
              (short) field.typeLength(),
              field.typmod(),
              field.tableOid(),
              field.attnum());
    }
    return driverFields;
  }

  /**
   * The rows as the driver would have received them in text format, each made when it is asked for.
   */
  List<Tuple> driverRows(RowSet rows, ZoneId sessionZone) {
    return new RowTuples(readers, rows, sessionZone);
  }

  /** Confined to one thread, and valid one row at a time: a row ends when the next is asked for. */
  private static final class RowTuples extends AbstractList<Tuple> implements RandomAccess {
    private final ColumnReader[] readers;
    private final RowSet rows;
    private final Cursor cursor;
    private final ZoneId sessionZone;

    RowTuples(ColumnReader[] readers, RowSet rows, ZoneId sessionZone) {
      this.readers = readers;
      this.rows = rows;
      this.cursor = rows.cursor();
      this.sessionZone = sessionZone;
    }

    @Override
    public Tuple get(int index) {
      if (!cursor.moveTo(index + 1)) {
        throw new IndexOutOfBoundsException(index);
      }
      byte[][] values = new byte[readers.length][];
      return new Tuple(values) {
        @Override
        public byte @Nullable [] get(int column) {
          ColumnReader reader = readers[column];
          return cursor.isNull(reader.ordinal()) ? null : reader.text(cursor, sessionZone);
        }
      };
    }

    @Override
    public int size() {
      return rows.size();
    }
  }
}
