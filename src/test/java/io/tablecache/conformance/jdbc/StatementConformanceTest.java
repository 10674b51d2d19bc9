package io.tablecache.conformance.jdbc;

import io.tablecache.conformance.jdbc.Transcript.Script;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseStatement;
import org.postgresql.jdbc.PgResultSet;

/** Statements and their results over their whole life, seen from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementConformanceTest {
  private BothDrivers drivers;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
  }

  @AfterAll
  void close() throws SQLException {
    drivers.close();
  }

  private void assertSame(ServedFrom from, Script script) throws Exception {
    drivers.assertSame(from, script);
  }

  private static String read(String table) {
    return "SELECT id, name FROM " + table + " WHERE id <= 3 ORDER BY id";
  }

  private static PreparedStatement prepareRead(Connection connection, String table)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id, name, tags FROM " + table + " WHERE id <= ? ORDER BY id");
    statement.setInt(1, 3);
    return statement;
  }

  private static void seeState(Transcript seen, Statement statement) {
    seen.see("update count", statement::getUpdateCount);
    seen.see("large update count", statement::getLargeUpdateCount);
    seen.see("result", () -> statement.getResultSet() != null);
    seen.see("closed", statement::isClosed);
  }

  @ParameterizedTest
  @EnumSource
  void getMoreResults_eachWay_treatsTheResultAlike(ServedFrom from) throws Exception {
    int[] ways = {
      Statement.CLOSE_CURRENT_RESULT, Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS, 99
    };
    for (int way : ways) {
      assertSame(
          from,
          (connection, table, seen) -> {
            Statement statement = connection.createStatement();
            seen.see("execute", () -> statement.execute(read(table)));
            ResultSet rows = statement.getResultSet();
            rows.next();
            seeState(seen, statement);
            seen.see("more " + way, () -> statement.getMoreResults(way));
            seen.see("closed rows", rows::isClosed);
            seen.see("value", () -> rows.getInt(1));
            seeState(seen, statement);
            seen.see("more", statement::getMoreResults);
            seen.see("again", () -> statement.executeQuery(read(table)));
            seen.see("closed rows", rows::isClosed);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeOnCompletion_resultClosedOrReplaced_closesTheStatementAlike(ServedFrom from)
      throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          seen.see("default", statement::isCloseOnCompletion);
          statement.closeOnCompletion();
          ResultSet rows = statement.executeQuery(read(table));
          rows.close();
          seeState(seen, statement);
          seen.see("executed", () -> statement.executeQuery(read(table)));
        });
    assertSame(
        from,
        (connection, table, seen) -> {
          PreparedStatement statement = prepareRead(connection, table);
          seen.see("default", statement::isCloseOnCompletion);
          statement.closeOnCompletion();
          ResultSet rows = statement.executeQuery();
          seen.see("again", statement::executeQuery);
          seen.see("rows closed", rows::isClosed);
          seeState(seen, statement);
        });
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          statement.closeOnCompletion();
          statement.execute(read(table));
          ResultSet rows = statement.getResultSet();
          seen.see("more", statement::getMoreResults);
          seen.see("rows closed", rows::isClosed);
          seeState(seen, statement);
        });
  }

  @ParameterizedTest
  @EnumSource
  void statement_executedAgain_closesTheFormerResult(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          PreparedStatement statement = prepareRead(connection, table);
          ResultSet first = statement.executeQuery();
          first.next();
          ResultSet second = statement.executeQuery();
          seen.see("first", first::isClosed);
          seen.see("first value", () -> first.getInt(1));
          seen.see("second", () -> second);
          Statement other = connection.createStatement();
          ResultSet delegated = other.executeQuery("SELECT 1");
          ResultSet rows = other.executeQuery(read(table));
          seen.see("delegated", delegated::isClosed);
          seen.see("update", () -> other.executeUpdate("CREATE TEMP TABLE t ()"));
          seen.see("rows", rows::isClosed);
          seen.see("no result", () -> other.executeQuery("DROP TABLE t"));
        });
  }

  @ParameterizedTest
  @EnumSource
  void fetchDirection_ofStatementThatCannotScroll_isRefusedAtExecution(ServedFrom from)
      throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          seen.see("forward", () -> statement.executeQuery(read(table)));
          for (int direction :
              new int[] {ResultSet.FETCH_REVERSE, ResultSet.FETCH_UNKNOWN, 0, 1000}) {
            seen.act("set " + direction, () -> statement.setFetchDirection(direction));
            seen.see("get", statement::getFetchDirection);
            seen.see("query", () -> statement.executeQuery(read(table)));
            PreparedStatement prepared = prepareRead(connection, table);
            seen.act("set prepared", () -> prepared.setFetchDirection(direction));
            seen.see("prepared", prepared::executeQuery);
          }
          Statement scrolling =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
          scrolling.setFetchDirection(ResultSet.FETCH_REVERSE);
          ResultSet rows = scrolling.executeQuery(read(table));
          seen.see("direction", rows::getFetchDirection);
          seen.see("last", rows::last);
          seen.see("id", () -> rows.getInt(1));
        });
  }

  @ParameterizedTest
  @EnumSource
  void options_illegal_areRefusedAlike(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          seen.see("read", () -> connection.createStatement().executeQuery(read(table)));
          for (int type : new int[] {0, 1003, 1004, 1005, 1006}) {
            for (int concurrency : new int[] {0, 1007, 1008}) {
              String what = type + "/" + concurrency;
              seen.see(
                  what,
                  () -> connection.createStatement(type, concurrency).executeQuery(read(table)));
              seen.see(
                  what + " prepared",
                  () -> connection.prepareStatement(read(table), type, concurrency).executeQuery());
              seen.see(
                  what + " with holdability",
                  () ->
                      connection
                          .prepareStatement(read(table), type, concurrency, 7)
                          .executeQuery());
            }
          }
          Statement statement = connection.createStatement();
          seen.act("fetch size", () -> statement.setFetchSize(-1));
          seen.act("max rows", () -> statement.setMaxRows(-1));
          seen.act("field size", () -> statement.setMaxFieldSize(-1));
          seen.act("timeout", () -> statement.setQueryTimeout(-1));
          seen.act("large max rows", () -> statement.setLargeMaxRows(2));
          seen.see("large max rows", statement::getLargeMaxRows);
          statement.setMaxRows(2);
          seen.see("two rows", () -> statement.executeQuery(read(table)));
          statement.setMaxFieldSize(3);
          seen.see("short", () -> statement.executeQuery(read(table)));
          seen.see("query of null", () -> statement.executeQuery(null));
          seen.see("prepare null", () -> connection.prepareStatement(null));
        });
  }

  @ParameterizedTest
  @EnumSource
  void escapeProcessing_off_escapesAreErrors(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          String sql =
              "SELECT id FROM " + table + " WHERE made > {ts '2026-01-01 02:30:00'} ORDER BY id";
          Statement statement = connection.createStatement();
          seen.see("plain", () -> statement.executeQuery(read(table)));
          seen.see("on", () -> statement.executeQuery(sql));
          statement.setEscapeProcessing(false);
          seen.see("off", () -> statement.executeQuery(sql));
          PreparedStatement prepared = connection.prepareStatement(sql);
          prepared.setEscapeProcessing(false);
          seen.see("prepared", prepared::executeQuery);
        });
  }

  @ParameterizedTest
  @EnumSource
  void generatedKeys_afterRead_areNone(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          seen.see("read", () -> statement.executeQuery(read(table)));
          statement.execute("CREATE TEMP TABLE keyed (id serial, name text)");
          statement.executeUpdate(
              "INSERT INTO keyed (name) VALUES ('x')", Statement.RETURN_GENERATED_KEYS);
          ResultSet keys = statement.getGeneratedKeys();
          seen.see("same keys", () -> statement.getGeneratedKeys() == keys);
          seen.see("keys", () -> keys);
        });
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          statement.executeQuery(read(table));
          seen.see("keys", statement::getGeneratedKeys);
          seen.see("result", statement::getResultSet);
          seen.see("no keys asked", () -> statement.execute(read(table), 2));
          seen.see("wrong constant", () -> statement.execute(read(table), 77));
          PreparedStatement prepared = prepareRead(connection, table);
          prepared.executeQuery();
          seen.see("prepared keys", prepared::getGeneratedKeys);
        });
  }

  @ParameterizedTest
  @EnumSource
  void update_thatIsAQuery_isRefusedAlike(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          seen.see("query", () -> statement.executeQuery(read(table)));
          seen.see("update", () -> statement.executeUpdate(read(table)));
          seen.see("large update", () -> statement.executeLargeUpdate(read(table)));
          statement.addBatch(read(table));
          seen.see("batch", statement::executeBatch);
          PreparedStatement prepared = prepareRead(connection, table);
          seen.see("prepared", prepared::executeUpdate);
          prepared.addBatch();
          seen.see("prepared batch", prepared::executeBatch);
          seen.see("with text", () -> prepared.executeQuery(read(table)));
          seen.see("execute with text", () -> prepared.execute(read(table)));
          seen.act("batch with text", () -> prepared.addBatch(read(table)));
          seen.see("still", prepared::executeQuery);
        });
  }

  @ParameterizedTest
  @EnumSource
  void statement_closed_failsAlike(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(read(table));
          rows.next();
          statement.close();
          statement.close();
          seeClosedResult(seen, rows);
          seeClosedStatement(seen, connection, statement);
          seen.see("query", () -> statement.executeQuery(read(table)));
          seen.see("execute", () -> statement.execute(read(table)));
          seen.act("escapes", () -> statement.setEscapeProcessing(true));
          PreparedStatement prepared = prepareRead(connection, table);
          ResultSet others = prepared.executeQuery();
          others.next();
          prepared.close();
          prepared.close();
          seeClosedResult(seen, others);
          seeClosedStatement(seen, connection, prepared);
          seen.see("prepared query", prepared::executeQuery);
          seen.see("prepared execute", prepared::execute);
          seen.act("set", () -> prepared.setInt(1, 1));
          seen.act("clear", prepared::clearParameters);
          seen.act("add", prepared::addBatch);
          seen.see("metadata", prepared::getMetaData);
          seen.see("parameters", () -> prepared.getParameterMetaData() != null);
        });
  }

  private static void seeClosedStatement(
      Transcript seen, Connection connection, Statement statement) {
    seeState(seen, statement);
    seen.see("connection", () -> statement.getConnection() == connection);
    seen.see("more", statement::getMoreResults);
    seen.see("keys", statement::getGeneratedKeys);
    seen.see("warnings", statement::getWarnings);
    seen.act("clear warnings", statement::clearWarnings);
    seen.see("batch", statement::executeBatch);
    seen.act("clear batch", statement::clearBatch);
    seen.see("fetch size", statement::getFetchSize);
    seen.see("max rows", statement::getMaxRows);
    seen.see("timeout", statement::getQueryTimeout);
    seen.see("poolable", statement::isPoolable);
    seen.see("type", statement::getResultSetType);
    seen.see("completion", statement::isCloseOnCompletion);
    seen.act("cancel", statement::cancel);
  }

  private static void seeClosedResult(Transcript seen, ResultSet rows) {
    seen.see("rows closed", rows::isClosed);
    seen.see("next", rows::next);
    seen.see("value", () -> rows.getInt(1));
    seen.see("label", () -> rows.getString("name"));
    seen.see("statement", rows::getStatement);
    seen.see("metadata", rows::getMetaData);
    seen.see("find", () -> rows.findColumn("id"));
    seen.act("close", rows::close);
  }

  @ParameterizedTest
  @EnumSource
  void connection_closedUnderStatements_failsAlikeAndResultsStayReadable(ServedFrom from)
      throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(read(table));
          rows.next();
          PreparedStatement prepared = prepareRead(connection, table);
          ResultSet others = prepared.executeQuery();
          others.next();
          Statement idle = connection.createStatement();
          connection.close();
          seen.see("value", () -> rows.getInt(1));
          seen.see("stream", () -> new String(rows.getBinaryStream(2).readAllBytes(), "UTF-8"));
          seen.see("byte", () -> others.getByte(1));
          seen.see("float", () -> others.getObject(1, Float.class));
          seen.see("next", rows::next);
          seen.see("name", () -> rows.getString("name"));
          seen.see("rest", () -> others.getNString(2));
          seen.see("closed statement", statement::isClosed);
          seen.see("idle query", () -> idle.executeQuery(read(table)));
          seen.see("prepared query", prepared::executeQuery);
          seen.see("prepared result", others::isClosed);
          seen.act("close", statement::close);
          seen.act("close prepared", prepared::close);
        });
  }

  @ParameterizedTest
  @EnumSource
  void wrappers_ofStatementsAndResults_answerAlike(ServedFrom from) throws Exception {
    Class<?>[] types = {
      Statement.class,
      PreparedStatement.class,
      PGStatement.class,
      BaseStatement.class,
      ResultSet.class,
      PGRefCursorResultSet.class,
      PgResultSet.class,
      Connection.class,
      Runnable.class
    };
    assertSame(
        from,
        (connection, table, seen) -> {
          try (Statement statement = connection.createStatement();
              PreparedStatement prepared = prepareRead(connection, table)) {
            ResultSet rows = statement.executeQuery(read(table));
            rows.next();
            seen.see("cast", () -> ((PGStatement) statement).getLastOID());
            seen.see("cast prepared", () -> ((PGStatement) prepared).getPrepareThreshold());
            seen.see("cast rows", () -> ((PGRefCursorResultSet) rows).getRefCursor());
            for (Class<?> type : types) {
              String name = type.getSimpleName();
              seen.see("is " + name, () -> statement.isWrapperFor(type));
              seen.see("is prepared " + name, () -> prepared.isWrapperFor(type));
              seen.see("is rows " + name, () -> rows.isWrapperFor(type));
            }
            for (Class<?> type : types) {
              String name = type.getSimpleName();
              seen.see("unwrap " + name, () -> type.isInstance(statement.unwrap(type)));
              seen.see("unwrap prepared " + name, () -> type.isInstance(prepared.unwrap(type)));
              seen.see("unwrap rows " + name, () -> type.isInstance(rows.unwrap(type)));
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void identities_ofStatementAndResult_areTheApplications(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          PreparedStatement prepared = prepareRead(connection, table);
          seen.see("text", prepared::toString);
          ResultSet rows = prepared.executeQuery();
          seen.see("text after", prepared::toString);
          seen.see("connection", () -> prepared.getConnection() == connection);
          seen.see("statement", () -> rows.getStatement() == prepared);
          seen.see("current", () -> prepared.getResultSet() == rows);
          seen.see("equal", () -> new HashSet<>(List.of(prepared, rows)).contains(rows));
          rows.next();
          ResultSet elements = rows.getArray("tags").getResultSet();
          seen.see(
              "array's connection", () -> elements.getStatement().getConnection() == connection);
          seen.see(
              "array's own connection",
              () -> elements.getStatement().getConnection().isWrapperFor(connection.getClass()));
          seen.see("elements", () -> elements);
          seen.see("array", () -> rows.getObject(3));
          seen.see("array's class", () -> rows.getObject(3) instanceof java.sql.Array);
          seen.see("typed", () -> rows.getObject("tags", java.sql.Array.class));
          prepared.clearParameters();
          seen.see("text without", prepared::toString);
          seen.see("missing", prepared::executeQuery);
        });
  }

  @ParameterizedTest
  @EnumSource
  void poolable_andPrepareThreshold_areKept(ServedFrom from) throws Exception {
    assertSame(
        from,
        (connection, table, seen) -> {
          Statement statement = connection.createStatement();
          PreparedStatement prepared =
              connection.prepareStatement(
                  "SELECT id, name FROM " + table + " WHERE id > ? ORDER BY id");
          prepared.setInt(1, 3);
          seen.see("poolable", statement::isPoolable);
          seen.see("prepared", prepared::isPoolable);
          statement.setPoolable(true);
          prepared.setPoolable(false);
          seen.see("poolable", statement::isPoolable);
          seen.see("prepared", prepared::isPoolable);
          ((PGStatement) prepared).setPrepareThreshold(1);
          seen.see("rows", prepared::executeQuery);
          seen.see("threshold", () -> ((PGStatement) prepared).getPrepareThreshold());
          ((PGStatement) prepared).setAdaptiveFetch(true);
          seen.see("adaptive", () -> ((PGStatement) prepared).getAdaptiveFetch());
          seen.see("rows", prepared::executeQuery);
          seen.see("metadata", () -> prepared.getMetaData().getColumnCount());
          seen.see("parameters", () -> prepared.getParameterMetaData().getParameterTypeName(1));
          seen.see("rows", prepared::executeQuery);
          seen.see("quoted", () -> statement.enquoteIdentifier("a b", false));
          seen.see("literal", () -> statement.enquoteLiteral("it's"));
          seen.see("simple", () -> statement.isSimpleIdentifier("a b"));
        });
  }
}
