package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Prepared statements that name no cached table: by this driver and by the plain one in turns. */
public class PassThrough {
  private static final int CALLS = 20;

  /** What is executed. */
  public enum Kind {
    SELECT_1("SELECT 1", 0),
    POINT_SELECT("SELECT id, size, body FROM notes WHERE id = ?", 1),
    ROWS_10000("SELECT id, size FROM notes WHERE size >= ?", 1),
    INSERT("INSERT INTO journal (size) VALUES (?)", 1);

    private final String sql;
    private final int parameters;

    Kind(String sql, int parameters) {
      this.sql = sql;
      this.parameters = parameters;
    }
  }

  /** The statement on two connections. */
  @State(Scope.Thread)
  public static class Statements {
    @Param({"SELECT_1", "POINT_SELECT", "INSERT"})
    public Kind statement;

    private final SplittableRandom random = new SplittableRandom(42);
    private Connection plainConnection;
    private Connection cachedConnection;
    private PreparedStatement plain;
    private PreparedStatement cached;

    @Setup
    public void open() throws Exception {
      plainConnection = BenchmarkDatabase.connectPlain();
      cachedConnection = BenchmarkDatabase.connectCached(BenchmarkDatabase.DEVICES_CONFIG);
      plain = plainConnection.prepareStatement(statement.sql);
      cached = cachedConnection.prepareStatement(statement.sql);
    }

    private int value() {
      return statement == Kind.ROWS_10000 ? 0 : 1 + random.nextInt(10_000);
    }

    @TearDown
    public void close() throws SQLException {
      cachedConnection.close();
      plainConnection.close();
    }
  }

  @Benchmark
  public void pair(Statements statements, PairedTimes times, Blackhole blackhole) throws Exception {
    Kind kind = statements.statement;
    int value = statements.value();
    times.measure(
        kind == Kind.ROWS_10000 ? 1 : CALLS,
        () -> execute(kind, statements.cached, value, blackhole),
        () -> execute(kind, statements.plain, value, blackhole));
  }

  private static void execute(
      Kind kind, PreparedStatement statement, int value, Blackhole blackhole) throws SQLException {
    if (kind.parameters == 1) {
      statement.setInt(1, value);
    }
    if (kind == Kind.INSERT) {
      blackhole.consume(statement.executeUpdate());
      return;
    }
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        blackhole.consume(rows.getInt(1));
        if (kind != Kind.SELECT_1) {
          blackhole.consume(rows.getInt(2));
        }
      }
    }
  }
}
