package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.model.Intervals;
import io.tablecache.model.ValueType;
import org.junit.jupiter.api.Test;

class RawTextTest {
  @Test
  void value_timestamps_areIso() {
    assertEquals("2000-01-01T00:00:00.000001", RawText.value(ValueType.TIMESTAMP, 1));
    assertEquals("1999-12-31T23:59:59.999999Z", RawText.value(ValueType.TIMESTAMPTZ, -1));
    assertEquals("infinity", RawText.value(ValueType.TIMESTAMP, Long.MAX_VALUE));
    assertEquals("-infinity", RawText.value(ValueType.TIMESTAMPTZ, Long.MIN_VALUE));
  }

  @Test
  void value_otherTypes_areAsInSql() {
    assertEquals("2000-02-01", RawText.value(ValueType.DATE, 31));
    assertEquals("infinity", RawText.value(ValueType.DATE, Integer.MAX_VALUE));
    assertEquals("-7", RawText.value(ValueType.INT4, -7));
    assertEquals("true", RawText.value(ValueType.BOOL, 1));
  }

  @Test
  void intervals_openEnds_areLeftOut() {
    assertEquals("no value", RawText.intervals(ValueType.INT4, Intervals.NONE));
    assertEquals("[, ]", RawText.intervals(ValueType.INT4, Intervals.ALL));
    assertEquals("[5, ]", RawText.intervals(ValueType.INT8, Intervals.of(5, Long.MAX_VALUE)));
    assertEquals("[1, 1], [3, 3]", RawText.intervals(ValueType.INT8, Intervals.points(1, 3)));
  }
}
