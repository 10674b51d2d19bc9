package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOffsetsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Europe/Dublin",
        "America/Sao_Paulo",
        "GMT+05:30"
      })
  void offsetMillisAt_randomAndNearTransitions_isTheZonesOwn(String id) {
    TimeZone zone = TimeZone.getTimeZone(id);
    LocalOffsets offsets = LocalOffsets.of(zone);
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong(-3_000_000_000_000L, 4_000_000_000_000L);
      assertEquals(zone.getOffset(millis), offsets.offsetMillisAt(millis), id + " at " + millis);
    }
    ZoneOffsetTransition transition =
        ZoneId.of(id).getRules().nextTransition(Instant.parse("1960-01-01T00:00:00Z"));
    for (int i = 0; i < 300 && transition != null; i++) {
      for (int delta = -2; delta <= 2; delta++) {
        long millis = transition.toEpochSecond() * 1000 + delta;
        assertEquals(zone.getOffset(millis), offsets.offsetMillisAt(millis), id + " at " + millis);
      }
      transition = ZoneId.of(id).getRules().nextTransition(transition.getInstant());
    }
  }

  @Test
  void offsetMillisAt_zoneWithRulesOfItsOwn_isTheZonesOwn() {
    TimeZone zone = new SimpleTimeZone(3_600_000, "Europe/Berlin", 0, 1, 0, 0, 5, 1, 0, 0);
    LocalOffsets offsets = LocalOffsets.of(zone);
    for (long day = 0; day < 800; day++) {
      long millis = day * 86_400_000 + 1_600_000_000_000L;
      assertEquals(zone.getOffset(millis), offsets.offsetMillisAt(millis));
    }
  }

  @Test
  void ofDefault_zoneUnchanged_isTheSameObject() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      LocalOffsets tokyo = LocalOffsets.ofDefault();
      assertSame(tokyo, LocalOffsets.ofDefault());
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      assertNotSame(tokyo, LocalOffsets.ofDefault());
      assertEquals(19_800_000, LocalOffsets.ofDefault().offsetMillisAt(0));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void of_zoneChangedAfterwards_keepsItsOffsets() {
    TimeZone zone = new SimpleTimeZone(3_600_000, "Own");
    LocalOffsets offsets = LocalOffsets.of(zone);
    zone.setRawOffset(0);
    assertEquals(3_600_000, offsets.offsetMillisAt(0));
  }
}
