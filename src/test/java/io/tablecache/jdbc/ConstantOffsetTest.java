package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ConstantOffsetTest {
  private static final long DAY = 86_400_000L;

  @Test
  void around_anyZoneAndTime_agreesWithGregorianCalendar() {
    Random random = new Random(7);
    int found = 0;
    for (String id : TimeZone.getAvailableIDs()) {
      TimeZone zone = TimeZone.getTimeZone(id);
      GregorianCalendar calendar = new GregorianCalendar(zone);
      for (int i = 0; i < 300; i++) {
        long local = random.nextLong(millis(1880, 1, 1, 0), millis(2060, 1, 1, 0));
        ConstantOffset offset = ConstantOffset.around(zone, local);
        if (offset != null) {
          found++;
          assertTrue(offset.contains(local));
          assertEquals(instant(calendar, local), local - offset.millis(), id + " at " + local);
          long midnight = local - Math.floorMod(local, DAY);
          assertEquals(instant(calendar, midnight), midnight - offset.millis(), id);
        }
      }
    }
    assertTrue(found > 100_000, "found only " + found);
  }

  @Test
  void around_transition_isLeftToTheCalendar() {
    TimeZone berlin = TimeZone.getTimeZone("Europe/Berlin");
    assertNull(ConstantOffset.around(berlin, millis(2026, 3, 29, 2)));
    assertNull(ConstantOffset.around(berlin, millis(2026, 10, 25, 2)));
    assertNull(ConstantOffset.around(berlin, millis(2026, 3, 28, 2)));
    ConstantOffset summer = ConstantOffset.around(berlin, millis(2026, 7, 1, 0));
    assertNotNull(summer);
    assertEquals(2 * 3_600_000L, summer.millis());
    ConstantOffset winter = ConstantOffset.around(berlin, millis(2026, 1, 1, 0));
    assertNotNull(winter);
    assertEquals(3_600_000L, winter.millis());
  }

  @Test
  void around_customZone_isLeftToTheCalendar() {
    TimeZone berlin = TimeZone.getTimeZone("Europe/Berlin");
    assertNotNull(ConstantOffset.around(berlin, millis(2026, 7, 1, 0)));
    TimeZone impostor = new SimpleTimeZone(5 * 3_600_000, "Europe/Berlin");
    assertNull(ConstantOffset.around(impostor, millis(2026, 7, 1, 0)));
    TimeZone shifted = (TimeZone) berlin.clone();
    shifted.setRawOffset(0);
    assertNull(ConstantOffset.around(shifted, millis(2026, 7, 1, 0)));
  }

  @Test
  void around_fixedOffset_isConstant() {
    TimeZone fixed = TimeZone.getTimeZone("GMT+05:30");
    ConstantOffset offset = ConstantOffset.around(fixed, millis(2026, 3, 29, 2));
    assertNotNull(offset);
    assertEquals(330 * 60_000L, offset.millis());
    assertTrue(offset.contains(millis(1901, 1, 1, 0)));
    assertTrue(!offset.contains(millis(2037, 1, 1, 0)));
  }

  private static long millis(int year, int month, int day, int hour) {
    return LocalDateTime.of(year, month, day, hour, 0).toEpochSecond(ZoneOffset.UTC) * 1000;
  }

  private static long instant(GregorianCalendar calendar, long localMillis) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(localMillis, 1000),
            (int) Math.floorMod(localMillis, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    calendar.clear();
    calendar.set(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
    return calendar.getTimeInMillis() + Math.floorMod(localMillis, 1000L);
  }
}
