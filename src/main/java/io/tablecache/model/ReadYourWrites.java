package io.tablecache.model;

/** Whose writes a statement must see, beyond what the bounded age promises. */
public enum ReadYourWrites {
  /** Those of every connection of this process. */
  JVM,
  /** Those of the same connection. */
  CONNECTION,
  /** Nobody's. */
  OFF
}
