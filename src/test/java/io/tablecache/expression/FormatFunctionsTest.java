package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatFunctionsTest {
  private static final int CALLS = 4000;
  private static final long SEED = 20_260_205;

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York"})
  void toChar_randomFormats_isServersOrRefused(String zone) throws SQLException {
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      List<@Nullable Object[]> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(new Object[] {values.timestamp(), format()});
      }
      for (String type : List.of("timestamp", "timestamptz")) {
        server.compare("to_char(" + type + ",text)", "to_char($1, $2)", calls, arguments -> true);
      }
      assertTrue(server.equalCount > CALLS / 3, "answered: " + server.equalCount);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York"})
  void toChar_commonFormats_areAnswered(String zone) throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (String format :
        List.of(
            "YYYY-MM-DD HH24:MI:SS",
            "YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"",
            "YYYY-MM-DD HH24:MI:SS.US",
            "DD.MM.YYYY",
            "HH12:MI AM",
            "Mon DD, YYYY",
            "FMMonth FMDD",
            "Day",
            "IYYY-IW",
            "YYYY-\"Q\"Q",
            "yyyy-mm-dd hh24:mi",
            "YYYYMMDD",
            "Dy DD Mon",
            "DDD",
            "D",
            "W",
            "WW")) {
      for (int i = 0; i < 60; i++) {
        calls.add(new Object[] {values.between(0, 1L << 50), format});
      }
    }
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      server.compare("to_char(timestamp,text)", "to_char($1, $2)", calls);
      server.compare("to_char(timestamptz,text)", "to_char($1, $2)", calls);
    }
  }

  private static final List<String> FORMATS =
      List.of(
          "YYYY-MM-DD",
          "YYYY-MM-DD HH24:MI",
          "YYYY-MM-DD HH24:MI:SS",
          "YYYY-MM-DD HH24:MI:SS.MS",
          "YYYY-MM-DD HH24:MI:SS.US",
          "DD.MM.YYYY");

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York"})
  void toDateAndTimestamp_randomTexts_areServersOrRefused(String zone) throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String text = PgText.ofTimestamp(values.timestamp());
      text += text.length() == 19 && random.nextBoolean() ? ".120057" : "";
      String format = values.oneOf(FORMATS);
      int length =
          format.replace("HH24", "HH").replace(".MS", ".123").replace(".US", ".123456").length();
      StringBuilder changed = new StringBuilder(text.substring(0, Math.min(length, text.length())));
      if (random.nextInt(4) == 0) {
        changed.setCharAt(random.nextInt(changed.length()), "0159 -T:x".charAt(random.nextInt(9)));
      }
      String other = random.nextInt(8) == 0 ? values.oneOf(FORMATS) : format;
      calls.add(new Object[] {changed.toString(), other});
    }
    for (String text :
        List.of("2026-03-01 24:00:00", "2026-03-01 23:59:60", "0000-01-01 00:00:00")) {
      calls.add(new Object[] {text, "YYYY-MM-DD HH24:MI:SS"});
    }
    try (ServerComparison server = new ServerComparison(zone, "seed " + SEED)) {
      server.compare("to_date(text,text)", "to_date($1, $2)", calls, arguments -> true);
      server.compare("to_timestamp(text,text)", "to_timestamp($1, $2)", calls, arguments -> true);
      assertTrue(server.equalCount > CALLS / 4, "answered: " + server.equalCount);
    }
  }

  private String format() {
    StringBuilder format = new StringBuilder();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      format
          .append(random.nextInt(6) == 0 ? "FM" : "")
          .append(
              values.oneOf(
                  List.of(
                      "YYYY",
                      "YYY",
                      "YY",
                      "Y",
                      "MM",
                      "DD",
                      "DDD",
                      "D",
                      "ID",
                      "IW",
                      "IYYY",
                      "WW",
                      "W",
                      "Q",
                      "HH24",
                      "HH12",
                      "HH",
                      "MI",
                      "SS",
                      "MS",
                      "US",
                      "AM",
                      "pm",
                      "Month",
                      "MONTH",
                      "month",
                      "Mon",
                      "MON",
                      "mon",
                      "Day",
                      "DAY",
                      "day",
                      "Dy",
                      "DY",
                      "dy",
                      "yyyy",
                      "mm",
                      "dd",
                      "hh24",
                      "mi",
                      "ss",
                      "ms",
                      "J",
                      "TZ",
                      "OF",
                      "TH",
                      "T",
                      "SSSS",
                      "RM",
                      "CC",
                      "BC",
                      "FF3",
                      "Y,YYY",
                      "\"T\"",
                      "\"YYYY\"",
                      "é",
                      "x")))
          .append(values.oneOf(List.of("", "-", ":", " ", "/", ".", ", ", "")));
    }
    return format.toString();
  }
}
