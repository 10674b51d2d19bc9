package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Columns;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SegmentWriteTest {
  private static final TableDefinition TABLE =
      new TableDefinition(
          "data",
          20_000,
          "public",
          "data",
          TableDefinition.Kind.TABLE,
          List.of(
              Columns.integer(0, "seq"),
              Columns.integer(1, "device"),
              Columns.of(2, "note", Oids.TEXT, ValueType.TEXT)),
          List.of(0),
          List.of(new IndexDefinition("by_device", 0, List.of(1), 0)),
          IndexDefinition.NO_RANGE,
          ZoneOffset.UTC,
          DatabaseTraits.PLAIN);

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "insert into data values (1, 7, 'x') => 7",
        "INSERT INTO public.DATA (Device, seq) VALUES (7, 1), (-8, f(2, 3)), (?, ?) returning *"
            + " => 7 -8 $1",
        "insert into data (note, seq, \"device\") values (?, ? + 1, ?); => $3",
        "insert into data (seq, note) values (1, 'x') => -",
        "insert into data values (1, 7.5, 'x') => -",
        "insert into data values (1, '7', 'x') => -",
        "insert into data values (1, 7 + 1, 'x') => -",
        "insert into data values (1, ?::int, 'x') => -",
        "insert into data values (1, default, 'x') => -",
        "insert into data values (1) => -",
        "insert into data values (1, 7, 'x') on conflict do nothing => -",
        "insert into data as d values (1, 7, 'x') => -",
        "insert into data overriding user value values (1, 7, 'x') => -",
        "insert into data select 1, 7, 'x' => -",
        "insert into data default values => -",
        "insert into other values (1, 7, 'x') => -",
        "insert into data values (1, 7, 'x'); delete from data => -",
        "insert into data values (1, 7, 'x') returning seq; delete from data => -",
        "insert into data values (1, 7, 'x') returning seq; => 7",
        "insert into data (tags, device, seq) values (array[5, 3, 6], 7, 1) => 7",
        "insert into data (tags, device, seq) values (array[[5], [3, 6]], ?, 1) => $1",
        "insert into data values (1, 99999999999999999999, 'x') => -",
        "update data set note = 'x' where device = 7 => 7",
        "update data set note = ?, seq = ? where seq > ? and device = ? and note is null => $4",
        "update data set note = (select max(note) from data) where (a or b) and device = 7"
            + " returning * => 7",
        "update data set device = 8 where device = 7 => -",
        "update data set (note, \"device\") = ('x', 8) where device = 7 => -",
        "update data set note = 'x' from other where device = 7 => -",
        "update data d set note = 'x' where device = 7 => -",
        "update only data set note = 'x' where device = 7 => -",
        "update data set note = 'x' => -",
        "update data set note = 'x' where device = 7 or seq = 1 => -",
        "update data set note = 'x' where seq = 1 or device = 7 => -",
        "update data set note = 'x' where seq between 1 and device = 7 => -",
        "update data set note = 'x' where case when a and device = 7 then b else c end => -",
        "update data set note = 'x' where not device = 7 => -",
        "update data set note = 'x' where (device = 7) => -",
        "update data set note = 'x' where device = 7 + 1 => -",
        "update data set note = 'x' where device = 7 is null => -",
        "update data set note = 'x' where device = -7 and true => -7",
        "update data set note = 'x' where d.device = 7 => -",
        "update data set note = 'x' where device in (7) => -",
        "update data set note = 'x' where device = any(?) => -",
        "update data set note = 'x' where current of c => -",
        "with a as (select 1) update data set note = 'x' where device = 7 => -",
        "delete from data where device = 7 => 7",
        "delete from public . \"data\" where seq = ? and not note = ? and device = ? => $3",
        "delete from data using other where device = 7 => -",
        "delete from data where note like '%' escape 'a' and device = 7 => 7",
        "update data set note = 'x' where device = 7 and true; delete from data => -",
        "update data set tags = array[1, 2] where tags = array[3, 4] and device = 7; => 7",
        "delete from data where device = 7 returning seq; delete from data => -",
        "delete from data => -",
        "truncate data => -",
        "delete from data where device = 7 and 'a => -",
        "select * from data where device = 7 => -"
      })
  void of_text_isTheSegmentsThatItShows(String sql, String expected) {
    SegmentWrite write = SegmentWrite.of(sql, true, TABLE);
    String found =
        write == null
            ? "-"
            : write.values().stream()
                .map(v -> v.parameter() == 0 ? String.valueOf(v.literal()) : "$" + v.parameter())
                .collect(Collectors.joining(" "));
    assertEquals(expected, found);
    if (write != null) {
      assertEquals(1, write.column());
      assertEquals(sql.chars().filter(c -> c == '?').count(), write.parameterCount());
    }
  }
}
