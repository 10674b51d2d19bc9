package io.tablecache.expression;

import io.tablecache.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A slot whose value is computed at the start of each execution, from slots before it. Immutable.
 *
 * @param index the slot's number
 * @param value without columns
 * @param arrayElement the type of the elements of the array whose text the value is; null if the
 *     slot is no array
 */
public record DerivedSlot(int index, Expression value, @Nullable ValueType arrayElement) {}
