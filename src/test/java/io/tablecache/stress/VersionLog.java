package io.tablecache.stress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All versions of a table, and when each was acknowledged.
 *
 * <p>Thread-safe: one writer, many readers.
 */
final class VersionLog {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final AtomicReferenceArray<Version> versions;
  private final AtomicLongArray acknowledgedAt;
  private final long origin = System.nanoTime();
  private final AtomicInteger last = new AtomicInteger(-1);

  VersionLog(int capacity) {
    versions = new AtomicReferenceArray<>(capacity);
    acknowledgedAt = new AtomicLongArray(capacity);
  }

  long now() {
    return System.nanoTime() - origin;
  }

  /** The version may become visible from now on. */
  void committing(Version version) {
    versions.set(version.number(), version);
    acknowledgedAt.set(version.number(), NOT_YET);
    last.set(version.number());
  }

  /** The server has acknowledged the commit. */
  void committed(Version version) {
    acknowledgedAt.set(version.number(), now());
  }

  Version get(int number) {
    return versions.get(number);
  }

  /** The last version that may be visible. */
  int last() {
    return last.get();
  }

  /** The last version that was acknowledged before the instant; at least 0. */
  int acknowledgedBefore(long instant) {
    int number = last.get();
    while (number > 0 && acknowledgedAt.get(number) >= instant) {
      number--;
    }
    return number;
  }
}
