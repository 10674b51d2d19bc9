package io.tablecache.expression;

/**
 * A value of type interval, in its three parts.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL,
 *     Date/Time Types</a>
 */
public record Interval(int months, int days, long micros) {}
