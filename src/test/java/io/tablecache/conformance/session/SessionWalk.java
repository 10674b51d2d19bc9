package io.tablecache.conformance.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.conformance.session.TwinDatabases.Twin;
import io.tablecache.model.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random walk of several sessions: writes, DDL, SET, roles, transactions and reads, each done by
 * the plain driver on one twin and by this one on the other.
 *
 * <p>What is done through this driver must be seen at once. What is done elsewhere must be seen
 * with the next snapshot, so that one is taken before a table is read that was changed so. One
 * thread does it all, so no statement may wait for another session: one transaction at a time
 * writes, and DDL waits until it is alone.
 *
 * <p>Confined to one thread.
 */
final class SessionWalk implements AutoCloseable {
  private static final int RESET_EVERY = 400;
  private static final List<String> USERS =
      List.of("postgres", "postgres", "case_reader", "case_writer");

  private final TwinDatabases twins;
  private final long seed;
  private final Random random;
  private final WalkTexts texts;
  private final List<WalkActor> actors = new ArrayList<>();

  /** All that was done since everything was made anew. */
  private final List<String> done = new ArrayList<>();

  /** The tables that may have been changed elsewhere since their last snapshot. */
  private final Set<String> changedElsewhere = new HashSet<>();

  /** Who has a transaction open that may have written, or -1. */
  private int writer = -1;

  /** Whether that transaction may hold exclusive locks. */
  private boolean isExclusive;

  private int reads;

  SessionWalk(TwinDatabases twins, long seed) throws Exception {
    this.twins = twins;
    this.seed = seed;
    this.random = new Random(seed);
    this.texts = new WalkTexts(random);
    for (String user : USERS) {
      actors.add(new WalkActor(twins, user));
    }
  }

  /** How many statements read a cached table. */
  int reads() {
    return reads;
  }

  void walk(int steps) throws Exception {
    for (int step = 0; step < steps; step++) {
      if (step % RESET_EVERY == 0) {
        makeAnew();
      }
      step();
    }
  }

  private void makeAnew() throws Exception {
    for (WalkActor actor : actors) {
      actor.reconnect();
    }
    writer = -1;
    isExclusive = false;
    done.clear();
    twins.reset();
    twins.elsewhere(WalkTexts.setup());
    changedElsewhere.addAll(TwinSchema.LABELS);
  }

  private void step() throws Exception {
    int who = random.nextInt(actors.size());
    int what = random.nextInt(100);
    if (isExclusive && who != writer) {
      // Anything else might wait for the writer's locks.
      who = writer;
    }
    if (what < 56) {
      read(who);
    } else if (what < 66) {
      write(who);
    } else if (what < 70) {
      writeElsewhere();
    } else if (what < 74) {
      define(who);
    } else if (what < 76) {
      defineElsewhere();
    } else if (what < 87) {
      execute(who, texts.session(), true);
    } else if (what < 99) {
      transaction(who);
    } else if (!actors.get(who).isInTransaction()) {
      note(who, "reconnect");
      actors.get(who).reconnect();
    }
    settle();
  }

  private void read(int who) throws Exception {
    String sql = texts.read();
    String label = Play.label(sql);
    if (!isExclusive && (changedElsewhere.remove(label) || random.nextInt(5) == 0)) {
      note(who, "adjust " + label);
      twins.adjust(label);
    }
    if (changedElsewhere.contains(label)) {
      return;
    }
    reads++;
    if (random.nextInt(4) == 0) {
      boolean hasParameter = random.nextBoolean();
      String text =
          hasParameter
              ? "SELECT device_id, data FROM device_data WHERE device_id = ? AND ts >="
                  + " '2026-01-01 00:00:30' ORDER BY data_seq"
              : sql;
      if (hasParameter && changedElsewhere.contains("device_data")) {
        return;
      }
      Object[] parameters = hasParameter ? new Object[] {1 + random.nextInt(3)} : new Object[0];
      both(
          who,
          "prepared " + text + " " + List.of(parameters),
          twin -> {
            PreparedStatement statement = actors.get(who).prepared(twin, text);
            return Reply.of(statement, parameters);
          });
    } else {
      execute(who, sql, false);
    }
  }

  private void write(int who) throws Exception {
    if (writer == -1 || writer == who) {
      writer = who;
      execute(who, texts.write(), true);
    }
  }

