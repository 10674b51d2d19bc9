package io.tablecache.corpus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * One pass over the corpus: every statement on both drivers, as prepared statement and with
 * literals in its text.
 *
 * <p>Confined to one thread.
 */
final class CorpusRun implements AutoCloseable {
  private static final String HIT = "HIT";
  private static final String BEFORE_FLOOR = "BEFORE_FLOOR";
  private static final String DIFFERENT_SNAPSHOTS = "DIFFERENT_SNAPSHOTS";

  private final RunTime time;
  private final Connection plain;
  private final Connection cached;
  private final Connection monitor;

  /**
   * @param plain a connection of the plain driver
   * @param cached a connection of this driver
   * @param monitor another one, for the driver's own statements
   */
  CorpusRun(RunTime time, Connection plain, Connection cached, Connection monitor) {
    this.time = time;
    this.plain = plain;
    this.cached = cached;
    this.monitor = monitor;
  }

  /** Runs some statements in each way that they can be run in. */
  List<CorpusResult> of(List<CorpusStatement> statements) throws SQLException {
    List<CorpusResult> results = new ArrayList<>();
    for (CorpusStatement statement : statements) {
      if (statement.isPrepared()) {
        results.add(result(statement, "prepared", null));
      }
      String literals = literals(statement);
      if (literals != null) {
        results.add(result(statement, "literals", literals));
      }
    }
    return results;
  }

  /** The text with its parameters replaced by literals, or null if that cannot be done. */
  private @Nullable String literals(CorpusStatement statement) {
    String sql = time.expand(statement.sql());
    if (!statement.isPrepared()) {
      return sql;
    }
    List<NativeQuery> queries;
    try {
      queries = Parser.parseJdbcSql(sql, true, true, false, false, false);
    } catch (SQLException ignored) {
      // As it stands it is refused by the driver, which the prepared statement shows.
      return null;
    }
    if (queries.size() != 1
        || queries.get(0).bindPositions.length != statement.parameters().size()) {
      return null;
    }
    StringBuilder text = new StringBuilder(queries.get(0).nativeSql);
    int[] positions = queries.get(0).bindPositions;
    for (int i = positions.length - 1; i >= 0; i--) {
      String literal = statement.parameters().get(i).literal(time);
      if (literal == null) {
        return null;
      }
      text.replace(positions[i], positions[i] + ("$" + (i + 1)).length(), literal);
    }
    return text.toString();
  }

  private CorpusResult result(CorpusStatement statement, String way, @Nullable String literals)
      throws SQLException {
    CorpusAnswer expected = answer(plain, statement, literals);
    Outcomes outcomes = new Outcomes();
    CorpusAnswer actual = answer(cached, statement, literals);
    List<String> ends = outcomes.since();
    // Tables that are read together for the first time are adjusted together from then on.
    boolean isPassing = ends.contains(BEFORE_FLOOR) || ends.contains(DIFFERENT_SNAPSHOTS);
    if (isPassing && statement.pre().isEmpty()) {
      adjust();
      outcomes = new Outcomes();
      actual = answer(cached, statement, literals);
      ends = outcomes.since();
    }
    CorpusAnswer later =
        AnswerComparison.isVolatile(statement) ? answer(plain, statement, literals) : expected;
    boolean hit = ends.contains(HIT) && ends.stream().allMatch(HIT::equals);
    // What changes by itself between two executions proves nothing of what the database answered.
    String difference =
        AnswerComparison.isVolatile(statement) && !hit
            ? null
            : AnswerComparison.difference(statement, expected, actual, later);
    return new CorpusResult(
        statement,
        way,
        hit,
        hit ? HIT : String.join("+", ends),
        hit ? "" : explain(statement, literals),
        expected,
        actual,
        difference);
  }

  private CorpusAnswer answer(
      Connection connection, CorpusStatement statement, @Nullable String literals)
      throws SQLException {
    if (!statement.needsTransaction()) {
      return execute(connection, statement, literals, "");
    }
    connection.setAutoCommit(false);
    try {
      prepareSession(connection, statement);
      return execute(connection, statement, literals, "");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void prepareSession(Connection connection, CorpusStatement statement)
      throws SQLException {
    try (Statement setup = connection.createStatement()) {
      for (Map.Entry<String, String> setting : statement.session().entrySet()) {
        setup.execute("SET LOCAL " + setting.getKey() + " = '" + setting.getValue() + "'");
      }
      for (String sql : statement.pre()) {
        setup.execute(time.expand(sql));
      }
    }
  }

  private CorpusAnswer execute(
      Connection connection, CorpusStatement statement, @Nullable String literals, String prefix) {
    try (Statement made =
        literals == null
            ? connection.prepareStatement(prefix + time.expand(statement.sql()))
            : connection.createStatement()) {
      if (statement.maxRows() > 0) {
        made.setMaxRows(statement.maxRows());
      }
      if (statement.fetchSize() > 0) {
        made.setFetchSize(statement.fetchSize());
      }
      if (made instanceof PreparedStatement prepared && literals == null) {
        for (int i = 0; i < statement.parameters().size(); i++) {
          statement.parameters().get(i).set(prepared, i + 1, time);
        }
      }
      return CorpusAnswer.of(
          CorpusAnswer.execution(
              made, literals == null ? null : prefix + literals, statement.isExecuted()));
    } catch (SQLException e) {
      return CorpusAnswer.failure(e);
    }
  }

  /** The lines that say why a statement was not answered from the cache. */
  private String explain(CorpusStatement statement, @Nullable String literals) {
    CorpusAnswer lines = execute(cached, statement, literals, "EXPLAIN (TABLECACHE) ");
    List<String> some = new ArrayList<>();
    for (List<CorpusAnswer.Cell> row : lines.rows()) {
      String line = row.get(0).toString().strip();
      if (!line.startsWith("Database:") && !line.startsWith("As-of")) {
        some.add(line);
      }
    }
    return String.join("; ", some);
  }

  private void adjust() throws SQLException {
    try (Statement statement = monitor.createStatement()) {
      for (String label : CorpusDatabase.LABELS) {
        statement.execute("CALL tablecache.adjust('" + label + "')");
      }
    }
  }

  /** The outcomes that were counted, so that what came since can be told. */
  private final class Outcomes {
    private final Map<String, Long> before = read();

    Outcomes() throws SQLException {}

    private Map<String, Long> read() throws SQLException {
      Map<String, Long> counts = new TreeMap<>();
      try (Statement statement = monitor.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
        while (rows.next()) {
          counts.merge(rows.getString("outcome"), rows.getLong("count"), Long::sum);
        }
      }
      return counts;
    }

    /** Each outcome that was counted since, once. */
    List<String> since() throws SQLException {
      List<String> ends = new ArrayList<>();
      read()
          .forEach(
              (outcome, count) -> {
                if (count > before.getOrDefault(outcome, 0L)) {
                  ends.add(outcome);
                }
              });
      return ends;
    }
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    cached.close();
    monitor.close();
  }
}
