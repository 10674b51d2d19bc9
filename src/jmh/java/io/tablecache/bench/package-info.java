/**
 * Benchmarks, each measured path beside its twin: the plain driver on the same loopback server, a
 * hand-written loop over sorted arrays, or a drained COPY.
 *
 * <p>{@link io.tablecache.bench.Benchmarks} runs them and prints one table of ratios with the
 * budgets beside them. To measure one more path, write a JMH benchmark for it and its twin and add
 * a row to one of the lists of {@link io.tablecache.bench.Rows}.
 */
package io.tablecache.bench;
