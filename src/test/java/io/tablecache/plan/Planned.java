package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.model.IndexSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its plan. */
record Planned(String sql, CachedQuery query) {
  /** The scans of tables in the plan, from the left; those of subqueries in expressions are not. */
  List<Query.Scan> scans() {
    List<Query.Scan> scans = new ArrayList<>();
    addScans(query.query(), scans);
    return scans;
  }

  private static void addScans(Query query, List<Query.Scan> scans) {
    if (query instanceof Query.Scan scan) {
      scans.add(scan);
    } else {
      inputs(query).forEach(input -> addScans(input, scans));
    }
  }

  private static List<Query> inputs(Query query) {
    if (query instanceof Query.Filter filter) {
      return List.of(filter.input());
    } else if (query instanceof Query.Project project) {
      return List.of(project.input());
    } else if (query instanceof Query.Aggregate aggregate) {
      return List.of(aggregate.input());
    } else if (query instanceof Query.Sort sort) {
      return List.of(sort.input());
    } else if (query instanceof Query.Limit limit) {
      return List.of(limit.input());
    } else if (query instanceof Query.Distinct distinct) {
      return List.of(distinct.input());
    } else if (query instanceof Query.DistinctOn distinct) {
      return List.of(distinct.input());
    } else if (query instanceof Query.Join join) {
      return List.of(join.left(), join.right());
    } else if (query instanceof Query.Lateral lateral) {
      return List.of(lateral.left(), lateral.right());
    } else if (query instanceof Query.Append append) {
      return append.inputs();
    } else if (query instanceof Query.SetOperation operation) {
      return List.of(operation.left(), operation.right());
    } else if (query instanceof Query.Window window) {
      return List.of(window.input());
    }
    return List.of();
  }

  /** The operators from the result down, along the left inputs, by their names. */
  String shape() {
    StringBuilder names = new StringBuilder();
    Query at = query.query();
    while (true) {
      names.append(names.isEmpty() ? "" : " ").append(at.getClass().getSimpleName());
      List<Query> inputs = inputs(at);
      if (inputs.isEmpty()) {
        return names.toString();
      }
      at = inputs.get(0);
    }
  }

  /** The only scan. */
  Query.Scan scan() {
    List<Query.Scan> scans = scans();
    assertEquals(1, scans.size(), sql);
    return scans.get(0);
  }

  /** The rows that the only scan means, with the text's literals and these parameters. */
  IndexSpec spec(@Nullable Object... parameters) {
    try {
      return scan().spec().spec(PlanFixtures.values(this, parameters));
    } catch (EvaluationException e) {
      throw new AssertionError(e);
    }
  }

  /** The ordinals of the held columns that are returned, if nothing is computed. */
  List<Integer> output() {
    List<Integer> ordinals = new ArrayList<>();
    for (Expression output : ((Query.Project) query.query()).outputs()) {
      ordinals.add(((Expression.Column) output).ordinal());
    }
    return ordinals;
  }

  TableUse use() {
    assertEquals(1, query.tables().size(), sql);
    return query.tables().get(0);
  }
}
