package io.tablecache.conformance.session;

import java.util.List;

/**
 * The same thing of the plain driver and of this one.
 *
 * @param plain the plain driver's
 * @param cached this driver's
 */
record Both<T>(T plain, T cached) {
  /** Makes the same thing for each of the two databases. */
  @FunctionalInterface
  interface Maker<T> {
    T make(TwinDatabases.Twin twin) throws Exception;
  }

  static <T> Both<T> of(Maker<T> maker) throws Exception {
    return new Both<>(maker.make(TwinDatabases.Twin.PLAIN), maker.make(TwinDatabases.Twin.CACHED));
  }

  T of(TwinDatabases.Twin twin) {
    return twin == TwinDatabases.Twin.PLAIN ? plain : cached;
  }

  List<T> all() {
    return List.of(plain, cached);
  }
}
