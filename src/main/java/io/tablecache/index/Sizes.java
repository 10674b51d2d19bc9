package io.tablecache.index;

/** What objects and arrays retain on a 64-bit JVM with compressed references, in bytes. */
final class Sizes {
  static final int OBJECT_HEADER = 12;
  static final int REFERENCE = Integer.BYTES;
  private static final int ARRAY_HEADER = 16;

  private Sizes() {}

  /** An object with the given bytes of fields. */
  static long object(int fields) {
    return align((long) OBJECT_HEADER + fields);
  }

  /** An array of {@code length} elements. */
  static long array(long length, int elementBytes) {
    return align(ARRAY_HEADER + length * elementBytes);
  }

  private static long align(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
