package io.tablecache.bench;

import java.util.Map;

/**
 * One measured path: a benchmark, the parameters that it runs with and which of its results counts.
 *
 * @param benchmark class and method, as {@code PreparedHit.cache}
 * @param parameters the values of its parameters
 * @param result the name of a secondary result, or {@link #TIME}
 */
record Side(String benchmark, Map<String, String> parameters, String result) {
  /** The benchmark's own result: nanoseconds per call. */
  static final String TIME = "time";

  /** The gc profiler's result: bytes allocated per call. */
  static final String BYTES = "gc.alloc.rate.norm";

  /** What is run, without regard to what is read of it. */
  record Run(String benchmark, Map<String, String> parameters) {
    @Override
    public String toString() {
      return benchmark + (parameters.isEmpty() ? "" : " " + parameters);
    }
  }

  static Side time(String benchmark) {
    return new Side(benchmark, Map.of(), TIME);
  }

  static Side time(String benchmark, int rows) {
    return new Side(benchmark, Map.of("rows", Integer.toString(rows)), TIME);
  }

  Run run() {
    return new Run(benchmark, parameters);
  }
}
