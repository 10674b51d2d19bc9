package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a segment column that all rows have which a statement writes, before and after.
 *
 * <p>It holds if nothing but the statement decides which rows are written, and how: there is no
 * trigger, rule, child or generated column.
 *
 * @param definition the cached table that is written to
 * @param column ordinal of the segment column
 * @param parameterCount how many parameters the statement has
 * @param values one per row of VALUES, or the one that the WHERE clause asks for
 */
public record SegmentWrite(
    TableDefinition definition, int column, int parameterCount, List<Value> values) {

  /**
   * Where one value comes from.
   *
   * @param parameter the parameter's number, counted from 1, or 0 for a literal
   * @param literal the literal's value
   */
  public record Value(int parameter, long literal) {}

  public SegmentWrite {
    values = List.copyOf(values);
  }

  /** The values, if they are all literals. */
  public long[] literals() {
    return values.stream().mapToLong(Value::literal).toArray();
  }

  /** Whether parameters must be known for the values. */
  public boolean hasParameters() {
    for (Value value : values) {
      if (value.parameter() != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * What an INSERT of VALUES, an UPDATE or a DELETE shows of the rows that it writes; null if it
   * does not show the value of any segment column.
   */
  public static @Nullable SegmentWrite of(
      String sql, boolean standardConformingStrings, TableDefinition definition) {
    for (IndexDefinition index : definition.indexes()) {
      for (int ordinal : index.segmentColumns()) {
        ColumnDefinition column = definition.column(ordinal);
        if (column.type().isInteger() && column.typeOid() == column.baseTypeOid()) {
          List<Value> values =
              new SegmentWriteReader(sql, standardConformingStrings, definition, column).read();
          if (!values.isEmpty()) {
            return new SegmentWrite(
                definition, ordinal, parameterCount(sql, standardConformingStrings), values);
          }
        }
      }
    }
    return null;
  }

  private static int parameterCount(String sql, boolean standardConformingStrings) {
    SqlScanner scanner = new SqlScanner(sql, standardConformingStrings, false);
    int count = 0;
    while (scanner.next() != SqlScanner.Kind.END && scanner.kind() != SqlScanner.Kind.BAD) {
      count += scanner.kind() == SqlScanner.Kind.PARAMETER ? 1 : 0;
    }
    return count;
  }
}
