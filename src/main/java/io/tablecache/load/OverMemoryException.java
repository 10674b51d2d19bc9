package io.tablecache.load;

/** A window that does not fit into the memory limit. */
final class OverMemoryException extends Exception {
  private static final long serialVersionUID = 1L;

  OverMemoryException(String message) {
    super(message);
  }
}
