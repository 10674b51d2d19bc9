package io.tablecache.model;

/**
 * One item of an ORDER BY over a column of the table.
 *
 * @param column the column's ordinal
 * @param descending whether larger values come first
 * @param nullsFirst whether NULL comes before every value; PostgreSQL's default is {@code
 *     descending}
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
