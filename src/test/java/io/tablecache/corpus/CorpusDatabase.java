package io.tablecache.corpus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The database with the corpus's tables, and the two ways in which they are cached. */
final class CorpusDatabase {
  private static final int WINDOW_SECONDS = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How much of the tables is cached. */
  enum Cached {
    WINDOWS,
    EVERYTHING
  }

  /**
   * A table: its range column and the segment columns of its second index, as the config has it.
   */
  private record Rule(String label, String relation, String range, String segment) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("device_data", "public.device_data", "ts", "device_id"),
          new Rule("reading_tz", "public.reading_tz", "ts", "device_id"),
          new Rule("sensor_text", "public.sensor_text", "ts", "sensor"),
          new Rule("event_uuid", "public.event_uuid", "ts", "source_id"),
          new Rule("multi_seg", "public.multi_seg", "ts", "tenant_id, site, device_id"),
          new Rule("ts_kv", "public.ts_kv", "ts", "entity_id, key"),
          new Rule(
              "mixed_case", "public.\\\"DeviceData\\\"", "\\\"Ts\\\"", "\"\\\"deviceId\\\"\""));

  static final List<String> LABELS =
      List.of(
          "device_data",
          "reading_tz",
          "sensor_text",
          "event_uuid",
          "multi_seg",
          "ts_kv",
          "mixed_case",
          "devices");

  private final String plainUrl;
  private final RunTime time;

  /** Makes the database anew. */
  CorpusDatabase(Corpus corpus, RunTime time) throws SQLException {
    this.time = time;
    PostgresServer server = PostgresServer.shared();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE corpus TEMPLATE template0 ENCODING 'UTF8'"
              + " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    }
    String url = server.url().replaceFirst("/postgres\\b", "/corpus");
    // By text transfer, so that what getString gives does not depend on the number of executions.
    plainUrl = url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    try (Connection connection = plain();
        Statement statement = connection.createStatement()) {
      statement.execute(corpus.schema());
      statement.execute(corpus.seed().replace(":now", "'" + RunTime.micros(time.now()) + "'"));
    }
  }

  RunTime time() {
    return time;
  }

  /** A connection of the plain driver. */
  Connection plain() throws SQLException {
    return DriverManager.getConnection(plainUrl);
  }

  /** A source of connections whose tables are loaded. */
  TableCacheDataSource cached(Cached cached, Path directory)
      throws IOException, SQLException, InterruptedException {
    Path config =
        Files.writeString(
            directory.resolve(cached.name().toLowerCase(Locale.ROOT) + ".conf"), config(cached));
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(plainUrl);
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, PATIENCE), "loaded");
    return dataSource;
  }

  private String config(Cached cached) {
    String freshness = "\n freshness { every = 30m, max-staleness = 1h }";
    String tables =
        RULES.stream()
            .map(
                rule ->
                    rule.label()
                        + " { relation = \""
                        + rule.relation()
                        + "\"\n indexes { time { range = \""
                        + rule.range()
                        + "\" }, segmented { segment = ["
                        + rule.segment()
                        + "], range = \""
                        + rule.range()
                        + "\" } }\n"
                        + (cached == Cached.EVERYTHING ? "" : window(rule))
                        + freshness
                        + " }\n")
            .collect(Collectors.joining());
    return "tablecache {\n tables {\n"
        + tables
        + "devices { relation = public.devices"
        + freshness
        + " }\n}\n}\n";
  }

  private String window(Rule rule) {
    String offset = "-" + WINDOW_SECONDS + "s";
    String from =
        rule.label().equals("ts_kv")
            ? Long.toString(time.epochMillis(offset))
            : "\"" + time.at(offset).atOffset(ZoneOffset.UTC).toLocalDateTime() + "\"";
    return " window { range = \"" + rule.range() + "\", from = " + from + ", zone = UTC }\n";
  }
}
