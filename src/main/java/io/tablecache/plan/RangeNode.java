package io.tablecache.plan;

import io.tablecache.model.SlotValues;
import java.util.ArrayList;
import java.util.List;

/**
 * What a condition says of the range column, once slots have values: the range values, and maybe
 * NULL, of rows for which it can be true. Immutable.
 */
sealed interface RangeNode {
  /** Whether the condition is true of exactly those rows. */
  boolean isExact();

  /** A comparison of the column, or a test for NULL. */
  record Term(SpecTerm term, boolean isExact) implements RangeNode {}

  /** Either all rows or none: a condition that the row does not decide. */
  record Flag(int slot) implements RangeNode {
    @Override
    public boolean isExact() {
      return true;
    }

    boolean isTrue(SlotValues values) {
      return !values.isNull(slot) && values.getLong(slot) != 0;
    }
  }

  /** All of the conditions. */
  record All(List<RangeNode> nodes, boolean isExact) implements RangeNode {
    public All {
      nodes = List.copyOf(nodes);
    }
  }

  /** Any of the conditions. */
  record Any(List<RangeNode> nodes) implements RangeNode {
    public Any {
      nodes = List.copyOf(nodes);
    }

    @Override
    public boolean isExact() {
      return nodes.stream().allMatch(RangeNode::isExact);
    }
  }

  /** Takes the node apart into terms that must all hold, and other nodes. */
  static void split(RangeNode node, List<SpecTerm> terms, List<RangeNode> others) {
    if (node instanceof Term term) {
      terms.add(term.term());
    } else if (node instanceof All all) {
      all.nodes().forEach(inner -> split(inner, terms, others));
    } else {
      others.add(node);
    }
  }

  /** The terms and other nodes of a node. */
  record Parts(List<SpecTerm> terms, List<RangeNode> others) {
    static Parts of(List<RangeNode> nodes) {
      List<SpecTerm> terms = new ArrayList<>();
      List<RangeNode> others = new ArrayList<>();
      nodes.forEach(node -> split(node, terms, others));
      return new Parts(terms, others);
    }
  }
}
