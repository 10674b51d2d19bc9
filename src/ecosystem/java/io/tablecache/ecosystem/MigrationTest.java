package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Level;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Tools that change a cached table through this driver. */
final class MigrationTest extends EcosystemTest {
  private static final String ALL = "SELECT * FROM device_data WHERE ts >= '2026-01-01T00:30:00'";

  @Test
  void flyway_addsAColumn_whichIsSeenAtOnceAndCachedThen() throws Exception {
    Path migrations = Files.createDirectory(directory.resolve("flyway"));
    Files.writeString(
        migrations.resolve("V1__unit.sql"),
        "ALTER TABLE device_data ADD COLUMN unit text DEFAULT 'C';\n"
            + "UPDATE device_data SET unit = 'F' WHERE device_id = 1;\n");
    Files.writeString(
        migrations.resolve("V2__concurrently.sql"),
        "CREATE INDEX CONCURRENTLY device_data_unit ON device_data (unit);\n");
    Flyway flyway =
        Flyway.configure()
            .dataSource(dataSource())
            .locations("filesystem:" + migrations)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            // CREATE INDEX CONCURRENTLY would wait for the transaction that holds Flyway's lock.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .load();

    assertEquals(2, flyway.migrate().migrationsExecuted);
    assertTrue(flyway.validateWithResult().validationSuccessful);
    assertColumnCached("unit");
    assertEquals(0, flyway.migrate().migrationsExecuted);
  }

  @Test
  void liquibase_addsAColumn_whichIsSeenAtOnceAndCachedThen() throws Exception {
    Files.writeString(
        directory.resolve("changelog.sql"),
        """
        --liquibase formatted sql
        --changeset test:1
        ALTER TABLE device_data ADD COLUMN place text DEFAULT 'roof';
        --rollback ALTER TABLE device_data DROP COLUMN place;
        """);
    LoggerUIService quiet = new LoggerUIService();
    quiet.setStandardLogLevel(Level.FINE);
    Scope.child(Map.of(Scope.Attr.ui.name(), quiet), this::updateAndRollBack);

    try (Connection connection = dataSource().getConnection()) {
      assertEquals(-1, column(connection, "place"));
    }
  }

  private void updateAndRollBack() throws Exception {
    try (DirectoryResourceAccessor files = new DirectoryResourceAccessor(directory);
        Liquibase liquibase =
            new Liquibase(
                "changelog.sql", files, new JdbcConnection(dataSource().getConnection()))) {
      assertEquals("PostgreSQL", liquibase.getDatabase().getDatabaseProductName());
      liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
      liquibase.update(new Contexts(), new LabelExpression());
      assertColumnCached("place");

      liquibase.rollback(1, "");
    }
  }

  private void assertColumnCached(String label) throws Exception {
    try (Connection connection = dataSource().getConnection()) {
      assertTrue(column(connection, label) > 0, "seen at once");
      adjust("device_data");
      int column = expecting("device_data HIT 1", () -> column(connection, label));
      assertTrue(column > 0, "cached");
    }
  }

  /** The column's index in a result of the whole table, or -1. */
  private static int column(Connection connection, String label) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(ALL)) {
      int rows = 0;
      while (result.next()) {
        rows++;
      }
      assertEquals(90, rows);
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        if (result.getMetaData().getColumnLabel(i).equals(label)) {
          return i;
        }
      }
      return -1;
    }
  }
}
