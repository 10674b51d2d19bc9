package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What GROUP BY says. Immutable.
 *
 * @param keys all values that are grouped by, each once
 * @param sets which of them make a set, by position; null if all together are the only one
 */
record Grouping(List<Expression> keys, @Nullable List<List<Integer>> sets) {
  private static final int MAX_SETS = 256;

  Grouping {
    keys = List.copyOf(keys);
  }

  /** The grouping; null if there is no GROUP BY. */
  static @Nullable Grouping of(
      @Nullable List<Syntax.Grouping> items,
      List<Analyzed.Column> columns,
      NameSpace names,
      ExpressionAnalyzer analyzer)
      throws Delegated {
    if (items == null) {
      return null;
    }
    Builder builder = new Builder(columns, names, analyzer);
    List<List<Integer>> sets = List.of(List.of());
    boolean isPlain = true;
    for (Syntax.Grouping item : items) {
      isPlain &= item instanceof Syntax.GroupingSet;
      sets = product(sets, builder.sets(item));
    }
    return new Grouping(builder.keys, isPlain ? null : sets);
  }

  /** Each set of the one side with each of the other. */
  private static List<List<Integer>> product(List<List<Integer>> some, List<List<Integer>> others)
      throws Delegated {
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> one : some) {
      for (List<Integer> other : others) {
        List<Integer> both = new ArrayList<>(one);
        other.stream().filter(key -> !one.contains(key)).forEach(both::add);
        all.add(List.copyOf(both));
      }
    }
    if (all.size() > MAX_SETS) {
      throw new Delegated(Outcome.TOO_COMPLEX, "more than " + MAX_SETS + " grouping sets");
    }
    return all;
  }

  private static final class Builder {
    private final List<Analyzed.Column> columns;
    private final NameSpace names;
    private final ExpressionAnalyzer analyzer;
    private final List<Expression> keys = new ArrayList<>();

    Builder(List<Analyzed.Column> columns, NameSpace names, ExpressionAnalyzer analyzer) {
      this.columns = columns;
      this.names = names;
      this.analyzer = analyzer;
    }

    List<List<Integer>> sets(Syntax.Grouping item) throws Delegated {
      if (item instanceof Syntax.GroupingSet set) {
        List<Integer> positions = new ArrayList<>();
        for (Syntax.Node node : set.values()) {
          int key = key(node);
          if (!positions.contains(key)) {
            positions.add(key);
          }
        }
        return List.of(positions);
      }
      Syntax.GroupingSets nested = (Syntax.GroupingSets) item;
      List<List<List<Integer>>> inner = new ArrayList<>();
      for (Syntax.Grouping one : nested.items()) {
        inner.add(sets(one));
      }
      List<List<Integer>> all = new ArrayList<>();
      switch (nested.kind()) {
        case SETS -> inner.forEach(all::addAll);
        case ROLLUP -> {
          for (int count = inner.size(); count >= 0; count--) {
            all.add(union(inner, (1L << count) - 1));
          }
        }
        case CUBE -> {
          if (inner.size() > 8) {
            throw new Delegated(Outcome.TOO_COMPLEX, "CUBE of more than 8");
          }
          for (long chosen = (1L << inner.size()) - 1; chosen >= 0; chosen--) {
            all.add(union(inner, chosen));
          }
        }
      }
      return all;
    }

    /** The keys of the chosen items, which are sets of their own. */
    private static List<Integer> union(List<List<List<Integer>>> items, long chosen)
        throws Delegated {
      List<Integer> union = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).size() != 1) {
          throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "nested grouping sets");
        }
        if ((chosen >> i & 1) != 0) {
          items.get(i).get(0).stream().filter(key -> !union.contains(key)).forEach(union::add);
        }
      }
      return union;
    }

    /** A name is first looked for among the columns of FROM, then among the outputs. */
    private int key(Syntax.Node node) throws Delegated {
      boolean isColumn =
          node instanceof Syntax.Name name
              && name.qualifier().isEmpty()
              && names.find(name) != null;
      int output = isColumn ? -1 : OutputNames.find(node, columns);
      Typed value = output >= 0 ? columns.get(output).value() : analyzer.analyze(node);
      PredicateAnalyzer.checkEquatable(value);
      int known = keys.indexOf(value.expression());
      if (known < 0) {
        keys.add(value.expression());
        return keys.size() - 1;
      }
      return known;
    }
  }
}
