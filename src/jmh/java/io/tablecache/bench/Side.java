package io.tablecache.bench;

import java.util.Map;

/**
 * One measured path: a benchmark, the parameters that it runs with and which of its results counts.
 *
 * @param run what is run
 * @param result the name of a secondary result, or {@link #TIME}
 */
record Side(Run run, String result) {
  /** The benchmark's own result: nanoseconds per call. */
  static final String TIME = "time";

  /** The gc profiler's result: bytes allocated per call. */
  static final String BYTES = "gc.alloc.rate.norm";

  /** How a benchmark is run. */
  enum Execution {
    /** Called again and again, by one thread. */
    REPEATED,
    /** Called once in a process, and not warmed up; in some processes. */
    FIRST_CALL,
    /** Called once in one process: what it gives is no time. */
    ONCE
  }

  /**
   * What is run, without regard to what is read of it.
   *
   * @param benchmark class and method, as {@code PreparedHit.cache}
   * @param parameters the values of its parameters
   */
  record Run(String benchmark, Map<String, String> parameters, Execution execution) {
    @Override
    public String toString() {
      return benchmark + (parameters.isEmpty() ? "" : " " + parameters);
    }
  }

  static Side of(String benchmark, Map<String, String> parameters, String result) {
    return new Side(new Run(benchmark, parameters, Execution.REPEATED), result);
  }

  static Side time(String benchmark) {
    return of(benchmark, Map.of(), TIME);
  }

  static Side time(String benchmark, int rows) {
    return of(benchmark, Map.of("rows", Integer.toString(rows)), TIME);
  }

  /** The same, run in another way. */
  Side run(Execution execution) {
    return new Side(new Run(run.benchmark, run.parameters, execution), result);
  }

  /** What the result is counted in. */
  String unit() {
    if (result.equals(BYTES) || result.endsWith("Bytes")) {
      return "B";
    }
    return result.endsWith("Rows") ? "rows" : "ns";
  }
}
