package io.tablecache.differential;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.differential.QueryGenerator.Construct;
import io.tablecache.differential.QueryGenerator.Made;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random queries of the whole grammar over random tables, on the plain driver and on this one. */
final class GrammarStatementsTest {
  private static final int STATEMENTS = Integer.getInteger("tablecache.fuzz.statements", 50_000);
  private static final long SEED = Long.getLong("tablecache.fuzz.seed", 20_261_125L);
  private static final int STATEMENTS_PER_TABLES = 10_000;
  private static final int TABLES = 12;
  private static final int ROWS = 60;
  private static final int SHOWN = 25;

  /** The least share of hits among the covered statements of any construct, in percent. */
  private static final int LEAST_HITS = 65;

  /** How many statements PostgreSQL may refuse or fail, in percent. */
  private static final int MOST_REFUSED = 12;

  @TempDir private Path directory;

  private final TimeZone zone = TimeZone.getDefault();
  private final Map<Construct, Tally> tallies = new EnumMap<>(Construct.class);
  private final List<String> differences = new ArrayList<>();
  private int refused;

  @BeforeEach
  void setZone() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(zone);
  }

  private final long startNanos = System.nanoTime();

  @Test
  void queriesOfTheWholeGrammar_onBothDrivers_giveTheSameAnswers() throws Exception {
    Random random = new Random(SEED);
    for (int done = 0; done < STATEMENTS && differences.size() < SHOWN; ) {
      int count = Math.min(STATEMENTS - done, STATEMENTS_PER_TABLES);
      run(count, random);
      done += count;
    }
    System.out.println(report());
    assertTrue(
        differences.isEmpty(),
        () -> differences.size() + " differences:\n\n" + String.join("\n\n", differences));
    assertTrue(
        100L * refused <= (long) MOST_REFUSED * STATEMENTS, refused + " statements were refused");
    for (Construct construct : Construct.values()) {
      Tally tally = tallies.getOrDefault(construct, new Tally());
      assertTrue(
          100L * tally.hits >= (long) LEAST_HITS * tally.covered,
          construct + " has " + tally.hits + " hits of " + tally.covered);
    }
  }

  /** What became of the statements of a construct. */
  private static final class Tally {
    int statements;
    int covered;
    int hits;
    int refused;
  }

  private void run(int count, Random random) throws Exception {
    String url = PostgresServer.shared().createDatabase();
    List<GrammarTable> tables = new ArrayList<>();
    try (Connection plain = DriverManager.getConnection(url)) {
      for (int i = 0; i < TABLES; i++) {
        GrammarTable table = GrammarTable.of("g" + i, random);
        table.fill(plain, ROWS, random);
        tables.add(table);
      }
    }
    Path config = config(tables);
    try (BothConnections simple = connect(url, config, "prepareThreshold=0");
        BothConnections prepared =
            connect(url, config, "prepareThreshold=1&binaryTransfer=false")) {
      for (int i = 0; i < count && differences.size() < SHOWN; i++) {
        long seed = random.nextLong();
        Made made = new QueryGenerator(tables, new Random(seed)).next();
        check(made, i % 4 == 0 ? prepared : simple, tables, seed);
      }
    }
  }

  private BothConnections connect(String url, Path config, String options)
      throws SQLException, InterruptedException {
    String full = url + (url.contains("?") ? "&" : "?") + options;
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(full);
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(60)), "loaded");
    return new BothConnections(DriverManager.getConnection(full), dataSource.getConnection());
  }

  private Path config(List<GrammarTable> tables) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "grammar", ".conf"),
        "tablecache {\n tables {\n"
            + tables.stream().map(GrammarTable::config).collect(Collectors.joining("\n"))
            + " }\n memory { max = 256MiB }\n}\n");
  }

  private void check(Made made, BothConnections both, List<GrammarTable> tables, long seed)
      throws SQLException {
    BothAnswers answers = both.answers(made);
    Tally tally = tallies.computeIfAbsent(made.construct(), construct -> new Tally());
    tally.statements++;
    if (answers.expected().sqlState() != null) {
      tally.refused++;
      refused++;
    } else if (made.covered()) {
      tally.covered++;
      tally.hits += answers.hit() ? 1 : 0;
    }
    if (answers.difference() != null) {
      differences.add(
          "seed "
              + seed
              + ", "
              + made.construct()
              + (made.covered() ? "" : ", not covered")
              + '\n'
              + both.shrink(made, answers).describe(tables));
    }
  }

  private String report() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "grammar: %d statements, %d refused, seed %d, %d s%n  %-14s %9s %9s %9s %5s %9s%n",
            STATEMENTS,
            refused,
            SEED,
            Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
            "construct",
            "all",
            "covered",
            "hits",
            "%",
            "refused"));
    tallies.forEach(
        (construct, tally) ->
            text.append(
                String.format(
                    "  %-14s %9d %9d %9d %5d %9d%n",
                    construct,
                    tally.statements,
                    tally.covered,
                    tally.hits,
                    tally.covered == 0 ? 0 : 100 * tally.hits / tally.covered,
                    tally.refused)));
    return text.toString();
  }
}
