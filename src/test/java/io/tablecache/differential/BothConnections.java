package io.tablecache.differential;

import io.tablecache.differential.Query.Value;
import io.tablecache.differential.QueryGenerator.Comparison;
import io.tablecache.differential.QueryGenerator.Made;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection of the plain driver and one of this driver, to the same database. */
final class BothConnections implements AutoCloseable {
  private static final int MAX_SHRINKS = 300;

  private final Connection plain;
  private final Connection cached;
  private long hits;
  private long others;

  BothConnections(Connection plain, Connection cached) throws SQLException {
    this.plain = plain;
    this.cached = cached;
    count();
  }

  /** Executes a query on both. */
  BothAnswers answers(Made made) throws SQLException {
    List<Value> parameters = new ArrayList<>();
    String sql = Query.text(made.query().template(), made.values(), parameters);
    long hitsBefore = hits;
    long othersBefore = others;
    Answer actual = Query.answer(cached, sql, parameters);
    count();
    boolean hit = hits > hitsBefore && others == othersBefore;
    Answer expected = Query.answer(plain, sql, parameters);
    Answer whole = null;
    if (made.comparison() == Comparison.SOME) {
      List<Value> fewer = new ArrayList<>();
      String all = Query.text(made.query().unlimited().template(), made.values(), fewer);
      whole = Query.answer(plain, all, fewer);
    }
    String difference = BothAnswers.difference(made, expected, actual, whole);
    return new BothAnswers(
        sql,
        parameters,
        expected,
        actual,
        hit,
        difference,
        difference == null ? "" : explain(sql, parameters));
  }

  private String explain(String sql, List<Value> parameters) throws SQLException {
    return Query.answer(cached, "EXPLAIN (TABLECACHE) " + sql, parameters).rows().toString();
  }

  /** Leaves out pieces of a query as long as the answers go on differing. */
  BothAnswers shrink(Made made, BothAnswers different) throws SQLException {
    BothAnswers smallest = different;
    Made present = made;
    boolean shrunk = true;
    int tries = 0;
    while (shrunk) {
      shrunk = false;
      for (Query smaller : present.query().smaller()) {
        if (tries++ > MAX_SHRINKS) {
          return smallest;
        }
        Made candidate = with(present, smaller);
        BothAnswers answers = answers(candidate);
        if (answers.difference() != null
            && answers.expected().sqlState() == null == (different.expected().sqlState() == null)) {
          smallest = answers;
          present = candidate;
          shrunk = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static Made with(Made made, Query query) {
    boolean loosened =
        query.orderBy().size() < made.query().orderBy().size()
            && made.comparison() == Comparison.ORDERED;
    Comparison comparison =
        !loosened
            ? made.comparison()
            : query.limit().isEmpty() ? Comparison.MULTISET : Comparison.SOME;
    return new Made(
        query,
        made.values(),
        made.construct(),
        comparison,
        made.covered(),
        made.tolerant(),
        made.canonical());
  }

  private void count() throws SQLException {
    hits = 0;
    others = 0;
    try (Statement statement = cached.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        if (rows.getString(2).equals("HIT")) {
          hits += rows.getLong(3);
        } else {
          others += rows.getLong(3);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    cached.close();
  }
}
