package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What names mean at one place of a statement: those of a FROM clause, then those of the query
 * around it, whose columns come by slots. Confined to one thread.
 */
final class Scope {
  private final NameSpace names;
  private final PlanContext context;
  private final Frame frame;

  /** A subquery, with the columns of the query around it that it refers to. */
  private record Frame(@Nullable Scope parent, Map<Expression.Column, Expression.Slot> outer) {}

  private Scope(NameSpace names, PlanContext context, Frame frame) {
    this.names = names;
    this.context = context;
    this.frame = frame;
  }

  /** The scope of a whole statement. */
  static Scope of(PlanContext context) {
    return new Scope(NameSpace.EMPTY, context, new Frame(null, Map.of()));
  }

  /** The scope of a subquery in this one, whose names it may use. */
  Scope subquery() {
    return new Scope(NameSpace.EMPTY, context, new Frame(this, new LinkedHashMap<>()));
  }

  /** The scope of a query that stands beside this one's names and does not see them. */
  Scope sibling() {
    return with(NameSpace.EMPTY);
  }

  Scope with(NameSpace space) {
    return new Scope(space, context, frame);
  }

  NameSpace names() {
    return names;
  }

  PlanContext context() {
    return context;
  }

  /** The columns of the query around the subquery that were referred to so far. */
  List<Expression.OuterColumn> outerColumns() {
    List<Expression.OuterColumn> columns = new ArrayList<>();
    frame.outer.forEach(
        (column, slot) -> columns.add(new Expression.OuterColumn(slot.index(), column)));
    return columns;
  }

  /** The column of a name. */
  Typed column(Syntax.Name name) throws Delegated {
    NameSpace.NamedColumn own = names.find(name);
    if (own != null) {
      return read(own);
    }
    if (frame.parent != null) {
      NameSpace.NamedColumn around = frame.parent.names.find(name);
      if (around != null) {
        return outer(read(around), name);
      }
    }
    throw new Delegated(
        Outcome.UNSUPPORTED_PREDICATE, "the name " + String.join(".", name.parts()));
  }

  Typed read(NameSpace.NamedColumn column) throws Delegated {
    if (column.table() != null && column.definition() != null) {
      context.reads(column.table(), column.definition());
    }
    return column.value();
  }

  private Typed outer(Typed value, Syntax.Name name) throws Delegated {
    if (!(value.expression() instanceof Expression.Column column)) {
      throw new Delegated(
          Outcome.UNSUPPORTED_PREDICATE, "the name " + String.join(".", name.parts()));
    }
    Expression.Slot slot = frame.outer.get(column);
    if (slot == null) {
      slot = context.outerSlot(column.type());
      frame.outer.put(column, slot);
    }
    return value.with(slot);
  }
}
