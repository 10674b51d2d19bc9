package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IntervalFunctionsTest {
  private static final int CALLS = 1500;
  private static final long SEED = 20_260_201;

  private final RandomValues values = new RandomValues(new Random(SEED));

  @Test
  void arithmetic_randomIntervals_isServers() throws SQLException {
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      server.compare("+(interval,interval)", "$1 + $2", pairs());
      server.compare("-(interval,interval)", "$1 - $2", pairs());
      server.compare("-(interval)", "- $1", singles());
      server.compare("justify_hours(interval)", "justify_hours($1)", singles());
      server.compare("justify_days(interval)", "justify_days($1)", singles());
      server.compare("justify_interval(interval)", "justify_interval($1)", singles());
      server.compare("interval::text", "$1::text", singles());
      server.compare(
          "interval::time",
          "$1::time",
          singles(),
          arguments ->
              arguments[0] instanceof Interval interval
                  && IntervalFunctions.isNearTheLeast(interval));
      server.compare("*(interval,float8)", "$1 * $2", scaled(), IntervalFunctionsTest::isOnTheEdge);
      server.compare("/(interval,float8)", "$1 / $2", scaled(), IntervalFunctionsTest::isOnTheEdge);
      assertTrue(server.equalCount > 7 * CALLS, "answered: " + server.equalCount);
      assertTrue(server.refusedCount < 80, "refused: " + server.refusedCount);
    }
  }

  /** A rounding that depends on the processor is left to the server. */
  private static boolean isOnTheEdge(@Nullable Object[] arguments) {
    return arguments[0] instanceof Interval value && value.micros() != 0;
  }

  @Test
  void makeInterval_anyParts_isServers() throws SQLException {
    Random random = new Random(SEED);
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Object[] parts = new Object[7];
      for (int p = 0; p < 6; p++) {
        parts[p] =
            random.nextInt(40) == 0
                ? values.oneOf(List.of((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE))
                : (Long) (long) random.nextInt(-1000, 1000);
      }
      parts[6] = random.nextInt(3) == 0 ? random.nextInt(100) : random.nextDouble() * 1e4 - 5e3;
      parts[6] = ((Number) parts[6]).doubleValue();
      calls.add(parts);
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      server.compare(
          "make_interval(int4,int4,int4,int4,int4,int4,float8)",
          "make_interval($1, $2, $3, $4, $5, $6, $7)",
          calls);
    }
  }

  @Test
  void compareTo_randomIntervals_isServers() throws SQLException {
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      List<String> expressions = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (@Nullable Object[] pair : pairs()) {
        Interval left = (Interval) pair[0];
        Interval right = (Interval) pair[1];
        expressions.add(
            "sign(interval_cmp('" + left.text() + "'::interval, '" + right.text() + "'))");
        expected.add("V" + Integer.signum(left.compareTo(right)));
      }
      assertEquals(expected, server.server(expressions), "seed " + SEED);
    }
  }

  @Test
  void parse_texts_areReadAsTheServerReadsThem() throws SQLException {
    Random random = new Random(SEED);
    List<String> units =
        List.of(
            "us",
            "ms",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "m",
            "min",
            "mins",
            "minute",
            "h",
            "hr",
            "hour",
            "hours",
            "d",
            "day",
            "days",
            "w",
            "week",
            "weeks",
            "mon",
            "mons",
            "month",
            "months",
            "y",
            "yr",
            "years",
            "decade",
            "century",
            "Microseconds",
            "MINUTES",
            "x",
            "milliseconds",
            "millennium",
            "q",
            "timezone");
    List<String> texts =
        new ArrayList<>(
            List.of(
                "5 minutes",
                "1 day 02:00",
                "00:05",
                "P1DT2H",
                "-5 min",
                "1.5 hours",
                "2 weeks",
                "90s",
                "60",
                "PT60S",
                "PT1.5S",
                "P1Y2M3W4DT5H6M7.000008S",
                "P",
                "PT",
                "P1",
                "P1H",
                "1 day ago",
                "@ 1 minute ago",
                "1 12:00:00",
                "-1 12:00:00",
                "-1 day +02:00:00",
                "-1 day 02:00:00",
                "1 mon -1 day",
                "-00:00:01.5",
                "+00:01",
                "1h30m",
                "1:2",
                "1:02",
                "100:00:00",
                "12:60",
                "12:00:60",
                "12:00:00.1234567",
                "1 2",
                "1 day 2",
                "",
                " ",
                "infinity",
                "-infinity",
                "1.5",
                "1.5 months",
                "1.5 years",
                "0.25 years",
                "1.5 weeks",
                "1.7 days",
                "0.1 hours",
                "0.333333 hours",
                "2147483647 days",
                "1 year 2 mons 3 days 04:05:06.789",
                "1-2",
                "1-2 3 4:05:06",
                "1 day 1 day",
                "1 s 500 ms",
                "1.5 s 500 ms",
                "1 hour 00:05",
                "00:05 1 hour",
                "1 week 2 days",
                "5min",
                "5 min ",
                " 5 min",
                "5  min",
                "1 fortnight",
                "12:30:15 ago",
                "0",
                "178956970 years",
                "178956971 years",
                "1 ago",
                "ago",
                "day",
                "- 1 day",
                "1e3 s",
                "P1.5D",
                "P-1D",
                "P1DT-1H",
                "PT36H",
                "p1d",
                "P1W",
                "PT1M",
                "P1M"));
    for (int i = 0; i < 4 * CALLS; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 4); part > 0; part--) {
        text.append(values.oneOf(List.of("", "", "", "-", "+"))).append(random.nextInt(120));
        text.append(
            values.oneOf(
                List.of("", "", "", ".5", ".25", ".1", ".123", ".000001", ":00", ":05:06")));
        text.append(values.oneOf(List.of("", " ", " "))).append(values.oneOf(units)).append(' ');
      }
      texts.add(text.toString().trim());
    }
    for (@Nullable Object[] single : singles()) {
      texts.add(((Interval) single[0]).text());
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      server.compareInput(ValueType.INTERVAL, texts, text -> true);
      assertTrue(server.equalCount > 2 * CALLS, "answered: " + server.equalCount);
    }
  }

  private List<@Nullable Object[]> singles() {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(new Object[] {values.interval()});
    }
    return calls;
  }

  private List<@Nullable Object[]> pairs() {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(new Object[] {values.interval(), values.interval()});
    }
    return calls;
  }

  private List<@Nullable Object[]> scaled() {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(new Object[] {values.interval(), values.factor()});
    }
    return calls;
  }
}
