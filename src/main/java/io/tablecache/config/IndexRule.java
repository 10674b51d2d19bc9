package io.tablecache.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the config says of one index.
 *
 * @param origin where it is said
 * @param name the name of its section
 * @param segment names of the segment columns, in order
 * @param range name of the range column, or null if there is none
 */
public record IndexRule(Origin origin, String name, List<String> segment, @Nullable String range) {
  public IndexRule {
    segment = List.copyOf(segment);
  }
}
