package io.tablecache.expression;

import io.tablecache.model.SlotValues;
import java.time.ZoneId;

/**
 * What the values of expressions depend on in one execution beside their input.
 *
 * @param slots the values of slots
 * @param zone the session's time zone
 * @param nowMicros {@code now()}, as a raw timestamptz
 */
public record EvaluationContext(SlotValues slots, ZoneId zone, long nowMicros) {}
