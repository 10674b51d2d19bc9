package io.tablecache.corpus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCacheDataSource;
import io.tablecache.corpus.CorpusDatabase.Cached;
import io.tablecache.corpus.CorpusStatement.Share;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The corpus on both drivers: the same answers, and the share of hits that each class must have.
 */
@Tag("corpus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorpusTest {
  // The least share of hits of each class, in percent, by what is cached: windows, everything.
  private static final double MUST_IN_WINDOWS = 100;
  private static final double SHOULD_IN_WINDOWS = 98;
  private static final double STRETCH_IN_WINDOWS = 85;
  private static final double MUST_IN_EVERYTHING = 100;
  private static final double SHOULD_IN_EVERYTHING = 98;
  private static final double STRETCH_IN_EVERYTHING = 94;

  /**
   * Traps that lie within the windows for a cache that knows the session's zone (a bound that it
   * moves four or five hours ahead) and a name's scope (a CTE named like the table that it reads).
   */
  private static final Set<String> WITHIN_WINDOWS = Set.of("jdbc-308", "jdbc-366");

  private static final int SHOWN = 20;

  @TempDir private static Path directory;
  private final TimeZone zone = TimeZone.getDefault();
  private Corpus corpus = new Corpus("", "", List.of());
  private CorpusDatabase database;

  @BeforeAll
  void makeDatabase() throws Exception {
    setZone("UTC");
    corpus = Corpus.read();
    database = new CorpusDatabase(corpus, RunTime.present());
  }

  @BeforeEach
  void setUtc() {
    setZone("UTC");
  }

  @AfterEach
  @AfterAll
  void restoreZone() {
    TimeZone.setDefault(zone);
  }

  private static void setZone(String id) {
    TimeZone.setDefault(TimeZone.getTimeZone(id));
  }

  @Test
  void corpus_withWindowsCached_givesTheSameAnswersAndItsShareOfHits() throws Exception {
    CorpusTable table = run(Cached.WINDOWS, corpus.statements());
    System.out.println(table.text());
    assertAll(
        () -> assertEquals("", differences(table)),
        () ->
            assertEquals(
                "",
                describe(
                    table.select(
                        result ->
                            result.isHit()
                                && result.statement().share() == Share.NEVER
                                && result.isAsSent()
                                && !WITHIN_WINDOWS.contains(result.statement().id()))),
                "hits that must not be"),
        () -> assertShare(table, Share.MUST, MUST_IN_WINDOWS),
        () -> assertShare(table, Share.SHOULD, SHOULD_IN_WINDOWS),
        () -> assertShare(table, Share.STRETCH, STRETCH_IN_WINDOWS));
  }

  @Test
  void corpus_withEverythingCached_givesTheSameAnswersAndItsShareOfHits() throws Exception {
    CorpusTable table = run(Cached.EVERYTHING, corpus.statements());
    System.out.println(table.text());
    assertAll(
        () -> assertEquals("", differences(table)),
        () -> assertShare(table, Share.MUST, MUST_IN_EVERYTHING),
        () -> assertShare(table, Share.SHOULD, SHOULD_IN_EVERYTHING),
        () -> assertShare(table, Share.STRETCH, STRETCH_IN_EVERYTHING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Kolkata", "America/New_York"})
  void corpus_inAnotherZone_givesTheSameAnswers(String id) throws Exception {
    setZone(id);
    List<CorpusStatement> statements =
        corpus.statements().stream().filter(statement -> statement.session().isEmpty()).toList();
    for (Cached cached : Cached.values()) {
      assertEquals("", differences(run(cached, statements)), id + ", " + cached);
    }
  }

  private CorpusTable run(Cached cached, List<CorpusStatement> statements) throws Exception {
    TableCacheDataSource dataSource = database.cached(cached, directory);
    try (CorpusRun run = open(dataSource)) {
      return new CorpusTable(
          cached == Cached.WINDOWS ? "windows cached" : "everything cached",
          cached == Cached.EVERYTHING,
          run.of(harmlessFirst(statements)));
    }
  }

  /** Those that write come last, since after a write tables are of different moments for a time. */
  private static List<CorpusStatement> harmlessFirst(List<CorpusStatement> statements) {
    return statements.stream()
        .sorted(Comparator.comparing(statement -> statement.share() == Share.NEVER))
        .toList();
  }

  private CorpusRun open(TableCacheDataSource dataSource) throws SQLException {
    Connection plain = database.plain();
    return new CorpusRun(
        database.time(), plain, dataSource.getConnection(), dataSource.getConnection());
  }

  private static void assertShare(CorpusTable table, Share share, double least) {
    double percent = table.hitPercent(share);
    assertTrue(
        percent >= least, share + ": " + percent + " % are hits, of at least " + least + " %");
  }

  private static String differences(CorpusTable table) {
    return describe(table.select(result -> result.difference() != null));
  }

  private static String describe(List<CorpusResult> results) {
    return results.isEmpty()
        ? ""
        : results.size()
            + ":\n\n"
            + results.stream()
                .limit(SHOWN)
                .map(CorpusResult::describe)
                .collect(Collectors.joining("\n\n"));
  }
}
