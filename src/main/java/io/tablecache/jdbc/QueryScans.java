package io.tablecache.jdbc;

import io.tablecache.expression.Query;
import java.util.List;

/** Finds the scans of a query, for explanations. */
final class QueryScans {
  private QueryScans() {}

  /** Adds the scans in the order of the text; those of subqueries in expressions are left out. */
  static void add(Query query, List<Query.Scan> scans) {
    if (query instanceof Query.Scan scan) {
      scans.add(scan);
    } else if (query instanceof Query.Filter filter) {
      add(filter.input(), scans);
    } else if (query instanceof Query.Project project) {
      add(project.input(), scans);
    } else if (query instanceof Query.Aggregate aggregate) {
      add(aggregate.input(), scans);
    } else if (query instanceof Query.Sort sort) {
      add(sort.input(), scans);
    } else if (query instanceof Query.Limit limit) {
      add(limit.input(), scans);
    } else if (query instanceof Query.Distinct distinct) {
      add(distinct.input(), scans);
    } else if (query instanceof Query.DistinctOn distinct) {
      add(distinct.input(), scans);
    } else if (query instanceof Query.Window window) {
      add(window.input(), scans);
    } else if (query instanceof Query.Join join) {
      add(join.left(), scans);
      add(join.right(), scans);
    } else if (query instanceof Query.Lateral lateral) {
      add(lateral.left(), scans);
      add(lateral.right(), scans);
    } else if (query instanceof Query.Append append) {
      append.inputs().forEach(input -> add(input, scans));
    } else if (query instanceof Query.SetOperation operation) {
      add(operation.left(), scans);
      add(operation.right(), scans);
    }
  }
}
