package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgTextTest {
  private static final int RANDOM_VALUES = 20_000;

  private static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;
  private static final long MAX_TIMESTAMP = 9_223_371_331_199_999_999L;
  private static final long MIN_DATE = -2_451_545;
  private static final long MAX_DATE = 2_145_031_948;

  private final Random random = new Random(20260101);

  @Test
  void ofDouble_anyValue_isServersText() throws SQLException {
    List<Double> values = new ArrayList<>();
    for (double value :
        new double[] {
          0,
          0.1,
          1,
          1.5,
          100,
          1e5,
          1e14,
          999_999_999_999_999d,
          1e15,
          123_456_789_012_345_680d,
          1e16,
          1e17,
          1e22,
          1e23,
          9e15,
          0x1p53,
          0x1p53 + 2,
          1e-1,
          1e-3,
          1e-4,
          1.5e-4,
          1e-5,
          1.5e-5,
          1e-7,
          2e23,
          2.0e-3,
          1e100,
          1e-100,
          1e300,
          1e308,
          0.3,
          2 / 3d,
          Math.PI,
          Double.MAX_VALUE,
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Math.nextDown(Double.MIN_NORMAL),
          Double.NaN,
          Double.POSITIVE_INFINITY,
          5e-324,
          1e-323,
          9.5367431640625e-7,
          123_456.789e3,
          1e21,
          4.35,
          0.7 * 3,
          8.41e21,
          2.2250738585072011e-308,
          9_007_199_254_740_993d,
        }) {
      values.add(value);
      values.add(-value);
    }
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
      double power = Math.scalb(1.0, exponent);
      values.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
    }
    for (int exponent = -323; exponent <= 308; exponent++) {
      double power = Double.parseDouble("1e" + exponent);
      values.addAll(
          List.of(power, Math.nextUp(power), Math.nextDown(power), power * random.nextInt(1000)));
    }
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.add(Double.longBitsToDouble(random.nextLong()));
      values.add(random.nextInt(1_000_000) / 1000.0);
      values.add(random.nextDouble());
      values.add((double) random.nextLong());
      values.add((random.nextInt(1_000_000) << 9) * 1e8 * Math.pow(10, random.nextInt(8)));
    }
    assertServersText(
        "float8", values.stream().map(v -> new Pair(v.toString(), PgText.ofDouble(v))).toList());
  }

  @Test
  void ofFloat_anyValue_isServersText() throws SQLException {
    List<Float> values = new ArrayList<>();
    for (float value :
        new float[] {
          0,
          0.1f,
          1,
          1.5f,
          1e5f,
          999_999,
          1e6f,
          1e7f,
          16_777_216,
          16_777_218,
          123_456.7f,
          1e-3f,
          1e-4f,
          1e-5f,
          1.5e-5f,
          3.4e38f,
          Float.MAX_VALUE,
          Float.MIN_VALUE,
          Float.MIN_NORMAL,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          2e-3f,
          8.41e21f,
          33_554_432f,
          1e10f,
        }) {
      values.add(value);
      values.add(-value);
    }
    for (int exponent = Float.MIN_EXPONENT - 23; exponent <= Float.MAX_EXPONENT; exponent++) {
      float power = Math.scalb(1.0f, exponent);
      values.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
    }
    for (int exponent = -45; exponent <= 38; exponent++) {
      float power = Float.parseFloat("1e" + exponent);
      values.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
    }
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.add(Float.intBitsToFloat(random.nextInt()));
      values.add(random.nextInt(1_000_000) / 1000f);
      values.add((float) random.nextInt());
    }
    assertServersText(
        "float4", values.stream().map(v -> new Pair(v.toString(), PgText.ofFloat(v))).toList());
  }

  @Test
  void ofDate_anyValue_isServersText() throws SQLException {
    List<Long> values = new ArrayList<>();
    for (long value : new long[] {MIN_DATE, MIN_DATE + 1, MAX_DATE, 0, -1, 1, -730_119, -730_120}) {
      values.add(value);
    }
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.add(random.nextLong(MIN_DATE, MAX_DATE + 1));
      values.add(random.nextLong(MIN_DATE, 10_000));
      values.add(random.nextLong(-20_000, 20_000));
    }
    try (Connection connection = PostgresServer.shared().connect()) {
      assertSame(
          connection,
          "SELECT (date '2000-01-01' + v)::text FROM unnest(?::int4[]) WITH ORDINALITY AS t(v, n)"
              + " ORDER BY n",
          values,
          values.stream().map(PgText::ofDate).toList());
    }
    assertEquals("infinity", PgText.ofDate(Integer.MAX_VALUE));
    assertEquals("-infinity", PgText.ofDate(Integer.MIN_VALUE));
  }

  @Test
  void ofTimestamp_anyValue_isServersText() throws SQLException {
    List<Long> values = timestamps();
    try (Connection connection = PostgresServer.shared().connect()) {
      assertSame(
          connection,
          microsToText("timestamp"),
          values,
          values.stream().map(PgText::ofTimestamp).toList());
    }
    assertEquals("infinity", PgText.ofTimestamp(Long.MAX_VALUE));
    assertEquals("-infinity", PgText.ofTimestamp(Long.MIN_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "GMT",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Monrovia",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "Etc/GMT+5"
      })
  void ofTimestamptz_sinceTheEpoch_isServersText(String zone) throws SQLException {
    List<Long> values =
        timestamps().stream().filter(v -> v >= -PgText.EPOCH_SECONDS * 1_000_000L).toList();
    assertSameTimestamptz(zone, values);
    assertEquals("infinity", PgText.ofTimestamptz(Long.MAX_VALUE, ZoneId.of(zone)));
    assertEquals("-infinity", PgText.ofTimestamptz(Long.MIN_VALUE, ZoneId.of(zone)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"})
  void ofTimestamptz_anyValue_isServersText(String zone) throws SQLException {
    assertSameTimestamptz(zone, timestamps());
  }

  private static void assertSameTimestamptz(String zone, List<Long> values) throws SQLException {
    try (Connection connection = PostgresServer.shared().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = '" + zone + "'");
      ZoneId sessionZone = ZoneId.of(zone);
      assertSame(
          connection,
          microsToText("timestamptz"),
          values,
          values.stream().map(v -> PgText.ofTimestamptz(v, sessionZone)).toList());
    }
  }

  private List<Long> timestamps() {
    List<Long> values = new ArrayList<>();
    for (long value :
        new long[] {
          MIN_TIMESTAMP,
          MAX_TIMESTAMP,
          0,
          -1,
          1,
          100_000,
          120_000,
          999_999,
          -999_999,
          10,
          -63_082_281_600_000_000L,
          -63_082_281_600_000_001L,
          252_455_616_000_000_000L,
        }) {
      values.add(value);
    }
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.add(random.nextLong(MIN_TIMESTAMP + 86_400_000_000L, MAX_TIMESTAMP));
      values.add(random.nextLong(MIN_TIMESTAMP + 86_400_000_000L, 0));
      values.add(random.nextLong(-1_500_000_000_000_000L, 2_000_000_000_000_000L));
      values.add(random.nextLong(0, 1_000_000_000L) * 1_000_000L);
      values.add(random.nextLong(0, 1_000_000_000_000L) * 1000L);
    }
    return values;
  }

  /** In two halves, since an interval's hours would overflow. */
  private static String microsToText(String type) {
    String half = " + make_interval(hours => (v / 7200000000)::int)";
    return "SELECT ("
        + (type.equals("timestamp") ? "timestamp '2000-01-01'" : "timestamptz '2000-01-01Z'")
        + half
        + half
        + " + make_interval(secs => (v % 7200000000) / 1000000.0))::text"
        + " FROM unnest(?::int8[]) WITH ORDINALITY AS t(v, n) ORDER BY n";
  }

  private record Pair(String input, String text) {}

  private static void assertServersText(String type, List<Pair> pairs) throws SQLException {
    try (Connection connection = PostgresServer.shared().connect()) {
      assertSame(
          connection,
          "SELECT v::"
              + type
              + "::text FROM unnest(?::text[]) WITH ORDINALITY AS t(v, n) ORDER BY n",
          pairs.stream().map(Pair::input).toList(),
          pairs.stream().map(Pair::text).toList());
    }
  }

  private static void assertSame(
      Connection connection, String sql, List<?> values, List<String> texts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", values.toArray()));
      try (ResultSet result = statement.executeQuery()) {
        for (int i = 0; i < values.size(); i++) {
          result.next();
          assertEquals(result.getString(1), texts.get(i), "text of " + values.get(i));
        }
      }
    }
  }
}
