package io.tablecache.conformance.session;

import java.util.Set;
import java.util.TreeSet;

/**
 * A named case of the table.
 *
 * @param name what it shows
 * @param pitfalls the numbers of the pitfalls that it holds off
 * @param script what is played
 */
record SessionCase(String name, Set<Integer> pitfalls, Script script) {
  /** Plays a case. */
  @FunctionalInterface
  interface Script {
    void play(Play on) throws Exception;
  }

  SessionCase {
    pitfalls = Set.copyOf(pitfalls);
  }

  static SessionCase of(String name, Script script) {
    return new SessionCase(name, Set.of(), script);
  }

  /** The same case, which holds off these pitfalls. */
  SessionCase holdsOff(Integer... numbers) {
    Set<Integer> all = new TreeSet<>(pitfalls);
    all.addAll(Set.of(numbers));
    return new SessionCase(name, all, script);
  }

  @Override
  public String toString() {
    return name;
  }
}
