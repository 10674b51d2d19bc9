package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DateTimeFunctionsTest {
  private static final int CALLS = 600;
  private static final long SEED = 20_260_202;

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
  void arithmetic_randomValues_isServers(String zone) throws SQLException {
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      for (String type : List.of("timestamp", "timestamptz", "date")) {
        Supplier<Object> points = type.equals("date") ? values::date : values::timestamp;
        server.compare("+(" + type + ",interval)", "$1 + $2", calls(points, values::interval));
        server.compare("-(" + type + ",interval)", "$1 - $2", calls(points, values::interval));
        server.compare("+(interval," + type + ")", "$1 + $2", calls(values::interval, points));
        server.compare("isfinite(" + type + ")", "isfinite($1)", calls(points));
      }
      for (String type : List.of("timestamp", "timestamptz")) {
        String pair = "(" + type + "," + type + ")";
        List<@Nullable Object[]> calls = calls(values::timestamp, values::timestamp);
        server.compare("-" + pair, "$1 - $2", calls, DateTimeFunctionsTest::hasInfinity);
        server.compare("age" + pair, "age($1, $2)", calls, DateTimeFunctionsTest::hasInfinity);
      }
      server.compare(
          "+(time,interval)",
          "$1 + $2",
          calls(values::time, values::interval),
          DateTimeFunctionsTest::isHuge);
      server.compare(
          "+(interval,time)",
          "$1 + $2",
          calls(values::interval, values::time),
          DateTimeFunctionsTest::isHuge);
      server.compare(
          "-(time,interval)",
          "$1 - $2",
          calls(values::time, values::interval),
          DateTimeFunctionsTest::isHuge);
      server.compare("-(time,time)", "$1 - $2", calls(values::time, values::time));
      server.compare("+(date,int4)", "$1 + $2", calls(values::date, this::days));
      server.compare("+(int4,date)", "$1 + $2", calls(this::days, values::date));
      server.compare("-(date,int4)", "$1 - $2", calls(values::date, this::days));
      server.compare("-(date,date)", "$1 - $2", calls(values::date, values::date));
      server.compare("+(date,time)", "$1 + $2", calls(values::date, values::time));
      server.compare("+(time,date)", "$1 + $2", calls(values::time, values::date));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
  void casts_randomValues_areServers(String zone) throws SQLException {
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      for (String target : List.of("date", "timestamp", "time", "text", "timestamptz")) {
        if (!target.equals("timestamp")) {
          server.compare("timestamp::" + target, "$1::" + target, calls(values::timestamp));
        }
        if (!target.equals("timestamptz")) {
          server.compare("timestamptz::" + target, "$1::" + target, calls(values::timestamp));
        }
      }
      server.compare("date::timestamp", "$1::timestamp", calls(values::date));
      server.compare("date::timestamptz", "$1::timestamptz", calls(values::date));
      server.compare("date::text", "$1::text", calls(values::date));
      server.compare("time::text", "$1::text", calls(values::time));
      server.compare("time::interval", "$1::interval", calls(values::time));
      for (String type : List.of("timestamp", "timestamptz", "time")) {
        Supplier<Object> points = type.equals("time") ? values::time : values::timestamp;
        server.compare(
            type + "(" + type + ",int4)",
            "pg_catalog." + type + "($1, $2)",
            calls(points, () -> (long) random.nextInt(7)),
            arguments -> (long) arguments[0] == DateTimes.END_TIMESTAMP - 1);
      }
      for (String type : List.of("timestamp", "timestamptz", "date", "time")) {
        List<@Nullable Object[]> texts = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          texts.add(new Object[] {text(ZoneId.of(zone))});
        }
        server.compare("text::" + type, "$1::text::" + type, texts, arguments -> true);
      }
      assertTrue(server.equalCount > 8000, "answered: " + server.equalCount);
    }
  }

  /** A date, time or timestamp as text, in one of many styles. */
  private String text(ZoneId zone) {
    String timestamp = PgText.ofTimestamp(values.timestamp());
    return switch (random.nextInt(10)) {
      case 0 -> timestamp;
      case 1 -> timestamp.replace(' ', 'T') + "Z";
      case 2 -> timestamp + values.oneOf(List.of("+02", "-0330", "+05:30", " +01", "Z", "+5"));
      case 3 -> timestamp.substring(0, Math.min(16, timestamp.length()));
      case 4 -> timestamp.substring(0, Math.min(10, timestamp.length()));
      case 5 -> PgText.ofTime(values.time());
      case 6 -> PgText.ofTimestamptz(values.timestamp(), zone);
      case 7 -> PgText.ofDate(values.date());
      case 8 -> " " + timestamp + "0001 ";
      default ->
          values.oneOf(
              List.of(
                  "epoch",
                  "infinity",
                  "-infinity",
                  "24:00:00",
                  "2025-02-29",
                  "2025-13-01",
                  "2025-01-01 24:00:00",
                  "12:30",
                  "2025-1-2",
                  "20250102",
                  "Jan 2 2025",
                  "",
                  "2025-01-01 10:00:00 UTC",
                  "2025-01-01T10:00",
                  "2025-03-30 02:30:00"));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
  void dateTruncAndBin_randomValues_areServers(String zone) throws SQLException {
    List<String> units =
        List.of(
            "microseconds",
            "milliseconds",
            "second",
            "minute",
            "Hour",
            "DAY",
            "week",
            "month",
            "quarter",
            "year",
            "decade",
            "century",
            "millennium",
            "dow",
            "nonsense");
    Supplier<Object> unit = () -> values.oneOf(units);
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      for (int round = 0; round < 3; round++) {
        server.compare(
            "date_trunc(text,timestamp)",
            "date_trunc($1, $2)",
            calls(unit, values::timestamp),
            DateTimeFunctionsTest::hasInfinity);
        server.compare(
            "date_trunc(text,timestamptz)",
            "date_trunc($1, $2)",
            calls(unit, values::timestamp),
            DateTimeFunctionsTest::hasInfinity);
        server.compare(
            "date_trunc(text,timestamptz,text)",
            "date_trunc($1, $2, $3)",
            calls(unit, values::timestamp, () -> values.oneOf(List.of("UTC", zone, "GMT"))),
            DateTimeFunctionsTest::hasInfinity);
      }
      server.compare(
          "date_trunc(text,interval)",
          "date_trunc($1, $2)",
          calls(unit, values::interval),
          arguments -> "quarter".equals(arguments[0]) && ((Interval) arguments[1]).months() < 0);
      for (String type : List.of("timestamp", "timestamptz")) {
        server.compare(
            "date_bin(interval," + type + "," + type + ")",
            "date_bin($1, $2, $3)",
            calls(values::interval, values::timestamp, values::timestamp),
            DateTimeFunctionsTest::isEdgeBeforeOrigin);
      }
      for (String key : List.of("timestamp", "timestamptz")) {
        server.compare(
            "timezone(text," + key + ")",
            "timezone($1, $2)",
            calls(() -> values.oneOf(List.of("UTC", "gmt", zone, "Z")), values::timestamp));
        server.compare(
            "timezone(text," + key + ")",
            "timezone($1, $2)",
            calls(() -> values.oneOf(List.of("+02", "Asia/Tokyo", "nonsense")), values::timestamp),
            arguments -> true);
        server.compare(
            "timezone(interval," + key + ")",
            "timezone($1, $2)",
            calls(values::interval, values::timestamp),
            arguments -> Math.abs(((Interval) arguments[0]).micros()) > 1e11);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
  void fields_randomValues_areServers(String zone) throws SQLException {
    List<String> units = new ArrayList<>(List.of("nonsense", "hours", "us"));
    for (TimeUnit unit : TimeUnit.values()) {
      units.add(unit.name().toLowerCase(Locale.ROOT));
    }
    Supplier<Object> unit = () -> values.oneOf(units);
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      for (String type : List.of("timestamp", "timestamptz", "date", "time", "interval")) {
        Supplier<Object> points =
            switch (type) {
              case "date" -> values::date;
              case "time" -> values::time;
              case "interval" -> values::interval;
              default -> values::timestamp;
            };
        for (int round = 0; round < 2; round++) {
          server.compare(
              "extract(text," + type + ")",
              "pg_catalog.extract($1, $2)",
              calls(unit, points),
              DateTimeFunctionsTest::isPartialField);
          server.compare(
              "date_part(text," + type + ")",
              "date_part($1, $2)",
              calls(unit, points),
              DateTimeFunctionsTest::isPartialField);
        }
      }
      assertTrue(server.equalCount > 5000, "answered: " + server.equalCount);
    }
  }

  private static boolean isPartialField(@Nullable Object[] arguments) {
    boolean isNegative = arguments[1] instanceof Interval interval && interval.months() < 0;
    return ("epoch".equals(arguments[0])
            && arguments[1] instanceof Long raw
            && raw == DateTimes.END_TIMESTAMP - 1)
        || "julian".equals(arguments[0])
        || ("quarter".equals(arguments[0]) && isNegative)
        || ("week".equals(arguments[0]) && arguments[1] instanceof Interval);
  }

  @Test
  void fields_ofInfinity_areServers() throws SQLException {
    try (ServerComparison server = new ServerComparison("UTC", "every field")) {
      for (String type : List.of("timestamp", "timestamptz", "date")) {
        List<@Nullable Object[]> calls = new ArrayList<>();
        for (TimeUnit unit : TimeUnit.values()) {
          for (boolean isPositive : new boolean[] {true, false}) {
            long infinity = isPositive ? Long.MAX_VALUE : Long.MIN_VALUE;
            long date = isPositive ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            calls.add(
                new Object[] {
                  unit.name().toLowerCase(Locale.ROOT), type.equals("date") ? date : infinity
                });
          }
        }
        server.compare("extract(text," + type + ")", "pg_catalog.extract($1, $2)", calls);
        server.compare("date_part(text," + type + ")", "date_part($1, $2)", calls);
      }
    }
  }

  @Test
  void input_underDateStyles_isServersOrRefused() throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String separator = values.oneOf(List.of("/", "/", "-", "."));
      String other = random.nextInt(8) == 0 ? "/" : separator;
      texts.add(
          String.format(
              Locale.ROOT,
              "%02d%s%02d%s%04d%s",
              random.nextInt(33),
              separator,
              random.nextInt(14),
              other,
              values.oneOf(List.of(2026, 2024, 1, 1999, 99, 0)),
              values.oneOf(
                  List.of("", " 10:11:12.123456", " 23:59", " 10:11:12+02", " 1:2", "T10:11:12"))));
    }
    int read = 0;
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      for (String style : List.of("ISO, DMY", "ISO, MDY", "ISO, YMD")) {
        server.server(List.of("set_config('datestyle', '" + style + "', false)"));
        DateOrder order = DateOrder.of(style);
        for (ValueType type : List.of(ValueType.DATE, ValueType.TIMESTAMP)) {
          String name = type.name().toLowerCase(Locale.ROOT);
          List<String> expected =
              server.server(texts.stream().map(t -> "'" + t + "'::" + name).toList());
          for (int i = 0; i < texts.size(); i++) {
            Object value = TextInput.parse(texts.get(i), type, null, order);
            if (value != null) {
              read++;
              assertEquals(
                  expected.get(i),
                  "V" + TextInput.output(value, type, ZoneId.of("UTC")),
                  style + ": " + name + " '" + texts.get(i) + "', seed " + SEED);
            }
          }
        }
      }
    }
    assertTrue(read > CALLS / 2, "read: " + read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
  void makers_randomValues_areServers(String zone) throws SQLException {
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      Supplier<Object> year =
          () ->
              random.nextInt(6) == 0
                  ? values.oneOf(
                      List.of(
                          -4714L,
                          -4713L,
                          -1L,
                          0L,
                          1L,
                          294_276L,
                          294_277L,
                          5_874_897L,
                          5_874_898L,
                          (long) Integer.MAX_VALUE,
                          (long) Integer.MIN_VALUE))
                  : (Object) (long) random.nextInt(1950, 2100);
      Supplier<Object> month = () -> (long) random.nextInt(random.nextInt(9) == 0 ? 15 : 12) + 1;
      Supplier<Object> day = () -> (long) random.nextInt(random.nextInt(9) == 0 ? 33 : 29);
      Supplier<Object> hour = () -> (long) random.nextInt(random.nextInt(9) == 0 ? 26 : 24);
      Supplier<Object> minute = () -> (long) random.nextInt(random.nextInt(9) == 0 ? 62 : 60);
      Supplier<Object> second =
          () ->
              random.nextInt(4) == 0
                  ? values.oneOf(List.of(0.0, 60.0, 59.9999999, 60.1, -0.1, Double.NaN))
                  : (Object) (random.nextDouble() * 60);
      server.compare("make_date(int4,int4,int4)", "make_date($1, $2, $3)", calls(year, month, day));
      server.compare(
          "make_time(int4,int4,float8)", "make_time($1, $2, $3)", calls(hour, minute, second));
      server.compare(
          "make_timestamp(int4,int4,int4,int4,int4,float8)",
          "make_timestamp($1, $2, $3, $4, $5, $6)",
          calls(year, month, day, hour, minute, second),
          arguments -> (long) arguments[0] < 0);
      server.compare(
          "make_timestamptz(int4,int4,int4,int4,int4,float8)",
          "make_timestamptz($1, $2, $3, $4, $5, $6)",
          calls(year, month, day, hour, minute, second),
          arguments -> (long) arguments[0] < 0);
      Supplier<Object> epoch =
          () ->
              switch (random.nextInt(4)) {
                case 0 ->
                    values.oneOf(
                        List.of(
                            0.0,
                            Double.NaN,
                            Double.POSITIVE_INFINITY,
                            Double.NEGATIVE_INFINITY,
                            9224318016000.0,
                            -210866803200.0,
                            -210866803201.0));
                case 1 -> random.nextDouble() * 1e13 - 1e12;
                default -> 1.7e9 + random.nextDouble() * 1e8;
              };
      server.compare("to_timestamp(float8)", "to_timestamp($1)", calls(epoch));
    }
  }

  @Test
  void now_isTheContexts() throws EvaluationException {
    ScalarFunction now = Objects.requireNonNull(Functions.scalar("now()"));
    Vector result = new Vector(ValueType.TIMESTAMPTZ);
    result.reset(2);
    now.apply(
        new Vector[0],
        2,
        result,
        new EvaluationContext(SlotValues.NONE, ZoneId.of("UTC"), 77, ZoneNames.NONE));
    assertEquals(77, result.longs[1]);
    assertTrue(now.dependence().onNow());
  }

  @Test
  void age_ofOneArgument_isServersOnTheSameDay() throws SQLException, EvaluationException {
    String zone = "Europe/Berlin";
    long now = CivilDate.days(2026, 3, 30) * DateTimes.MICROS_PER_DAY + 5_000_000;
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      for (String type : List.of("timestamp", "timestamptz")) {
        ScalarFunction age = Objects.requireNonNull(Functions.scalar("age(" + type + ")"));
        List<String> expressions = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          long point = values.timestamp();
          if (DateTimes.isInfinite(point)) {
            continue;
          }
          Vector argument = new Vector(age.parameters().get(0));
          argument.reset(1);
          argument.longs[0] = point;
          Vector result = new Vector(ValueType.INTERVAL);
          result.reset(1);
          age.apply(
              new Vector[] {argument},
              1,
              result,
              new EvaluationContext(SlotValues.NONE, ZoneId.of(zone), now, ZoneNames.NONE));
          answers.add("V" + result.objects[0]);
          expressions.add(
              "age('2026-03-30'::"
                  + type
                  + ", '"
                  + TextInput.output(point, argument.type, ZoneId.of(zone))
                  + "'::"
                  + type
                  + ")");
        }
        assertEquals(server.server(expressions), answers, "seed " + SEED);
      }
    }
  }

  private static boolean hasInfinity(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Long raw
          && (DateTimes.isInfinite(raw) || DateTimes.isInfiniteDate(raw))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEdgeBeforeOrigin(@Nullable Object[] arguments) {
    Interval stride = (Interval) arguments[0];
    long micros = stride.days() * DateTimes.MICROS_PER_DAY + stride.micros();
    long distance = (long) arguments[1] - (long) arguments[2];
    return distance < 0 && micros != 0 && distance % micros == 0;
  }

  private static boolean isHuge(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Interval interval && Math.abs(interval.micros()) > 1L << 61) {
        return true;
      }
    }
    return false;
  }

  private Object days() {
    return random.nextInt(10) == 0
        ? values.oneOf(List.of((long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, 0L))
        : (Object) (long) random.nextInt(-50_000, 50_000);
  }

  @SafeVarargs
  private static List<@Nullable Object[]> calls(Supplier<Object>... arguments) {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      @Nullable Object[] call = new Object[arguments.length];
      for (int p = 0; p < arguments.length; p++) {
        call[p] = arguments[p].get();
      }
      calls.add(call);
    }
    return calls;
  }
}
