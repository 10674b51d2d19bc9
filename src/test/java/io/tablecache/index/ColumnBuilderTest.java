package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ValueType.Storage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ColumnBuilderTest {
  private static Column longs(long... values) {
    ColumnBuilder builder = new ColumnBuilder(Storage.LONG);
    for (int i = 0; i < values.length; i++) {
      builder.setLong(i, values[i]);
    }
    Column column = builder.build(values.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], column.getLong(i));
      assertFalse(column.isNull(i));
    }
    return column;
  }

  @Test
  void build_longsOfAnySpan_smallestFormWithTheSameValues() {
    assertInstanceOf(ConstantLongColumn.class, longs(5, 5, 5));
    assertInstanceOf(ByteOffsetColumn.class, longs(-100, 155));
    assertInstanceOf(ShortOffsetColumn.class, longs(-100, 156, 7));
    assertInstanceOf(ShortOffsetColumn.class, longs(0, 0xFFFF, 1));
    assertInstanceOf(IntOffsetColumn.class, longs(0, 0x1_0000, 1));
    assertInstanceOf(IntOffsetColumn.class, longs(-1, 0xFFFF_FFFEL, 3));
    assertInstanceOf(LongColumn.class, longs(-1, 0xFFFF_FFFFL, 2));
    assertInstanceOf(LongColumn.class, longs(Long.MIN_VALUE, Long.MAX_VALUE, 0));
    assertInstanceOf(LongColumn.class, longs(Long.MIN_VALUE, 0));
    assertInstanceOf(LongColumn.class, longs(0, Long.MAX_VALUE, 1));
  }

  @Test
  void build_longsWithACommonDivisor_heldAsMultiples() {
    assertInstanceOf(ByteOffsetColumn.class, longs(7, 7 + 60_000_000L, 7 + 120_000_000L));
    assertInstanceOf(ByteOffsetColumn.class, longs(0, Long.MAX_VALUE));
    assertInstanceOf(ByteOffsetColumn.class, longs(Long.MIN_VALUE, -1, Long.MIN_VALUE));
  }

  @Test
  void build_someLongsNotSet_theseAreNull() {
    ColumnBuilder builder = new ColumnBuilder(Storage.LONG);
    builder.setLong(1, 4);
    builder.setLong(70, 400_000);
    Column column = builder.build(80);
    for (int i = 0; i < 80; i++) {
      assertEquals(i != 1 && i != 70, column.isNull(i));
    }
    assertEquals(4, column.getLong(1));
    assertEquals(400_000, column.getLong(70));
    assertEquals(4, column.min());
    assertEquals(400_000, column.max());
  }

  @Test
  void build_nothingSet_nullForAll() {
    for (Storage storage : Storage.values()) {
      Column column = new ColumnBuilder(storage).build(9);
      assertSame(NullColumn.INSTANCE, column);
      assertTrue(column.isNull(8));
    }
  }

  @Test
  void build_equalValuesOfAnyStorage_heldOnce() {
    ColumnBuilder bytes = new ColumnBuilder(Storage.BYTES);
    ColumnBuilder doubles = new ColumnBuilder(Storage.DOUBLE);
    ColumnBuilder uuids = new ColumnBuilder(Storage.UUID);
    byte[] text = "xyz".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1000; i++) {
      bytes.setBytes(i, text, 1, 2);
      doubles.setDouble(i, 1.5);
      uuids.setUuid(i, 3, 4);
    }
    assertEquals("yz", bytes.build(1000).getText(999));
    assertEquals(1.5, doubles.build(1000).getDouble(999));
    assertEquals(4, uuids.build(1000).getUuidLeast(999));
    for (ColumnBuilder builder : new ColumnBuilder[] {bytes, doubles, uuids}) {
      assertTrue(builder.build(1000).retainedBytes() < 200);
    }
  }

  @Test
  void build_bothZeroes_keptApart() {
    ColumnBuilder builder = new ColumnBuilder(Storage.DOUBLE);
    builder.setDouble(0, 0.0);
    builder.setDouble(1, -0.0);
    Column column = builder.build(2);
    assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(column.getDouble(1)));
    assertEquals(0, column.compare(0, column, 1));
  }

  @Test
  void lowerBound_anySpan_firstValueNotBelow() {
    long[][] cases = {
      {Long.MIN_VALUE, -1, Long.MAX_VALUE},
      {0, 1L << 20, Long.MAX_VALUE - ((1L << 20) - 1)},
      {0, 1, 0xFFFF_FFFFL},
      {-(3L << 40), 0, 3L << 40, 3L << 60},
      {5, 5, 5, 300, 300, 1 << 20}
    };
    for (long[] values : cases) {
      Column column = longs(values);
      for (long value : values) {
        for (long near : new long[] {value, Math.max(value, 1 - Long.MAX_VALUE) - 1, value | 1}) {
          int expected = 0;
          while (expected < values.length && values[expected] < near) {
            expected++;
          }
          assertEquals(expected, column.lowerBound(0, values.length, near));
        }
      }
    }
  }

  @Test
  void lowerBound_unevenValuesAndPartOfTheColumn_firstValueNotBelow() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      long[] values = new long[1 + random.nextInt(80)];
      long value = random.nextLong() >> 8;
      for (int i = 0; i < values.length; i++) {
        values[i] = value;
        value += random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 8 + random.nextInt(50);
      }
      Arrays.sort(values);
      Column column = longs(values);
      for (int i = 0; i < 100; i++) {
        int from = random.nextInt(values.length + 1);
        int to = from + random.nextInt(values.length + 1 - from);
        long sought = values[random.nextInt(values.length)] + random.nextInt(3) - 1;
        int expected = from;
        while (expected < to && values[expected] < sought) {
          expected++;
        }
        assertEquals(expected, column.lowerBound(from, to, sought));
      }
    }
  }

  @Test
  void set_otherStorage_refused() {
    ColumnBuilder builder = new ColumnBuilder(Storage.FLOAT);
    assertThrows(IllegalArgumentException.class, () -> builder.setLong(0, 1));
  }
}
