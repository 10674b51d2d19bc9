package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.conformance.jdbc.Transcript.Script;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What a connection does beside reading, seen from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionConformanceTest {
  private BothDrivers drivers;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
    drivers.execute(
        "CREATE FUNCTION swap(INOUT a int, INOUT b text, OUT c numeric) LANGUAGE plpgsql AS $$"
            + " BEGIN a := a + 1; b := b || '!'; c := 1.50; END $$");
    drivers.execute(
        "CREATE PROCEDURE note(INOUT n int) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; END $$");
  }

  @AfterAll
  void close() throws SQLException {
    drivers.close();
  }

  private void assertSame(Script script) throws Exception {
    drivers.assertSame(script);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void connection_closedOrAborted_failsAlike() throws Exception {
    for (boolean abort : new boolean[] {false, true}) {
      assertSame(
          (connection, table, seen) -> {
            PreparedStatement prepared = connection.prepareStatement("SELECT 1");
            Savepoint savepoint = null;
            if (abort) {
              connection.abort(Runnable::run);
              connection.abort(Runnable::run);
            } else {
              connection.close();
              connection.close();
            }
            seen.see("closed", connection::isClosed);
            seen.see("valid", () -> connection.isValid(1));
            seen.see("statement", connection::createStatement);
            seen.see("prepare", () -> connection.prepareStatement("SELECT id FROM " + table));
            seen.see("prepare cached", () -> connection.prepareStatement("TABLE cached_item"));
            seen.see("call", () -> connection.prepareCall("{call note(?)}"));
            seen.see("execute", prepared::executeQuery);
            seen.act("commit", connection::commit);
            seen.act("rollback", connection::rollback);
            seen.act("rollback to", () -> connection.rollback(savepoint));
            seen.act("autocommit", () -> connection.setAutoCommit(false));
            seen.see("get autocommit", connection::getAutoCommit);
            seen.see("metadata", () -> connection.getMetaData() != null);
            seen.see("isolation", connection::getTransactionIsolation);
            seen.act("set isolation", () -> connection.setTransactionIsolation(8));
            seen.act("read only", () -> connection.setReadOnly(true));
            seen.see("get read only", connection::isReadOnly);
            seen.see("schema", connection::getSchema);
            seen.see("catalog", connection::getCatalog);
            seen.see("warnings", connection::getWarnings);
            seen.act("clear", connection::clearWarnings);
            seen.see("native", () -> connection.nativeSQL("SELECT {fn now()}"));
            seen.see("holdability", connection::getHoldability);
            seen.see("network timeout", connection::getNetworkTimeout);
            seen.see("client info", () -> connection.getClientInfo("ApplicationName"));
            seen.act("set client info", () -> connection.setClientInfo("ApplicationName", "x"));
            seen.see("array", () -> connection.createArrayOf("int4", new Object[] {1}));
            seen.see("blob", connection::createBlob);
            seen.see("savepoint", connection::setSavepoint);
            seen.act("begin request", connection::beginRequest);
            seen.act("end request", connection::endRequest);
          });
    }
  }

  @Test
  void settings_setAndRead_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          seen.see("holdability", connection::getHoldability);
          seen.act("hold", () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
          seen.see("holdability", connection::getHoldability);
          seen.act("wrong", () -> connection.setHoldability(3));
          connection.setNetworkTimeout(Runnable::run, 5000);
          seen.see("network timeout", connection::getNetworkTimeout);
          seen.act("negative", () -> connection.setNetworkTimeout(Runnable::run, -1));
          seen.see("valid", () -> connection.isValid(2));
          seen.see("negative", () -> connection.isValid(-1));
          connection.setClientInfo("ApplicationName", "conformance");
          seen.see("name", () -> connection.getClientInfo("ApplicationName"));
          seen.see("all", () -> connection.getClientInfo().getProperty("ApplicationName"));
          Properties info = new Properties();
          info.setProperty("ApplicationName", "other");
          connection.setClientInfo(info);
          seen.see("name", () -> connection.getClientInfo("ApplicationName"));
          seen.act("unknown", () -> connection.setClientInfo("unknown", "x"));
          seen.see("warned", () -> connection.getWarnings() != null);
          connection.setSchema("pg_catalog");
          seen.see("schema", connection::getSchema);
          seen.see("types", connection::getTypeMap);
          seen.see("struct", () -> connection.createStruct("x", new Object[0]));
          seen.act("isolation", () -> connection.setTransactionIsolation(3));
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          seen.see("isolation", connection::getTransactionIsolation);
          connection.beginRequest();
          connection.endRequest();
          seen.see("sharding", () -> connection.setShardingKeyIfValid(null, 1));
          seen.see("wrapper", () -> connection.isWrapperFor(PGConnection.class));
          seen.see("pid", () -> ((PGConnection) connection).getBackendPID() > 0);
          seen.see("mode", () -> ((PGConnection) connection).getPreferQueryMode());
          seen.see("autosave", () -> ((PGConnection) connection).getAutosave());
          seen.see("parameter", () -> ((PGConnection) connection).getParameterStatus("DateStyle"));
          seen.see("escaped", () -> ((PGConnection) connection).escapeIdentifier("a b"));
        });
  }

  @Test
  void savepoints_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          seen.see("in autocommit", connection::setSavepoint);
          connection.setAutoCommit(false);
          execute(connection, "CREATE TEMP TABLE t (id int)");
          Savepoint named = connection.setSavepoint("one \"two\"");
          seen.see("name", named::getSavepointName);
          seen.see("id", named::getSavepointId);
          execute(connection, "INSERT INTO t VALUES (1)");
          Savepoint unnamed = connection.setSavepoint();
          seen.see("unnamed", unnamed::getSavepointName);
          seen.act("error", () -> execute(connection, "SELECT 1 / 0"));
          seen.act("aborted", () -> execute(connection, "SELECT 1"));
          seen.act("aborted read", () -> execute(connection, "TABLE cached_item"));
          seen.act("rollback to", () -> connection.rollback(unnamed));
          seen.see("rows", () -> connection.createStatement().executeQuery("TABLE t"));
          seen.act("rollback to", () -> connection.rollback(named));
          seen.see("rows", () -> connection.createStatement().executeQuery("TABLE t"));
          seen.act("released", () -> connection.releaseSavepoint(named));
          seen.act("twice", () -> connection.releaseSavepoint(named));
          seen.act("rollback", connection::rollback);
          connection.setAutoCommit(true);
          seen.act("commit", connection::commit);
        });
  }

  @Test
  void batches_failingAndNot_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          statement.execute("CREATE TEMP TABLE t (id int PRIMARY KEY, v text)");
          statement.addBatch("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
          statement.addBatch("UPDATE t SET v = 'c'");
          seen.see("batch", statement::executeBatch);
          seen.see("empty", statement::executeBatch);
          statement.addBatch("INSERT INTO t VALUES (3, 'c')");
          statement.addBatch("INSERT INTO t VALUES (1, 'twice')");
          statement.addBatch("INSERT INTO t VALUES (4, 'd')");
          seen.see("failing", statement::executeLargeBatch);
          statement.addBatch("DELETE FROM t");
          statement.clearBatch();
          seen.see("cleared", statement::executeLargeBatch);
          PreparedStatement prepared =
              connection.prepareStatement("INSERT INTO t VALUES (?, ?)", new String[] {"id"});
          for (int i = 10; i < 13; i++) {
            prepared.setInt(1, i);
            prepared.setString(2, "x");
            prepared.addBatch();
          }
          seen.see("prepared", prepared::executeBatch);
          seen.see("keys", prepared::getGeneratedKeys);
          prepared.setInt(1, 13);
          prepared.addBatch();
          prepared.setInt(1, 12);
          prepared.addBatch();
          seen.see("prepared failing", prepared::executeBatch);
          prepared.clearParameters();
          seen.act("missing", prepared::addBatch);
          seen.see("rows", () -> statement.executeQuery("SELECT count(*) FROM t"));
        });
  }

  @Test
  void generatedKeys_inAllForms_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          statement.execute("CREATE TEMP TABLE t (id serial, v text)");
          String insert = "INSERT INTO t (v) VALUES ('x')";
          seen.see("update", () -> statement.executeUpdate(insert, 1));
          seen.see("keys", statement::getGeneratedKeys);
          seen.see("named", () -> statement.executeUpdate(insert, new String[] {"id"}));
          seen.see("keys", statement::getGeneratedKeys);
          seen.see("indexed", () -> statement.executeUpdate(insert, new int[] {1}));
          seen.see("no indexes", () -> statement.executeUpdate(insert, new int[0]));
          seen.see("large", () -> statement.executeLargeUpdate(insert, 1));
          seen.see("large named", () -> statement.executeLargeUpdate(insert, new String[] {"v"}));
          seen.see("keys", statement::getGeneratedKeys);
          seen.see("execute", () -> statement.execute(insert, 1));
          seen.see("result", statement::getResultSet);
          seen.see("count", statement::getUpdateCount);
          seen.see("none", () -> statement.executeUpdate(insert, 2));
          seen.see("keys", statement::getGeneratedKeys);
          seen.see("unknown", () -> statement.executeUpdate(insert, new String[] {"w"}));
          PreparedStatement prepared = connection.prepareStatement(insert, 1);
          seen.see("prepared", prepared::executeUpdate);
          seen.see("keys", prepared::getGeneratedKeys);
          seen.see("prepared large", prepared::executeLargeUpdate);
          seen.see("keys", prepared::getGeneratedKeys);
        });
  }

  @Test
  void multipleResultsAndWarnings_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          seen.see(
              "execute",
              () -> statement.execute("SELECT 1; CREATE TEMP TABLE t (); SELECT 2; SELECT 3"));
          ResultSet first = statement.getResultSet();
          seen.see("more", () -> statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
          seen.see("count", statement::getUpdateCount);
          seen.see("more", () -> statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
          ResultSet second = statement.getResultSet();
          seen.see("same", () -> second == statement.getResultSet());
          seen.see("first", () -> first);
          seen.see("more", () -> statement.getMoreResults(Statement.CLOSE_ALL_RESULTS));
          seen.see("first closed", first::isClosed);
          seen.see("third", statement::getResultSet);
          seen.see("more", statement::getMoreResults);
          seen.see("count", statement::getUpdateCount);
          seen.see("two", () -> statement.executeQuery("SELECT 1; SELECT 2"));
          statement.execute("DO $$ BEGIN RAISE WARNING 'careful'; RAISE NOTICE 'so'; END $$");
          seen.see("warning", () -> statement.getWarnings().getMessage());
          seen.see("next", () -> statement.getWarnings().getNextWarning().getSQLState());
          statement.clearWarnings();
          seen.see("cleared", statement::getWarnings);
        });
  }

  @Test
  void calls_withOutParameters_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          CallableStatement call = connection.prepareCall("{call swap(?, ?, ?)}");
          call.registerOutParameter(1, Types.INTEGER);
          call.registerOutParameter(2, Types.VARCHAR);
          call.registerOutParameter(3, Types.NUMERIC);
          call.setInt(1, 4);
          seen.see("missing", call::execute);
          call.setString(2, "x");
          seen.see("before", () -> call.getInt(1));
          seen.see("execute", call::execute);
          seen.see("int", () -> call.getInt(1));
          seen.see("null", call::wasNull);
          seen.see("string", () -> call.getString(2));
          seen.see("decimal", () -> call.getBigDecimal(3));
          seen.see("object", () -> call.getObject(3));
          seen.see("typed", () -> call.getObject(1, Integer.class));
          seen.see("wrong", () -> call.getDate(1));
          seen.see("range", () -> call.getInt(9));
          seen.see("named", () -> call.getInt("a"));
          seen.see("query", call::executeQuery);
          call.close();
          seen.see("closed", () -> call.getInt(1));
          seen.see("execute", call::execute);
          CallableStatement procedure = connection.prepareCall("call note(?)");
          seen.see("escape", () -> procedure.getMetaData() == null);
          procedure.setInt(1, 1);
          seen.see("procedure", procedure::execute);
          seen.see("result", procedure::getResultSet);
        });
  }

  @Test
  void calls_withRefCursors_areAlike() throws Exception {
    drivers.execute(
        "CREATE FUNCTION open_items(INOUT n int, OUT c refcursor) LANGUAGE plpgsql AS $$"
            + " BEGIN n := n + 1; OPEN c FOR SELECT id, name FROM plain_item ORDER BY id; END $$");
    assertSame(
        (connection, table, seen) -> {
          connection.setAutoCommit(false);
          CallableStatement call = connection.prepareCall("{call open_items(?, ?)}");
          call.setInt(1, 4);
          call.registerOutParameter(1, Types.INTEGER);
          call.registerOutParameter(2, Types.REF_CURSOR);
          seen.see("execute", call::execute);
          seen.see("int", () -> call.getInt(1));
          seen.see("cursor", () -> call.getObject(2));
          seen.see("typed", () -> call.getObject(2, ResultSet.class));
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT c FROM open_items(1)");
          rows.next();
          seen.see("of a result", () -> rows.getObject("c"));
          connection.rollback();
          seen.see("after its transaction", () -> rows.getObject("c"));
        });
  }

  @Test
  void networkTimeout_ofASilentServer_endsTheConnectionAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          connection.setNetworkTimeout(Runnable::run, 300);
          Statement statement = connection.createStatement();
          seen.see("sleeping", () -> statement.executeQuery("SELECT pg_sleep(60)"));
          seen.see("closed", connection::isClosed);
          seen.see("valid", () -> connection.isValid(1));
          seen.see("after", () -> statement.executeQuery("SELECT 1"));
          seen.see("prepare", () -> connection.prepareStatement("TABLE cached_item"));
        });
  }

  @Test
  void copyNotificationsAndLargeObjects_areAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          PGConnection postgres = connection.unwrap(PGConnection.class);
          execute(connection, "CREATE TEMP TABLE t (id int, v text)");
          seen.see(
              "copy in",
              () ->
                  postgres
                      .getCopyAPI()
                      .copyIn("COPY t FROM STDIN", new StringReader("1\ta\n2\tb\n")));
          StringWriter out = new StringWriter();
          seen.see("copy out", () -> postgres.getCopyAPI().copyOut("COPY t TO STDOUT", out));
          seen.see("copied", out::toString);
          seen.see(
              "copy wrong",
              () -> postgres.getCopyAPI().copyIn("COPY t FROM STDIN", new StringReader("x\n")));
          execute(connection, "LISTEN news");
          execute(connection, "NOTIFY news, 'hello'");
          seen.see(
              "notified",
              () -> {
                PGNotification[] notifications = postgres.getNotifications(2000);
                return notifications[0].getName() + notifications[0].getParameter();
              });
          connection.setAutoCommit(false);
          LargeObjectManager objects = postgres.getLargeObjectAPI();
          long oid = objects.createLO(LargeObjectManager.READWRITE);
          try (LargeObject object = objects.open(oid, LargeObjectManager.WRITE)) {
            object.write("large".getBytes(StandardCharsets.UTF_8));
          }
          try (LargeObject object = objects.open(oid, LargeObjectManager.READ)) {
            seen.see("object", () -> new String(object.read(5), StandardCharsets.UTF_8));
          }
          seen.act("delete", () -> objects.delete(oid));
          connection.rollback();
        });
  }

  @Test
  void timeoutAndCancel_ofADelegatedStatement_endItAlike() throws Exception {
    assertSame(
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          statement.setQueryTimeout(1);
          seen.see("timeout", () -> statement.executeQuery("SELECT pg_sleep(60)"));
          statement.setQueryTimeout(0);
          seen.see("after", () -> statement.executeQuery("SELECT 1"));
        });
    try (Connection connection = drivers.caching();
        Connection observer = drivers.plain();
        Statement statement = connection.createStatement()) {
      int pid = ((PGConnection) connection).getBackendPID();
      CompletableFuture<SQLException> failure =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                      SQLException.class, () -> statement.executeQuery("SELECT pg_sleep(60)")));
      awaitSleep(observer, pid);
      statement.cancel();
      assertEquals("57014", failure.get(30, TimeUnit.SECONDS).getSQLState());
      assertTrue(connection.isValid(5));
    }
  }

  @Test
  void cancel_whileHitsAreReadByAnotherThread_disturbsNothing() throws Exception {
    drivers.execute("CALL tablecache.adjust('item')");
    try (Connection connection = drivers.caching();
        Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("SELECT id FROM cached_item WHERE id >= ? ORDER BY id")) {
      prepared.setFetchSize(10); // has a real statement, which is what cancel means
      AtomicBoolean reading = new AtomicBoolean(true);
      CompletableFuture<Integer> cancels =
          CompletableFuture.supplyAsync(
              () -> {
                int count = 0;
                while (reading.get() || count < 100) {
                  assertDoesNotThrow(statement::cancel);
                  assertDoesNotThrow(prepared::cancel);
                  count++;
                }
                return count;
              });
      long before = drivers.hits();
      int executed = 0;
      for (; executed < 2_000; executed++) {
        prepared.setInt(1, 1);
        assertEquals(15, sum(prepared.executeQuery()));
        assertEquals(15, sum(statement.executeQuery("SELECT id FROM cached_item ORDER BY id")));
      }
      reading.set(false);
      assertTrue(cancels.get(30, TimeUnit.SECONDS) >= 100);
      assertEquals(before + 2L * executed, drivers.hits());

      // In the middle of a result as well, and what is delegated afterwards is not hit by it.
      prepared.setInt(1, 4);
      ResultSet rows = prepared.executeQuery();
      assertTrue(rows.next());
      prepared.cancel();
      assertEquals(4, rows.getInt(1));
      assertEquals(5, sum(rows));
      assertEquals(15, sum(statement.executeQuery("SELECT id FROM plain_item")));
      assertTrue(connection.isValid(5));
    }
  }

  private static int sum(ResultSet rows) throws SQLException {
    int sum = 0;
    while (rows.next()) {
      sum += rows.getInt(1);
    }
    return sum;
  }

  private static void awaitSleep(Connection observer, int pid) throws SQLException {
    String sql = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid;
    boolean sleeps = false;
    while (!sleeps) {
      try (Statement statement = observer.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        sleeps = rows.next();
      }
    }
  }
}
