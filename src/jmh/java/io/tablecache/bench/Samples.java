package io.tablecache.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** The iterations of everything that was run. */
final class Samples {
  private final Map<Side.Run, List<IterationResult>> iterations = new HashMap<>();

  void add(Side.Run run, RunResult result) {
    List<IterationResult> known = iterations.computeIfAbsent(run, r -> new ArrayList<>());
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      known.addAll(fork.getIterationResults());
    }
  }

  /** The costs of one call, one number per iteration. */
  double[] of(Side side) {
    return iterations.getOrDefault(side.run(), List.of()).stream()
        .mapToDouble(iteration -> cost(iteration, side.result()))
        .toArray();
  }

  private static double cost(IterationResult iteration, String name) {
    if (name.equals(Side.TIME)) {
      return iteration.getPrimaryResult().getScore();
    }
    return iteration.getSecondaryResults().get(name).getScore();
  }

  Comparison compare(Row row) {
    boolean paired = row.twin() != null && row.twin().run().equals(row.cache().run());
    return Comparison.of(row, of(row.cache()), row.twin() == null ? null : of(row.twin()), paired);
  }
}
