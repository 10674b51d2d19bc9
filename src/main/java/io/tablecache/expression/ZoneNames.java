package io.tablecache.expression;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Finds the time zones that statements name. */
@FunctionalInterface
public interface ZoneNames {
  /** Knows no name. */
  ZoneNames NONE = name -> null;

  /** The zone of that name, if its rules are known to be the server's; else null. */
  @Nullable ZoneId find(String name);
}
