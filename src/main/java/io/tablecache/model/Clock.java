package io.tablecache.model;

/** The two clocks of this machine; a test's are set by hand. Thread-safe. */
public interface Clock {
  /** The real clocks. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };

  /** Monotonic nanoseconds, comparable by difference only; may stop while the machine sleeps. */
  long nanoTime();

  /** Milliseconds since 1970-01-01T00:00Z; may jump. */
  long wallMillis();
}
