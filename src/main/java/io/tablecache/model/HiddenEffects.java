package io.tablecache.model;

import java.util.Set;

/**
 * What the catalog says that a statement's text does not show: names behind which something writes,
 * or reads a cached table.
 *
 * @param writers names of user-defined functions, and of relations whose rules or policies call one
 * @param readers names of views over cached tables
 */
public record HiddenEffects(Set<String> writers, Set<String> readers) {
  /** Nothing is hidden. */
  public static final HiddenEffects NONE = new HiddenEffects(Set.of(), Set.of());

  public HiddenEffects {
    writers = Set.copyOf(writers);
    readers = Set.copyOf(readers);
  }
}
