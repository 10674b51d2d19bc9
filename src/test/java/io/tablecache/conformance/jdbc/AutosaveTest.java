package io.tablecache.conformance.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/** Transactions in which statements fail, with and without the driver's automatic savepoints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutosaveTest {
  private BothDrivers drivers;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
    drivers.execute("CREATE TABLE note (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)");
  }

  @AfterAll
  void close() throws SQLException {
    drivers.close();
  }

  static Stream<Arguments> modes() {
    return Stream.of(ServedFrom.values())
        .flatMap(from -> Stream.of(AutoSave.values()).map(mode -> Arguments.of(from, mode)));
  }

  private static List<Integer> ids(ResultSet rows) throws SQLException {
    List<Integer> ids = new ArrayList<>();
    while (rows.next()) {
      ids.add(rows.getInt(1));
    }
    rows.close();
    return ids;
  }

  private static List<Integer> read(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return ids(statement.executeQuery("SELECT id FROM " + table + " ORDER BY id"));
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void reads_aroundFailures_areAlike(ServedFrom from, AutoSave mode) throws Exception {
    drivers.assertSame(
        from,
        (connection, table, seen) -> {
          ((PGConnection) connection).setAutosave(mode);
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement();
              PreparedStatement prepared =
                  connection.prepareStatement("SELECT id FROM " + table + " WHERE id > ?")) {
            prepared.setInt(1, 3);
            seen.see("first", () -> ids(prepared.executeQuery()));
            seen.act("syntax", () -> statement.execute("SELEC"));
            seen.see("after syntax", () -> ids(prepared.executeQuery()));
            connection.rollback();
            seen.see("rolled back", () -> ids(prepared.executeQuery()));
            seen.act("division", () -> statement.execute("SELECT 1 / 0"));
            seen.see("after division", () -> read(connection, table));
            seen.act("commit", connection::commit);
            seen.see("committed", () -> read(connection, table));
            seen.act("insert", () -> statement.execute("INSERT INTO note VALUES (1)"));
            seen.see("after insert", () -> read(connection, table));
            seen.act("insert again", () -> statement.execute("INSERT INTO note VALUES (1)"));
            seen.see("after the second", () -> ids(prepared.executeQuery()));
            seen.act("deferred", connection::commit);
            seen.see("after deferred", () -> read(connection, table));
            seen.see("notes", () -> read(connection, "note"));
            seen.act("missing", () -> prepared.clearParameters());
            seen.act("missing parameter", prepared::executeQuery);
            seen.see("at last", () -> read(connection, table));
            connection.rollback();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("modes")
  void batches_aroundFailures_areAlike(ServedFrom from, AutoSave mode) throws Exception {
    drivers.assertSame(
        from,
        (connection, table, seen) -> {
          ((PGConnection) connection).setAutosave(mode);
          connection.setAutoCommit(false);
          seen.see("before", () -> read(connection, table));
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO note SELECT 10 / ?")) {
            for (int divisor : new int[] {5, 0, 2}) {
              insert.setInt(1, divisor);
              insert.addBatch();
            }
            seen.act("batch", insert::executeBatch);
          }
          seen.see("after", () -> read(connection, table));
          seen.see("notes", () -> read(connection, "note"));
          connection.rollback();
          seen.see("rolled back", () -> read(connection, table));
        });
  }
}
