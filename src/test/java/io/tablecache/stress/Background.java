package io.tablecache.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that goes on in threads of its own until the test ends it; a failure is the test's. */
final class Background implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean isEnded;

  /** One step of work. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Does a step over and over, until the end or a failure. */
  void repeat(Step step) {
    running.add(
        threads.submit(
            () -> {
              while (!isEnded) {
                step.run();
              }
              return null;
            }));
  }

  /** Does something once. */
  void start(Step step) {
    running.add(
        threads.submit(
            () -> {
              step.run();
              return null;
            }));
  }

  /** Fails if something has failed. */
  void check() throws Exception {
    for (Future<?> work : running) {
      if (work.isDone()) {
        get(work);
      }
    }
  }

  /** Ends the work and waits for it. */
  void end() throws Exception {
    isEnded = true;
    for (Future<?> work : running) {
      get(work);
    }
  }

  private static void get(Future<?> work) throws Exception {
    try {
      work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    isEnded = true;
    threads.shutdownNow();
  }
}
