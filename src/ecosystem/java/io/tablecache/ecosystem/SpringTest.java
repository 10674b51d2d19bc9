package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.BeanPropertyRowMapper;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

/** A Spring Boot application, configured as by application.properties. */
final class SpringTest extends EcosystemTest {
  private static final String RANGE =
      "SELECT device_id, data_seq, data, ts FROM device_data"
          + " WHERE device_id = ? AND ts >= ? ORDER BY ts";

  private ConfigurableApplicationContext application;
  private JdbcTemplate jdbc;
  private Readings readings;

  /** A row as a record. */
  record Reading(int deviceId, int dataSeq, int data, LocalDateTime ts) {}

  /** A row as a bean. */
  static final class ReadingBean {
    private int deviceId;
    private LocalDateTime ts = START;

    public int getDeviceId() {
      return deviceId;
    }

    public void setDeviceId(int deviceId) {
      this.deviceId = deviceId;
    }

    public LocalDateTime getTs() {
      return ts;
    }

    public void setTs(LocalDateTime ts) {
      this.ts = ts;
    }
  }

  /** A service with transactions. */
  static class Readings {
    private final JdbcTemplate jdbc;

    Readings(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public List<Reading> twice(int device) {
      jdbc.query(RANGE, new DataClassRowMapper<>(Reading.class), device, WINDOW);
      return jdbc.query(RANGE, new DataClassRowMapper<>(Reading.class), device, WINDOW);
    }

    @Transactional
    public int writeThenCount(int device, LocalDateTime ts) {
      jdbc.update("INSERT INTO device_data VALUES (?, 1000, 7, ?)", device, ts);
      return jdbc.query(RANGE, new DataClassRowMapper<>(Reading.class), device, WINDOW).size();
    }

    @Transactional
    public void writeThenFail(int device, LocalDateTime ts) {
      writeThenCount(device, ts);
      throw new IllegalStateException("rolled back");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Readings readings(JdbcTemplate jdbc) {
      return new Readings(jdbc);
    }
  }

  @BeforeAll
  void start() {
    application =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .properties(
                Map.of(
                    "spring.datasource.driver-class-name", "io.tablecache.TableCacheDriver",
                    "spring.datasource.url", url(),
                    "spring.main.banner-mode", "off",
                    "spring.main.lazy-initialization", "true",
                    "spring.flyway.enabled", "false",
                    "spring.liquibase.enabled", "false",
                    "logging.level.root", "warn",
                    "management.endpoint.health.show-details", "always"))
            .run();
    jdbc = application.getBean(JdbcTemplate.class);
    readings = application.getBean(Readings.class);
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void dataSource_autoConfigured_isHikariAndHealthy() {
    assertTrue(application.getBean(DataSource.class) instanceof HikariDataSource);
    CompositeHealth health = (CompositeHealth) application.getBean(HealthEndpoint.class).health();
    HealthComponent database = Objects.requireNonNull(health.getComponents().get("db"));
    assertEquals(Status.UP, database.getStatus());
  }

  @Test
  void jdbcTemplate_rowMappers_answerFromTheCache() throws Exception {
    expecting(
        "device_data HIT 4",
        () -> {
          List<Integer> mapped = jdbc.query(RANGE, (row, i) -> row.getInt("data"), 2, WINDOW);
          assertEquals(30, mapped.size());
          assertEquals(2030, mapped.get(0));
          List<Reading> records =
              jdbc.query(RANGE, new DataClassRowMapper<>(Reading.class), 2, WINDOW);
          assertEquals(new Reading(2, 31, 2030, WINDOW), records.get(0));
          List<ReadingBean> beans =
              jdbc.query(RANGE, new BeanPropertyRowMapper<>(ReadingBean.class), 2, WINDOW);
          assertEquals(WINDOW, beans.get(0).getTs());
          List<Map<String, Object>> maps = jdbc.queryForList(RANGE, 2, WINDOW);
          assertEquals(Timestamp.valueOf(WINDOW), maps.get(0).get("ts"));
          return null;
        });
  }

  @Test
  void namedParameters_list_isAHit() throws Exception {
    List<Integer> data =
        expecting(
            "device_data HIT 1",
            () ->
                application
                    .getBean(NamedParameterJdbcTemplate.class)
                    .queryForList(
                        "SELECT data FROM device_data WHERE device_id IN (:devices)"
                            + " AND ts BETWEEN :from AND :to ORDER BY ts, device_id",
                        Map.of(
                            "devices", List.of(1, 3), "from", WINDOW, "to", WINDOW.plusMinutes(1)),
                        Integer.class));

    assertEquals(List.of(1030, 3030, 1031, 3031), data);
  }

  @Test
  void jdbcClient_range_isAHit() throws Exception {
    JdbcClient client = application.getBean(JdbcClient.class);

    Reading first =
        expecting(
            "device_data HIT 1",
            () -> client.sql(RANGE + " LIMIT 1").params(3, WINDOW).query(Reading.class).single());

    assertEquals(new Reading(3, 31, 3030, WINDOW), first);
  }

  @Test
  void readOnlyTransaction_reads_areHits() throws Exception {
    assertEquals(30, expecting("device_data HIT 2", () -> readings.twice(1)).size());
  }

  @Test
  void transaction_afterItsWrite_readsItFromTheDatabase() throws Exception {
    assertEquals(
        31, expecting("device_data TRANSACTION_WROTE 1", () -> readings.writeThenCount(3, END)));
    // The next transaction sees it at once as well, and from the cache when that has it.
    adjust("device_data");
    assertEquals(31, expecting("device_data HIT 2", () -> readings.twice(3)).size());
    jdbc.update("DELETE FROM device_data WHERE data_seq = 1000");
  }

  @Test
  void transaction_rolledBack_leavesNothing() throws Exception {
    assertThrows(IllegalStateException.class, () -> readings.writeThenFail(2, END));
    assertEquals(30, readings.twice(2).size());
    adjust("device_data");
    assertEquals(30, expecting("device_data HIT 2", () -> readings.twice(2)).size());
  }

  @Test
  void exceptions_translated_areThoseOfThePlainDriver() throws Exception {
    JdbcTemplate plain = new JdbcTemplate(new DriverManagerDataSource(plainUrl()));
    List<String> failing =
        List.of(
            "SELECT nothing FROM device_data",
            "SELECT data / 0 FROM device_data WHERE ts >= '2026-01-01T00:40:00'",
            "INSERT INTO device_data VALUES (1, 1, 1, LOCALTIMESTAMP(0))",
            "INSERT INTO device_data VALUES (99, 1, 1, LOCALTIMESTAMP(0))",
            "INSERT INTO device_data VALUES (1, NULL, 1, timestamp '2026-01-01')",
            "SELEKT 1");
    for (String sql : failing) {
      assertSameFailure(() -> plain.execute(sql), () -> jdbc.execute(sql));
    }
    String text = "SELECT device_id FROM device_data WHERE ts >= ? AND device_id = ?";
    assertSameFailure(
        () -> plain.queryForList(text, Integer.class, WINDOW, "one"),
        () -> jdbc.queryForList(text, Integer.class, WINDOW, "one"));
  }

  @Test
  void exceptions_ofHits_areThoseOfThePlainDriver() throws Exception {
    JdbcTemplate plain = new JdbcTemplate(new DriverManagerDataSource(plainUrl()));
    expecting(
        "device_data HIT 3",
        () -> {
          assertSameFailure(
              () -> plain.queryForObject(RANGE, Integer.class, 1, WINDOW),
              () -> jdbc.queryForObject(RANGE, Integer.class, 1, WINDOW));
          for (String column : List.of("nowhere", "ts")) {
            assertSameFailure(
                () -> plain.query(RANGE, (row, i) -> row.getInt(column), 1, WINDOW),
                () -> jdbc.query(RANGE, (row, i) -> row.getInt(column), 1, WINDOW));
          }
          return null;
        });
  }

  private static void assertSameFailure(Executable plain, Executable cached) {
    DataAccessException expected = assertThrows(DataAccessException.class, plain);
    DataAccessException actual = assertThrows(DataAccessException.class, cached);
    assertEquals(expected.getClass(), actual.getClass(), actual::toString);
    assertEquals(expected.getMessage(), actual.getMessage());
  }
}