  private void define(int who) throws Exception {
    if ((writer == -1 || writer == who) && isAlone(who)) {
      String sql = texts.definition();
      // Both databases have the same roles: the second one would wait for the first one's end.
      if (WalkTexts.isOfTheWholeServer(sql) && !actors.get(who).commitsEachStatement()) {
        return;
      }
      writer = who;
      isExclusive = true;
      execute(who, sql, true);
    }
  }

  private void writeElsewhere() throws SQLException {
    if (writer == -1) {
      elsewhere("SET search_path = public; " + texts.write());
    }
  }

  private void defineElsewhere() throws SQLException {
    if (writer == -1 && isAlone(-1)) {
      elsewhere("SET search_path = public; " + texts.definition());
    }
  }

  private void elsewhere(String sql) {
    done.add("elsewhere: " + sql);
    String plain = failure(Twin.PLAIN, sql);
    assertEquals(plain, failure(Twin.CACHED, sql), this::story);
    changedElsewhere.addAll(TwinSchema.LABELS);
  }

  private String failure(Twin twin, String sql) {
    try {
      twins.elsewhere(twin, sql);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  /** Whether nobody else is in a transaction, whose locks would be waited for. */
  private boolean isAlone(int who) throws SQLException {
    for (int i = 0; i < actors.size(); i++) {
      if (i != who && actors.get(i).isInTransaction()) {
        return false;
      }
    }
    return true;
  }

  private void transaction(int who) throws Exception {
    switch (random.nextInt(6)) {
      case 0 -> call(who, "setAutoCommit(false)", connection -> connection.setAutoCommit(false));
      case 1 -> call(who, "setAutoCommit(true)", connection -> connection.setAutoCommit(true));
      case 2 -> {
        boolean commits = random.nextBoolean();
        call(
            who,
            commits ? "commit()" : "rollback()",
            commits ? Connection::commit : Connection::rollback);
      }
      case 3 -> {
        if (random.nextBoolean()) {
          boolean on = random.nextInt(4) == 0;
          call(who, "setReadOnly " + on, connection -> connection.setReadOnly(on));
        } else {
          int level =
              random.nextInt(4) == 0
                  ? Connection.TRANSACTION_REPEATABLE_READ
                  : Connection.TRANSACTION_READ_COMMITTED;
          call(
              who,
              "setTransactionIsolation " + level,
              connection -> connection.setTransactionIsolation(level));
        }
      }
      default -> {
        String sql = texts.transaction();
        // By SQL, the server decides, where no transaction has begun after a hit.
        if (!sql.contains("ISOLATION") || !actors.get(who).isInTransaction()) {
          execute(who, sql, true);
        }
      }
    }
  }

  private void call(int who, String what, Play.Setter setter) throws Exception {
    both(
        who,
        what,
        twin ->
            Reply.of(
                actors.get(who).of(twin),
                connection -> {
                  setter.on(connection);
                  return "done";
                }));
  }

  private void execute(int who, String sql, boolean isNotARead) throws Exception {
    both(who, (isNotARead ? "" : "read ") + sql, twin -> Reply.of(actors.get(who).of(twin), sql));
  }

  private void both(int who, String what, Both.Maker<Reply> execution) throws Exception {
    note(who, what);
    Both<Reply> replies = Both.of(execution);
    if (!replies.plain().sqlState().isEmpty()) {
      done.set(done.size() - 1, done.get(done.size() - 1) + " -> " + replies.plain().sqlState());
    }
    assertEquals(replies.plain(), replies.cached(), this::story);
  }

  private void note(int who, String what) {
    done.add(who + " " + actors.get(who).user() + ": " + what);
  }

  /** Whoever wrote and is in no transaction any more has no locks. */
  private void settle() throws SQLException {
    if (writer >= 0 && !actors.get(writer).isInTransaction()) {
      writer = -1;
      isExclusive = false;
    }
  }

  private String story() {
    return "seed " + seed + "L, since everything was made anew:\n" + String.join("\n", done) + "\n";
  }

  /** How many of the reads were hits. */
  long hits(Map<String, Long> outcomes) {
    return TwinSchema.LABELS.stream()
        .mapToLong(label -> outcomes.getOrDefault(TwinDatabases.key(label, Outcome.HIT), 0L))
        .sum();
  }

  @Override
  public void close() throws SQLException {
    for (WalkActor actor : actors) {
      actor.close();
    }
  }
}
