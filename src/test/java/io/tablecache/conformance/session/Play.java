package io.tablecache.conformance.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One case being played: whatever it does is done by the plain driver on one twin and by this one
 * on the other, and the replies must be the same.
 *
 * <p>The connection in use is a superuser's at first; {@link #as} changes to others and back.
 * Confined to one thread.
 */
final class Play implements AutoCloseable {
  /** The connection in use at the beginning. */
  static final String FIRST = "postgres";

  private final TwinDatabases twins;
  private final Map<String, Both<Connection>> connections = new LinkedHashMap<>();
  private final Map<String, Both<PreparedStatement>> statements = new HashMap<>();
  private Both<Connection> current;
  private @Nullable Connection gateLock;
  private @Nullable Reply last;

  Play(TwinDatabases twins) throws Exception {
    this.twins = twins;
    this.current = connect(FIRST, new Properties());
  }

  int serverVersion() {
    return TwinDatabases.serverVersion();
  }

  // Connections

  /** Changes to the connection of that user, which is opened the first time. */
  Play as(String user) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    return as(user, properties);
  }

  /** Changes to the connection of that name, which is opened the first time. */
  Play as(String name, Properties properties) throws Exception {
    Both<Connection> known = connections.get(name);
    current = known == null ? connect(name, properties) : known;
    return this;
  }

  /** Changes to another connection of the superuser. */
  Play asAnother() throws Exception {
    return as("another", new Properties());
  }

  /** Changes to a connection with one property of the driver's. */
  Play with(String property, String value) throws Exception {
    Properties properties = new Properties();
    properties.setProperty(property, value);
    return as(property + " " + value, properties);
  }

  private Both<Connection> connect(String name, Properties properties) throws Exception {
    Both<Connection> opened = Both.of(twin -> twins.connect(twin, properties));
    connections.put(name, opened);
    return opened;
  }

  // What is done

  /** Executes a text on both, which must succeed with the same results. */
  Play run(String sql) {
    attempt(sql);
    assertEquals("", lastReply().sqlState(), sql);
    return this;
  }

  /** Executes a text on both; must end in the same way. */
  Play attempt(String sql) {
    return both(sql, connection -> Reply.of(connection, sql));
  }

  /** Executes a text that must fail with that SQLState. */
  Play fails(String sqlState, String sql) {
    attempt(sql);
    assertEquals(sqlState, lastReply().sqlState(), sql);
    return this;
  }

  /** Calls the interface on both; must end in the same way. */
  Play call(String what, Reply.Execution<Connection> call) {
    return both(what, connection -> Reply.of(connection, call));
  }

  /** Calls what gives nothing. */
  Play set(String what, Setter setter) {
    return call(
        what,
        connection -> {
          setter.on(connection);
          return "done";
        });
  }

  /** A call of the interface that gives nothing. */
  @FunctionalInterface
  interface Setter {
    void on(Connection connection) throws SQLException;
  }

  Play autoCommit(boolean on) {
    return set("setAutoCommit " + on, connection -> connection.setAutoCommit(on));
  }

  Play commit() {
    return set("commit", Connection::commit);
  }

  Play rollback() {
    return set("rollback", Connection::rollback);
  }

  private Play both(String what, Function<Connection, Reply> execution) {
    Reply plain = execution.apply(current.plain());
    Reply cached = execution.apply(current.cached());
    assertEquals(plain, cached, what);
    last = plain;
    return this;
  }

  /** Executes a text on both by the plain driver, as another process would. */
  Play elsewhere(String sql) throws SQLException {
    twins.elsewhere(sql);
    return this;
  }

  /**
   * Waits until a round reads anew behind which names the catalog hides writes, which it does once
   * a second.
   */
  Play awaitCatalogRead() throws Exception {
    long start = System.nanoTime();
    Await.until("a second", () -> System.nanoTime() - start > 1_050_000_000);
    return this;
  }

  /** Takes a new snapshot of a cached table. */
  Play adjust(String label) {
    twins.adjust(label);
    return this;
  }

  /** Keeps early adjustments from coming, until {@link #release}. */
  Play hold() throws Exception {
    gateLock = twins.holdUpAdjustments();
    return this;
  }

  Play release() throws SQLException {
    if (gateLock != null) {
      gateLock.close();
      gateLock = null;
    }
    return this;
  }

  // What is read

  /** Reads the first cached table that the text names, after a new snapshot was taken of it. */
  Play read(Outcome outcome, String sql) throws Exception {
    return read(label(sql), outcome, sql);
  }

  Play read(String label, Outcome outcome, String sql) throws Exception {
    twins.adjust(label);
    return readNow(label, outcome, sql);
  }

  /** Reads with what there is. */
  Play readNow(Outcome outcome, String sql) throws Exception {
    return readNow(label(sql), outcome, sql);
  }

  Play readNow(String label, Outcome outcome, String sql) throws Exception {
    Reply plain = Reply.of(current.plain(), sql);
    Reply cached = counted(label, outcome, sql, () -> Reply.of(current.cached(), sql));
    assertEquals(plain, cached, sql);
    last = plain;
    return this;
  }

  /**
   * Reads a table whose name means another one now. The first time it is the name that tells, or
   * the plan, by what was known of the session; then it is the plan.
   */
  Play readOther(String sql) throws Exception {
    String label = label(sql);
    twins.adjust(label);
    Map<String, Long> before = twins.outcomes();
    attempt(sql);
    Map<String, Long> since = twins.outcomesSince(before);
    assertTrue(
        since.equals(Map.of(TwinDatabases.key(label, Outcome.NAME_NOT_VISIBLE), 1L))
            || since.equals(Map.of(TwinDatabases.key(label, Outcome.OTHER_RELATION), 1L)),
        () -> sql + " " + since);
    return this;
  }

  /** Reads what must be the same at once, wherever it comes from. */
  Play readAtOnce(String sql) {
    return attempt(sql);
  }

  /** Reads by a statement that was prepared at the first call and is kept. */
  Play prepared(Outcome outcome, String sql, Object... parameters) throws Exception {
    Both<PreparedStatement> kept = statements.get(sql);
    if (kept == null) {
      Both<Connection> user = current;
      kept = Both.of(twin -> user.of(twin).prepareStatement(sql));
      statements.put(sql, kept);
    }
    PreparedStatement cachedStatement = kept.cached();
    String label = label(sql);
    twins.adjust(label);
    Reply plain = Reply.of(kept.plain(), parameters);
    Reply cached = counted(label, outcome, sql, () -> Reply.of(cachedStatement, parameters));
    assertEquals(plain, cached, sql);
    last = plain;
    return this;
  }

  private Reply counted(String label, Outcome outcome, String sql, Callable<Reply> execution)
      throws Exception {
    Map<String, Long> before = twins.outcomes();
    Reply reply = execution.call();
    assertEquals(
        new TreeMap<>(Map.of(TwinDatabases.key(label, outcome), 1L)),
        twins.outcomesSince(before),
        sql + " -> " + reply);
    return reply;
  }

  /** The label of the cached table that a text names first. */
  static String label(String sql) {
    String best = "";
    int at = Integer.MAX_VALUE;
    for (String label : TwinSchema.LABELS) {
      String relation = label.equals("mixed") ? "DeviceData" : label;
      int found = sql.toLowerCase(Locale.ROOT).indexOf(relation.toLowerCase(Locale.ROOT));
      if (found >= 0 && (found < at || (found == at && label.length() > best.length()))) {
        best = label;
        at = found;
      }
    }
    return best;
  }

  // What was replied

  /** The last reply must have that many rows, so that the case is about something. */
  Play rows(int expected) {
    assertEquals("", lastReply().sqlState());
    assertEquals(expected, lastReply().rows(), () -> lastReply().toString());
    return this;
  }

  /** The last reply must be that failure. */
  Play sqlState(String expected) {
    assertEquals(expected, lastReply().sqlState());
    return this;
  }

  /** The last reply's rows, as texts. */
  List<String> lastRows() {
    return lastReply().results().subList(1, lastReply().results().size());
  }

  private Reply lastReply() {
    if (last == null) {
      throw new IllegalStateException("nothing was executed yet");
    }
    return last;
  }

  @Override
  public void close() throws SQLException {
    release();
    for (Both<Connection> pair : connections.values()) {
      for (Connection connection : pair.all()) {
        connection.close();
      }
    }
  }
}
