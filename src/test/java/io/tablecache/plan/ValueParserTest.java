package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueParserTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "INT4|5|5",
        "INT4| -5 |-5",
        "INT4|+5|5",
        "INT4|007|7",
        "INT4|-2147483648|-2147483648",
        "INT2|32767|32767",
        "INT8|9223372036854775807|9223372036854775807",
        "INT8|-9223372036854775808|-9223372036854775808",
        "BOOL|t|1",
        "BOOL| off |0",
        "BOOL|yes|1",
        "DATE|2000-01-01|0",
        "DATE|1999-12-31|-1",
        "DATE|2024-02-29|8825",
        "DATE|infinity|2147483647",
        "DATE|-infinity|-2147483648",
        "DATE|0001-01-01|-730119",
        "DATE|9999-12-31|2921939",
        "TIMESTAMP|2000-01-01 00:00:00|0",
        "TIMESTAMP|2000-01-01T00:00:01|1000000",
        "TIMESTAMP|2000-01-02|86400000000",
        "TIMESTAMP|2000-01-01 01:02|3720000000",
        "TIMESTAMP|2000-01-01 00:00:00.1|100000",
        "TIMESTAMP|2000-01-01 00:00:00.123456|123456",
        "TIMESTAMP|2000-01-01 00:00:00.1234565|123456",
        "TIMESTAMP|2000-01-01 00:00:00.1234566|123457",
        "TIMESTAMP|2000-01-01 00:00:00.999999999|1000000",
        "TIMESTAMP|1999-12-31 23:59:59.9|-100000",
        "TIMESTAMP|2000-01-01 00:00:00Z|0",
        "TIMESTAMP|2000-01-01 00:00:00+05:30|0",
        "TIMESTAMP|2000-01-01 00:00:00 -0800|0",
        "TIMESTAMP|2025-01-01 10:00:00 America/New_York|789040800000000",
        "TIMESTAMP|epoch|-946684800000000",
        "TIMESTAMP|infinity|9223372036854775807",
        "TIMESTAMP|-infinity|-9223372036854775808",
        "TIMESTAMPTZ|2000-01-01 00:00:00Z|0",
        "TIMESTAMPTZ|2000-01-01 05:30:00+05:30|0",
        "TIMESTAMPTZ|2000-01-01 00:00:00-01|3600000000",
        "TIMESTAMPTZ|2000-01-01 00:00:00 +0000|0",
        "TIMESTAMPTZ|infinity|9223372036854775807"
      })
  void parse_text_isReadAsPostgresReadsIt(ValueType type, String text, long expected) {
    SlotValues values = new SlotValues(1);
    assertTrue(ValueParser.parse(text, type, values, 0), text);
    assertEquals(expected, values.getLong(0), text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "INT4|``",
        "INT4|-",
        "INT4|5.0",
        "INT4|1e3",
        "INT4|0x1F",
        "INT4|1_000",
        "INT4|1 2",
        "INT4|2147483648",
        "INT2|-32769",
        "INT8|9223372036854775808",
        "INT8|-9223372036854775809",
        "INT8|99999999999999999999999",
        "INT4|٣",
        "BOOL|maybe",
        "BOOL|2",
        "DATE|2025-02-29",
        "DATE|2025-13-01",
        "DATE|2025-00-01",
        "DATE|2025-04-31",
        "DATE|0000-01-01",
        "DATE|20250101",
        "DATE|2025-1-1",
        "DATE|01/02/2025",
        "DATE|today",
        "DATE|2025-01-01 00:00:00",
        "DATE|2025-01-01 BC",
        "TIMESTAMP|now",
        "TIMESTAMP|2025-01-01 24:00:00",
        "TIMESTAMP|2025-01-01 23:59:60",
        "TIMESTAMP|2025-01-01 23:60:00",
        "TIMESTAMP|2025-01-01 1:00:00",
        "TIMESTAMP|2025-01-01 10:00:00.",
        "TIMESTAMP|2025-01-01 10:00:00 PM",
        "TIMESTAMP|2025-01-01 10:00:00+16:00",
        "TIMESTAMP|2025-01-01 10:00:00+1",
        "TIMESTAMP|2025-01-01 10:00:00+01:60",
        "TIMESTAMP|2025-01-01 10",
        "TIMESTAMP|2025-01-01  10:00:00",
        "TIMESTAMP|2025-01-01x",
        "TIMESTAMPTZ|2025-01-01 10:00:00",
        "TIMESTAMPTZ|2025-01-01",
        "TIMESTAMPTZ|2025-01-01 10:00:00 UTC",
        "UUID|12345678123412341234123456789012",
        "UUID|{12345678-1234-1234-1234-123456789012}",
        "UUID|1234567g-1234-1234-1234-123456789012",
        "UUID|12345678-1234-1234-1234-12345678901",
        "NUMERIC|1x",
        "FLOAT8|x",
        "OTHER|x"
      })
  void parse_doubtfulText_isLeftToPostgres(ValueType type, String text) {
    assertFalse(ValueParser.parse(text, type, new SlotValues(1), 0), text);
  }

  @Test
  void parse_numbersWithFractions_areObjects() {
    SlotValues values = new SlotValues(2);
    assertTrue(ValueParser.parse(" 1.50 ", ValueType.NUMERIC, values, 0));
    assertEquals("1.50", String.valueOf(values.getObject(0)));
    assertTrue(ValueParser.parse("1.5", ValueType.FLOAT8, values, 1));
    assertEquals(1.5, values.getObject(1));
  }

  @Test
  void parse_textAndUuid_areObjects() {
    SlotValues values = new SlotValues(2);
    assertTrue(ValueParser.parse(" a ", ValueType.TEXT, values, 0));
    assertEquals(" a ", values.getObject(0));
    assertTrue(
        ValueParser.parse("A2345678-1234-1234-1234-123456789012", ValueType.UUID, values, 1));
    assertEquals(new UUID(0xA234567812341234L, 0x1234123456789012L), values.getObject(1));
    assertFalse(ValueParser.parse("a\0", ValueType.TEXT, values, 0));
  }
}
