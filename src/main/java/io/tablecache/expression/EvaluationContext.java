package io.tablecache.expression;

import io.tablecache.model.SlotValues;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the values of expressions depend on in one execution beside their input.
 *
 * @param slots the values of slots
 * @param sessionZone the session's time zone; null if nothing in the statement depends on it
 * @param nowMicros {@code now()}, as a raw timestamptz
 * @param zoneNames finds the zones that the statement names
 */
public record EvaluationContext(
    SlotValues slots, @Nullable ZoneId sessionZone, long nowMicros, ZoneNames zoneNames) {

  /** The session's time zone, for a function that says that it depends on it. */
  ZoneId zone() {
    ZoneId known = sessionZone;
    if (known == null) {
      throw new IllegalStateException("a function depends on the time zone and does not say so");
    }
    return known;
  }
}
