package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.annotations.Arg;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MyBatisTest extends EcosystemTest {
  private PooledDataSource pool;
  private SqlSessionFactory factory;

  /** A row as a record. */
  record Reading(int deviceId, int data, LocalDateTime ts) {}

  /** Statements on device_data. */
  interface Readings {
    @Select(
        "SELECT device_id, data, ts FROM device_data"
            + " WHERE device_id = #{device} AND ts >= #{from} ORDER BY ts")
    @Arg(column = "device_id", javaType = int.class, name = "deviceId")
    @Arg(column = "data", javaType = int.class, name = "data")
    @Arg(column = "ts", javaType = LocalDateTime.class, name = "ts")
    List<Reading> range(@Param("device") int device, @Param("from") LocalDateTime from);

    @Select(
        """
        <script>
          SELECT data FROM device_data WHERE ts BETWEEN #{from} AND #{to} AND device_id IN
          <foreach collection="devices" item="device" open="(" separator="," close=")">
            #{device}
          </foreach>
          ORDER BY ts, device_id
        </script>
        """)
    List<Integer> ofDevices(
        @Param("devices") List<Integer> devices,
        @Param("from") LocalDateTime from,
        @Param("to") LocalDateTime to);

    @Select(
        "SELECT data FROM device_data WHERE device_id = #{device} AND ts >= #{from} ORDER BY ts")
    Cursor<Integer> open(@Param("device") int device, @Param("from") LocalDateTime from);

    @Select(
        "SELECT data FROM device_data WHERE device_id = #{device} AND ts >= #{from} ORDER BY ts")
    List<Integer> page(
        @Param("device") int device, @Param("from") LocalDateTime from, RowBounds bounds);

    @Insert("INSERT INTO device_data VALUES (#{device}, 1000, 7, #{ts})")
    int write(@Param("device") int device, @Param("ts") LocalDateTime ts);
  }

  @BeforeAll
  void configure() {
    pool = new PooledDataSource("io.tablecache.TableCacheDriver", url(), null, null);
    Configuration configuration =
        new Configuration(new Environment("test", new JdbcTransactionFactory(), pool));
    configuration.addMapper(Readings.class);
    factory = new SqlSessionFactoryBuilder().build(configuration);
  }

  @AfterAll
  void closePool() {
    pool.forceCloseAll();
  }

  @Test
  void mapper_range_isAHit() throws Exception {
    try (SqlSession session = factory.openSession()) {
      List<Reading> readings =
          expecting("device_data HIT 1", () -> session.getMapper(Readings.class).range(3, WINDOW));

      assertEquals(30, readings.size());
      assertEquals(new Reading(3, 3030, WINDOW), readings.get(0));
    }
  }

  @Test
  void mapper_foreachInList_isAHit() throws Exception {
    try (SqlSession session = factory.openSession()) {
      List<Integer> data =
          expecting(
              "device_data HIT 1",
              () ->
                  session
                      .getMapper(Readings.class)
                      .ofDevices(List.of(1, 3), WINDOW, WINDOW.plusMinutes(1)));

      assertEquals(List.of(1030, 3030, 1031, 3031), data);
    }
  }

  @Test
  void mapper_cursorAndRowBounds_areHits() throws Exception {
    try (SqlSession session = factory.openSession()) {
      Readings readings = session.getMapper(Readings.class);
      List<Integer> read =
          expecting(
              "device_data HIT 2",
              () -> {
                List<Integer> data = new ArrayList<>();
                try (Cursor<Integer> cursor = readings.open(1, WINDOW)) {
                  cursor.forEach(data::add);
                }
                data.addAll(readings.page(1, WINDOW, new RowBounds(10, 5)));
                return data;
              });

      assertEquals(35, read.size());
      assertEquals(List.of(1040, 1041, 1042, 1043, 1044), read.subList(30, 35));
    }
  }

  @Test
  void mapper_writeThenRead_seesTheWriteUntilRolledBack() throws Exception {
    try (SqlSession session = factory.openSession()) {
      Readings readings = session.getMapper(Readings.class);
      assertEquals(30, readings.range(2, WINDOW).size());
      assertEquals(1, readings.write(2, END));
      assertEquals(
          31, expecting("device_data TRANSACTION_WROTE 1", () -> readings.range(2, WINDOW)).size());
      session.rollback();
      assertEquals(30, readings.range(2, WINDOW).size());
    }
    adjust("device_data");
    try (SqlSession session = factory.openSession()) {
      assertEquals(
          30,
          expecting("device_data HIT 1", () -> session.getMapper(Readings.class).range(2, WINDOW))
              .size());
    }
  }
}
