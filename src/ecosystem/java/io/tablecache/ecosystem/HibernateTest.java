package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class HibernateTest extends EcosystemTest {
  private static final String RANGE =
      "from Reading r where r.id.deviceId = :device and r.ts >= :from order by r.ts";

  private HikariDataSource pool;
  private SessionFactory factory;

  /** The composite key of {@link Reading}. */
  @Embeddable
  record ReadingId(@Column(name = "device_id") int deviceId, @Column(name = "data_seq") int dataSeq)
      implements Serializable {}

  /** A row of device_data. */
  @Entity(name = "Reading")
  @Table(name = "device_data")
  static class Reading {
    @EmbeddedId private ReadingId id = new ReadingId(0, 0);
    private int data;
    private LocalDateTime ts = START;

    Reading() {}

    Reading(int deviceId, int dataSeq, int data, LocalDateTime ts) {
      this.id = new ReadingId(deviceId, dataSeq);
      this.data = data;
      this.ts = ts;
    }
  }

  /** A row of devices. */
  @Entity(name = "Device")
  @Table(name = "devices")
  static class Device {
    @Id
    @Column(name = "device_id")
    private int id;
  }

  /** A row of device_settings. */
  @Entity(name = "Settings")
  @Table(name = "device_settings")
  static class Settings {
    @Id
    @Column(name = "device_id")
    private int id;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> options = Map.of();

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> tags = List.of();

    private int @Nullable [] limits;
  }

  @BeforeAll
  void buildFactory() {
    pool = new HikariDataSource();
    pool.setDriverClassName("io.tablecache.TableCacheDriver");
    pool.setJdbcUrl(url());
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Reading.class)
            .addAnnotatedClass(Device.class)
            .addAnnotatedClass(Settings.class);
    configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
    factory = configuration.buildSessionFactory();
  }

  @AfterAll
  void closeFactory() {
    factory.close();
    pool.close();
  }

  private <T> T inTransaction(Function<Session, T> work) {
    return factory.fromTransaction(work);
  }

  @Test
  void dialect_detected_isPostgreSql() {
    var dialect = factory.unwrap(SessionFactoryImplementor.class).getJdbcServices().getDialect();

    assertInstanceOf(PostgreSQLDialect.class, dialect);
  }

  @Test
  void jpql_range_isAHit() throws Exception {
    List<Reading> readings =
        expecting(
            "device_data HIT 1",
            () ->
                inTransaction(
                    session ->
                        session
                            .createQuery(RANGE, Reading.class)
                            .setParameter("device", 2)
                            .setParameter("from", WINDOW)
                            .list()));

    assertEquals(30, readings.size());
    assertEquals(new ReadingId(2, 31), readings.get(0).id);
    assertEquals(2030, readings.get(0).data);
    assertEquals(WINDOW, readings.get(0).ts);
  }

  @Test
  void jpql_inAndBetween_isAHit() throws Exception {
    List<Integer> data =
        expecting(
            "device_data HIT 1",
            () ->
                inTransaction(
                    session ->
                        session
                            .createQuery(
                                "select r.data from Reading r where r.id.deviceId in (:devices)"
                                    + " and r.ts between :from and :to order by r.ts, r.data",
                                Integer.class)
                            .setParameterList("devices", List.of(1, 3))
                            .setParameter("from", WINDOW)
                            .setParameter("to", WINDOW.plusMinutes(1))
                            .list()));

    assertEquals(List.of(1030, 3030, 1031, 3031), data);
  }

  @Test
  void jpql_page_isAHit() throws Exception {
    List<Reading> page =
        expecting(
            "device_data HIT 1",
            () ->
                inTransaction(
                    session ->
                        session
                            .createQuery(RANGE, Reading.class)
                            .setParameter("device", 1)
                            .setParameter("from", WINDOW)
                            .setFirstResult(10)
                            .setMaxResults(5)
                            .list()));

    assertEquals(5, page.size());
    assertEquals(1040, page.get(0).data);
  }

  @Test
  void find_ofTheCompositeId_isLeftToTheDatabase() throws Exception {
    // It compares rows, (data_seq, device_id) = (?, ?), and says nothing about ts.
    Reading reading =
        expecting(
            "device_data NOT_COVERED 1",
            () -> inTransaction(session -> session.find(Reading.class, new ReadingId(3, 60))));

    assertEquals(3059, reading.data);
  }

  @Test
  void find_inATableWithoutWindow_isAHit() throws Exception {
    Device device =
        expecting("devices HIT 1", () -> inTransaction(session -> session.find(Device.class, 2)));
    assertEquals(2, device.id);
    assertNull(
        expecting("devices HIT 1", () -> inTransaction(session -> session.find(Device.class, 99))));
  }

  @Test
  void jsonbAndArrays_ofAHit_areMapped() throws Exception {
    List<Settings> settings =
        expecting(
            "device_settings HIT 1",
            () ->
                inTransaction(
                    session ->
                        session
                            .createQuery("from Settings s order by s.id", Settings.class)
                            .list()));

    assertEquals(Map.of("unit", "celsius", "digits", 2), settings.get(0).options);
    assertEquals(List.of("indoor", "north, upper"), settings.get(0).tags);
    assertArrayEquals(new int[] {-10, 40}, settings.get(0).limits);
    assertEquals(List.of(), settings.get(1).tags);
    assertNull(settings.get(1).limits);
  }

  @Test
  void persist_thenQuery_isSeenInThisAndTheNextTransaction() throws Exception {
    int within =
        expecting(
            "device_data TRANSACTION_WROTE 1",
            () ->
                inTransaction(
                    session -> {
                      session.persist(new Reading(1, 1000, 7, END));
                      return count(session);
                    }));
    assertEquals(31, within);
    assertEquals(31, inTransaction(HibernateTest::count));
    adjust("device_data");
    assertEquals(31, expecting("device_data HIT 1", () -> inTransaction(HibernateTest::count)));

    int without =
        inTransaction(
            session -> {
              Reading reading = session.find(Reading.class, new ReadingId(1, 1000));
              session.remove(reading);
              return count(session);
            });
    assertEquals(30, without);
    assertEquals(30, inTransaction(HibernateTest::count));
  }

  @Test
  void persist_jsonbAndArrays_areReadBack() throws Exception {
    Settings written = new Settings();
    written.id = 3;
    written.options = Map.of("unit", "fahrenheit");
    written.tags = List.of("a\"b", "");
    written.limits = new int[] {1, 2, 3};
    inTransaction(
        session -> {
          session.persist(written);
          return written;
        });
    adjust("device_settings");

    Settings read =
        expecting(
            "device_settings HIT 1",
            () -> inTransaction(session -> session.find(Settings.class, 3)));

    assertEquals(written.options, read.options);
    assertEquals(written.tags, read.tags);
    assertArrayEquals(written.limits, read.limits);
    inTransaction(
        session -> session.createMutationQuery("delete Settings s where s.id = 3").executeUpdate());
  }

  private static int count(Session session) {
    return session
        .createQuery(RANGE, Reading.class)
        .setParameter("device", 1)
        .setParameter("from", WINDOW)
        .list()
        .size();
  }
}
