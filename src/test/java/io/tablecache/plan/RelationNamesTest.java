package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelationNamesTest {
  private final RelationNames names =
      new RelationNames(List.of("device_data", "DeviceData", "my \"odd\" table", "zähler"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM device_data",
        "SELECT * FROM DEVICE_DATA;",
        "select 1 from public.device_data",
        "select 1 from \"device_data\"d",
        "select 1 from a,device_data",
        "select 1 from(device_data)",
        "select 1 from/**/device_data--",
        "select 1device_data",
        "device_data",
        "select * from \"DeviceData\"",
        "select * from devicedata",
        "select * from \"my \"\"odd\"\" table\"",
        "select * from zÄhler",
        "select * from U&\"d\\0065vice_data\"",
        "select * from u&\"x\"",
        "select 'device_data'::regclass"
      })
  void mentions_name_isFound(String sql) {
    assertTrue(names.mentions(sql), sql);
  }

  @Test
  void first_severalNames_numberOfTheFirst() {
    assertEquals(0, names.first("select 1 from device_data, \"DeviceData\""));
    assertEquals(1, names.first("select 1 from \"DeviceData\", device_data"));
    assertEquals(RelationNames.NONE, names.first("select 1"));
    assertTrue(names.first("select U&\"x\", 1 from device_data") >= 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "select * from device_data_archive",
        "select * from device_data2",
        "select * from my_device_data",
        "select * from device_dat",
        "select u & \"x\"",
        "select d from device_ data"
      })
  void mentions_otherText_isNot(String sql) {
    assertFalse(names.mentions(sql), sql);
  }
}
