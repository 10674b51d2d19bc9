package io.tablecache.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the known key that a misspelt one was meant to be. */
final class NearestKey {
  private NearestKey() {}

  /** The known key with the smallest edit distance, or null if none is near; a prefix is near. */
  static @Nullable String of(String key, Collection<String> known) {
    String nearest = null;
    int best = Math.max(2, key.length() / 2) + 1;
    for (String candidate : known) {
      int distance =
          key.startsWith(candidate) || candidate.startsWith(key) ? 1 : editDistance(key, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int editDistance(String a, String b) {
    int[] former = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      former[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = former[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(former[j], current[j - 1]));
      }
      int[] swap = former;
      former = current;
      current = swap;
    }
    return former[b.length()];
  }
}
