package io.tablecache.differential;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of statements on one table have in common: the table, which they only read, and two
 * sessions for each of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneTable {
  private final String name;
  private final String[] setup;
  private BothStatements.Table table;
  BothStatements both;

  /**
   * @param setup statements that make the table
   */
  OneTable(String name, String... setup) {
    this.name = name;
    this.setup = setup;
  }

  @BeforeAll
  void makeTable(@TempDir Path directory) throws Exception {
    table = BothStatements.Table.of(directory, name, setup);
  }

  @BeforeEach
  void open() throws SQLException {
    both = table.open();
  }

  @AfterEach
  void close() throws SQLException {
    both.close();
  }
}
