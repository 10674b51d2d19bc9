package io.tablecache.model;

/**
 * One column of a statement's result, as PostgreSQL's RowDescription message has it.
 *
 * @param label the column's label
 * @param tableOid the relation that the column comes from, 0 if it is no plain column
 * @param attnum the column's number in that relation, 0 if it is no plain column
 * @param typeOid the type's oid
 * @param typeLength the type's length, negative for variable length
 * @param typmod the type modifier, -1 if none
 */
public record ResultField(
    String label, int tableOid, int attnum, int typeOid, int typeLength, int typmod) {}
