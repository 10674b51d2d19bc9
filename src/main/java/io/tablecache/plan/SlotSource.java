package io.tablecache.plan;

import io.tablecache.model.ValueType;

/**
 * Where a slot's value comes from and what type PostgreSQL gives it.
 *
 * @param isLiteral whether it is a literal of the text; else a parameter
 * @param position number of the literal or parameter in the text, from 0
 * @param typeOid the type that PostgreSQL gives the value
 * @param type how the value is held; for an array, how its elements are
 * @param isArray whether the value is an array
 */
public record SlotSource(
    boolean isLiteral, int position, int typeOid, ValueType type, boolean isArray) {}
