package io.tablecache.expression;

import io.tablecache.testing.PostgresServer;
import java.util.List;
import java.util.Random;

/** Arguments for functions: ordinary, round, extreme. */
final class RandomValues {
  private static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;
  private static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;
  private static final long DAY = 86_400_000_000L;
  private static final long HOUR = 3_600_000_000L;

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  long between(long from, long to) {
    return (long) (from + random.nextDouble() * ((double) to - from));
  }

  /** A timestamp, most of them between 1950 and 2100, where the zones' rules agree. */
  long timestamp() {
    return switch (random.nextInt(12)) {
      case 0 -> oneOf(List.of(Long.MIN_VALUE, Long.MAX_VALUE, MIN_TIMESTAMP, END_TIMESTAMP - 1));
      case 1 -> between(MIN_TIMESTAMP, END_TIMESTAMP);
      case 2 -> random.nextInt(-25_567, 36_525) * DAY;
      case 3 -> nearMidnight(random.nextInt(2020, 2027), random.nextInt(1, 13));
      // The last Sundays of March and October, the second of March and the first of November.
      case 4 ->
          CivilDate.days(random.nextInt(2000, 2037), 3, random.nextInt(8, 32)) * DAY
              + random.nextInt(24) * HOUR
              + random.nextInt(3) * HOUR / 2;
      case 5 ->
          CivilDate.days(random.nextInt(2000, 2037), 10, random.nextInt(25, 40)) * DAY
              + random.nextInt(24) * HOUR
              + random.nextInt(2) * HOUR / 2;
      case 6 -> between(-30L * 365 * DAY, 36L * 365 * DAY) / 1_000_000 * 1_000_000;
      default -> between(-30L * 365 * DAY, 36L * 365 * DAY);
    };
  }

  private long nearMidnight(int year, int month) {
    long first = CivilDate.days(year, month, 1) * DAY;
    return first + random.nextInt(-2, 3);
  }

  long date() {
    return switch (random.nextInt(8)) {
      case 0 ->
          oneOf(
              List.of(
                  (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE, -2_451_545L, 2_145_031_948L));
      case 1 -> between(-2_451_545, 2_145_031_948);
      default -> random.nextInt(-25_567, 36_525);
    };
  }

  long time() {
    return switch (random.nextInt(6)) {
      case 0 -> oneOf(List.of(0L, DAY, DAY - 1, DAY / 2));
      case 1 -> random.nextInt(24) * HOUR;
      default -> between(0, DAY);
    };
  }

  /** The longest time of an interval; older versions have no text for more hours. */
  private static long longest() {
    return PostgresServer.shared().majorVersion() < 15 ? (1L << 30) * HOUR : Long.MAX_VALUE;
  }

  Interval interval() {
    return switch (random.nextInt(8)) {
      case 0 ->
          new Interval(
              oneOf(List.of(0, 1, -1, 12, Integer.MAX_VALUE - 1, Integer.MIN_VALUE + 1, 1_200_000)),
              oneOf(List.of(0, 1, -1, 30, Integer.MAX_VALUE, Integer.MIN_VALUE)),
              oneOf(List.of(0L, 1L, -1L, DAY, longest(), -longest())));
      case 1 -> new Interval(random.nextInt(-30, 30), 0, 0);
      case 2 -> new Interval(0, random.nextInt(-60, 60), 0);
      case 3 -> new Interval(0, 0, random.nextInt(-2000, 2000) * 60_000_000L);
      case 4 -> new Interval(0, 0, random.nextInt(1, 100) * 1_000_000L);
      default ->
          new Interval(
              random.nextInt(-30, 30), random.nextInt(-60, 60), between(-3 * DAY, 3 * DAY));
    };
  }

  double factor() {
    return switch (random.nextInt(5)) {
      case 0 -> oneOf(List.of(0.0, -0.0, 1.0, -1.0, Double.NaN, 1e10, 1e-10, 0.5, 1.5, 0.1));
      case 1 -> random.nextInt(-100, 100);
      case 2 -> random.nextInt(-1000, 1000) / 100.0;
      default -> (random.nextDouble() - 0.5) * 20;
    };
  }
}
