package io.tablecache.plan;

import io.tablecache.expression.Query.Frame;
import io.tablecache.expression.Query.Frame.Bound;
import io.tablecache.expression.Query.Frame.BoundKind;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads calls of functions with all that may follow their arguments. Confined to one thread. */
final class FunctionReader {
  private final TokenReader tokens;
  private final ExpressionReader expressions;
  private final SelectReader selects;

  FunctionReader(TokenReader tokens, ExpressionReader expressions, SelectReader selects) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.selects = selects;
  }

  /** The call of a function whose name was read. */
  Syntax.Node call(String name) throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    if (tokens.isOperator("*")) {
      tokens.take();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      return finish(name, List.of(), true, false, List.of());
    }
    boolean isDistinct = tokens.accept("distinct");
    if (!isDistinct) {
      tokens.accept("all");
    }
    List<Syntax.Argument> arguments = new ArrayList<>();
    List<Syntax.Order> order = List.of();
    if (tokens.kind() != SqlScanner.Kind.RIGHT_PAREN) {
      if (tokens.isWord("variadic")) {
        throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, "VARIADIC");
      }
      do {
        arguments.add(argument());
      } while (tokens.accept(SqlScanner.Kind.COMMA));
      if (tokens.isWord("order")) {
        order = selects.orderBy();
      }
    }
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return finish(name, arguments, false, isDistinct, order);
  }

  private Syntax.Argument argument() throws Delegated {
    if (tokens.isName()) {
      int here = tokens.mark();
      String name = tokens.take();
      if (tokens.isOperator("=>") || tokens.token().value().equals(":=")) {
        tokens.take();
        return new Syntax.Argument(name, expressions.value());
      }
      tokens.reset(here);
    }
    return new Syntax.Argument(null, expressions.value());
  }

  private Syntax.Node finish(
      String name,
      List<Syntax.Argument> arguments,
      boolean hasStar,
      boolean isDistinct,
      List<Syntax.Order> orderOfArguments)
      throws Delegated {
    List<Syntax.Order> order = orderOfArguments;
    boolean isOrderedSet = tokens.accept("within", "group");
    if (isOrderedSet) {
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      order = selects.orderBy();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    }
    Syntax.Node filter = null;
    if (tokens.isWord("filter") && tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN) {
      tokens.take();
      tokens.take();
      tokens.expect("where");
      filter = expressions.value();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    }
    if ((tokens.isWord("ignore") || tokens.isWord("respect")) && tokens.isWord(1, "nulls")) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "IGNORE NULLS");
    }
    Syntax.Over over = tokens.accept("over") ? over() : null;
    if (arguments.isEmpty() && !hasStar && over == null && isNow(name)) {
      return new Syntax.CurrentTime("timestamptz", name);
    }
    return new Syntax.Function(
        name, arguments, hasStar, isDistinct, order, isOrderedSet, filter, over);
  }

  /** Whether the function gives the time at which the transaction began. */
  private static boolean isNow(String name) {
    return name.equals("now") || name.equals("transaction_timestamp");
  }

  private Syntax.Over over() throws Delegated {
    if (tokens.kind() != SqlScanner.Kind.LEFT_PAREN) {
      return new Syntax.Over(tokens.name(), List.of(), List.of(), null);
    }
    return window();
  }

  /** A window's definition in parentheses. */
  Syntax.Over window() throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    String base = null;
    if (tokens.isName()
        && !tokens.isWord("partition")
        && !tokens.isWord("rows")
        && !tokens.isWord("range")
        && !tokens.isWord("groups")) {
      base = tokens.take();
    }
    List<Syntax.Node> partition =
        tokens.accept("partition", "by") ? expressions.values() : List.of();
    List<Syntax.Order> order = tokens.isWord("order") ? selects.orderBy() : List.of();
    Frame frame = frame();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return new Syntax.Over(base, partition, order, frame);
  }

  private @Nullable Frame frame() throws Delegated {
    Frame.Mode mode;
    if (tokens.accept("rows")) {
      mode = Frame.Mode.ROWS;
    } else if (tokens.accept("range")) {
      mode = Frame.Mode.RANGE;
    } else if (tokens.isWord("groups")) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "GROUPS");
    } else {
      return null;
    }
    Bound from;
    Bound to = new Bound(BoundKind.CURRENT_ROW, 0);
    if (tokens.accept("between")) {
      from = bound();
      tokens.expect("and");
      to = bound();
    } else {
      from = bound();
    }
    boolean hasOffset = isOffset(from) || isOffset(to);
    if (tokens.isWord("exclude") || (mode == Frame.Mode.RANGE && hasOffset)) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "a window frame of another kind");
    }
    return new Frame(mode, from, to);
  }

  private static boolean isOffset(Bound bound) {
    return bound.kind() == BoundKind.PRECEDING || bound.kind() == BoundKind.FOLLOWING;
  }

  private Bound bound() throws Delegated {
    if (tokens.accept("current", "row")) {
      return new Bound(BoundKind.CURRENT_ROW, 0);
    }
    if (tokens.accept("unbounded", "preceding")) {
      return new Bound(BoundKind.UNBOUNDED_PRECEDING, 0);
    }
    if (tokens.accept("unbounded", "following")) {
      return new Bound(BoundKind.UNBOUNDED_FOLLOWING, 0);
    }
    String digits = tokens.token().value();
    if (tokens.kind() != SqlScanner.Kind.NUMBER || !digits.matches("[0-9]{1,9}")) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "a window frame of computed size");
    }
    tokens.take();
    boolean isPreceding = tokens.accept("preceding");
    if (!isPreceding) {
      tokens.expect("following");
    }
    return new Bound(
        isPreceding ? BoundKind.PRECEDING : BoundKind.FOLLOWING, Long.parseLong(digits));
  }
}
