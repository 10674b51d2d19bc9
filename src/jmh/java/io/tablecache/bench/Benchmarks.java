package io.tablecache.bench;

import io.tablecache.testing.PostgresServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks and prints one table with the budgets beside the figures.
 *
 * <p>Arguments: {@code full} for long runs and for the rows that take long, patterns for some of
 * the rows ({@code hit}, {@code pass-through}), and JMH's own options. Each path runs in a process
 * of its own, right after its twin; in several rounds, if it is run in full. Ends with status 1 if
 * a requirement is missed by more than the noise.
 */
public final class Benchmarks {
  private static final String FULL = "full";

  /** In how many processes a first call is measured in each round. */
  private static final int FIRST_CALLS = 3;

  private final CommandLineOptions arguments;
  private final boolean full;
  private final String url;
  private final Samples samples = new Samples();

  private Benchmarks(CommandLineOptions arguments, boolean full, String url) {
    this.arguments = arguments;
    this.full = full;
    this.url = url;
  }

  public static void main(String[] args) throws Exception {
    boolean full = args.length > 0 && args[0].equals(FULL);
    CommandLineOptions arguments =
        new CommandLineOptions(full ? Arrays.copyOfRange(args, 1, args.length) : args);
    if (arguments.shouldHelp()) {
      arguments.showHelp();
      return;
    }
    List<Row> rows = new ArrayList<>();
    for (Row row : Rows.ALL) {
      if ((full || !row.isHeavy()) && isMeant(row, arguments.getIncludes())) {
        rows.add(row);
      }
    }
    boolean missed;
    try (PostgresServer server = PostgresServer.start()) {
      String url = server.createDatabase();
      BenchmarkDatabase.prepare(url);
      missed = new Benchmarks(arguments, full, url).run(rows);
    }
    if (missed) {
      System.exit(1);
    }
  }

  private static boolean isMeant(Row row, List<String> patterns) {
    return patterns.isEmpty()
        || patterns.stream()
            .anyMatch(
                pattern ->
                    Pattern.compile(pattern).matcher(row.name()).find()
                        || Pattern.compile(pattern).matcher(row.cache().run().benchmark()).find());
  }

  /** Whether a requirement was clearly missed. */
  private boolean run(List<Row> rows) throws RunnerException {
    Set<Side.Run> runs = new LinkedHashSet<>();
    for (Row row : rows) {
      runs.add(row.cache().run());
      if (row.twin() != null) {
        runs.add(row.twin().run());
      }
    }
    int rounds = arguments.getForkCount().orElse(full ? 3 : 1);
    for (int round = 1; round <= rounds; round++) {
      int number = 1;
      for (Side.Run run : runs) {
        say("round %d of %d, %2d of %d: %s", round, rounds, number++, runs.size(), run);
        Collection<RunResult> results = new Runner(options(run).build()).run();
        results.forEach(result -> samples.add(run, result));
      }
    }
    List<Comparison> comparisons = rows.stream().map(samples::compare).toList();
    say("%n%s", ResultTable.of(comparisons));
    return comparisons.stream().anyMatch(c -> c.clearlyMisses(c.row().required()));
  }

  private ChainedOptionsBuilder options(Side.Run run) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + Pattern.quote(run.benchmark()) + "$")
            .timeUnit(TimeUnit.NANOSECONDS)
            .jvmArgsAppend(
                "-D" + BenchmarkDatabase.URL_PROPERTY + "=" + url,
                // For jol, which measures objects as the JVM itself does if it may.
                "-Djdk.attach.allowAttachSelf=true",
                "-Djol.magicFieldOffset=true")
            .shouldFailOnError(true)
            .verbosity(arguments.verbosity().orElse(VerboseMode.SILENT));
    run.parameters().forEach(options::param);
    return switch (run.execution()) {
      case REPEATED -> repeated(options).threads(arguments.getThreads().orElse(1));
      case FIRST_CALL -> single(options).forks(FIRST_CALLS);
      case ONCE -> single(options).forks(1);
    };
  }

  private ChainedOptionsBuilder repeated(ChainedOptionsBuilder options) {
    TimeValue time = full ? TimeValue.seconds(1) : TimeValue.milliseconds(400);
    return options
        .mode(Mode.AverageTime)
        .forks(1)
        .warmupIterations(arguments.getWarmupIterations().orElse(full ? 10 : 6))
        .warmupTime(arguments.getWarmupTime().orElse(time))
        .measurementIterations(arguments.getMeasurementIterations().orElse(full ? 10 : 6))
        .measurementTime(arguments.getMeasurementTime().orElse(time))
        .addProfiler(GCProfiler.class);
  }

  private static ChainedOptionsBuilder single(ChainedOptionsBuilder options) {
    return options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(format + "%n", arguments);
  }
}
