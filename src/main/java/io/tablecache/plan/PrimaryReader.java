package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that stand between operators, with the casts and subscripts behind them.
 *
 * <p>Forms with a syntax of their own become what PostgreSQL's grammar makes of them: calls of
 * functions. Confined to one thread.
 */
final class PrimaryReader {
  /** Types whose names are words of the grammar, so that a string may follow them. */
  private static final Set<String> TYPE_WORDS =
      Set.of(
          ("timestamp timestamptz date time interval numeric decimal int integer smallint bigint"
                  + " int2 int4 int8 float4 float8 real double boolean bool text varchar uuid json"
                  + " jsonb")
              .split(" "));

  private static final Set<String> EXTRACT_FIELDS =
      Set.of("year", "month", "day", "hour", "minute", "second");

  private final TokenReader tokens;
  private final ExpressionReader expressions;
  private final SelectReader selects;

  PrimaryReader(TokenReader tokens, ExpressionReader expressions, SelectReader selects) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.selects = selects;
  }

  Syntax.Node primary() throws Delegated {
    Syntax.Node node = unadorned();
    while (true) {
      if (tokens.kind() == SqlScanner.Kind.COLON && tokens.token().value().equals("::")) {
        tokens.take();
        node = new Syntax.Cast(node, type());
      } else if (tokens.accept(SqlScanner.Kind.LEFT_BRACKET)) {
        node = new Syntax.Subscript(node, expressions.value());
        tokens.expect(SqlScanner.Kind.RIGHT_BRACKET);
      } else if (node instanceof Syntax.Name row
          && row.qualifier().isEmpty()
          && tokens.accept(SqlScanner.Kind.DOT)) {
        // (relation).column
        node = new Syntax.Name(List.of(row.name(), tokens.label()));
      } else {
        return node;
      }
    }
  }

  private Syntax.Node unadorned() throws Delegated {
    switch (tokens.kind()) {
      case PARAMETER:
        return new Syntax.Parameter(Integer.parseInt(tokens.take()));
      case NUMBER:
        return new Syntax.NumberLiteral(tokens.take());
      case STRING:
        return new Syntax.StringLiteral(tokens.take());
      case LEFT_PAREN:
        return parenthesised();
      case QUOTED:
        return named();
      case WORD:
        return word();
      default:
        throw tokens.unparsed("a value");
    }
  }

  private Syntax.Node parenthesised() throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    if (selects.isSelect()) {
      Syntax.Select select = selects.select();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      return new Syntax.ScalarSelect(select);
    }
    List<Syntax.Node> values = expressions.values();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return values.size() == 1 ? values.get(0) : new Syntax.Row(values);
  }

  private Syntax.Node word() throws Delegated {
    Syntax.Node literal = typedLiteral();
    if (literal != null) {
      return literal;
    }
    Syntax.Node special = special(tokens.token().value());
    return special != null ? special : named();
  }

  /** {@code type 'text'}; null if that is not what stands here. */
  private Syntax.@Nullable Node typedLiteral() throws Delegated {
    if (!TYPE_WORDS.contains(tokens.token().value())) {
      return null;
    }
    int here = tokens.mark();
    Syntax.TypeName type;
    try {
      type = type();
    } catch (Delegated ignored) {
      tokens.reset(here);
      return null;
    }
    if (tokens.kind() == SqlScanner.Kind.STRING) {
      String text = tokens.take();
      if (type.name().equals("interval") && isIntervalField()) {
        text = withUnit(text, tokens.take());
      }
      return new Syntax.Cast(new Syntax.StringLiteral(text), type);
    }
    if (tokens.kind() == SqlScanner.Kind.PARAMETER) {
      return new Syntax.Cast(new Syntax.Parameter(Integer.parseInt(tokens.take())), type);
    }
    tokens.reset(here);
    return null;
  }

  /** {@code '60' SECOND}: a plain number is of that unit. */
  private String withUnit(String text, String unit) throws Delegated {
    if (!text.matches("[0-9]{1,9}") || tokens.isWord("to")) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "INTERVAL with fields");
    }
    return text + " " + unit;
  }

  private boolean isIntervalField() {
    return tokens.kind() == SqlScanner.Kind.WORD && EXTRACT_FIELDS.contains(tokens.token().value());
  }

  /** What starts with a word of the grammar; null if none does. */
  private Syntax.@Nullable Node special(String word) throws Delegated {
    boolean isCall = tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN;
    switch (word) {
      case "null":
        tokens.take();
        return new Syntax.Keyword(null);
      case "true":
        tokens.take();
        return new Syntax.Keyword(true);
      case "false":
        tokens.take();
        return new Syntax.Keyword(false);
      case "case":
        return caseOf();
      case "array":
        return array();
      case "current_timestamp":
        return currentTime("timestamptz", isCall);
      case "current_date":
        return currentTime("date", isCall);
      case "localtimestamp":
        return currentTime("timestamp", isCall);
      case "localtime":
        return currentTime("time", isCall);
      default:
        break;
    }
    if (!isCall) {
      if (tokens.isReserved()) {
        throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, word.toUpperCase(java.util.Locale.ROOT));
      }
      return null;
    }
    return switch (word) {
      case "cast" -> cast();
      case "row" -> row();
      case "exists" -> exists();
      case "coalesce" -> new Syntax.Coalesce(arguments());
      case "greatest" -> new Syntax.Extreme(true, arguments());
      case "least" -> new Syntax.Extreme(false, arguments());
      case "nullif" -> nullIf();
      case "extract" -> extract();
      case "position" -> position();
      case "substring" -> substring();
      case "trim" -> trim();
      case "overlay", "treat", "normalize", "xmlelement", "xmlforest" ->
          throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, word + "()");
      default -> null;
    };
  }

  private Syntax.Node currentTime(String type, boolean isCall) throws Delegated {
    String word = tokens.take();
    Syntax.Node now = new Syntax.CurrentTime(type, word);
    if (!isCall) {
      return now;
    }
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    String digits = tokens.take();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    if (!digits.matches("[0-6]") || !type.startsWith("timestamp")) {
      throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, word + " with a precision");
    }
    return new Syntax.Cast(now, new Syntax.TypeName(type, List.of(Integer.valueOf(digits)), 0));
  }

  private List<Syntax.Node> arguments() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    List<Syntax.Node> arguments = expressions.values();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return arguments;
  }

  private Syntax.Node nullIf() throws Delegated {
    List<Syntax.Node> arguments = arguments();
    if (arguments.size() != 2) {
      throw tokens.unparsed("two arguments");
    }
    return new Syntax.NullIf(arguments.get(0), arguments.get(1));
  }

  private Syntax.Node row() throws Delegated {
    return new Syntax.Row(arguments());
  }

  private Syntax.Node cast() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Node operand = expressions.value();
    tokens.expect("as");
    Syntax.TypeName type = type();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return new Syntax.Cast(operand, type);
  }

  private Syntax.Node exists() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Select select = selects.select();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return new Syntax.Exists(select);
  }

  private Syntax.Node extract() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    String field = tokens.kind() == SqlScanner.Kind.STRING ? tokens.take() : tokens.label();
    tokens.expect("from");
    Syntax.Node source = expressions.value();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return Syntax.Function.of("extract", new Syntax.StringLiteral(field), source);
  }

  /** The grammar takes a restricted value before IN; a value in parentheses or none with IN. */
  private Syntax.Node position() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Node part = primary();
    tokens.expect("in");
    Syntax.Node whole = primary();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return Syntax.Function.of("position", whole, part);
  }

  private Syntax.Node substring() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    List<Syntax.Node> arguments = new ArrayList<>();
    arguments.add(expressions.value());
    if (tokens.accept("from")) {
      arguments.add(expressions.value());
      if (tokens.accept("for")) {
        arguments.add(expressions.value());
      }
    } else {
      while (tokens.accept(SqlScanner.Kind.COMMA)) {
        arguments.add(expressions.value());
      }
    }
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return Syntax.Function.of("substring", arguments.toArray(Syntax.Node[]::new));
  }

  private Syntax.Node trim() throws Delegated {
    tokens.take();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    String function =
        tokens.accept("leading")
            ? "ltrim"
            : tokens.accept("trailing") ? "rtrim" : tokens.accept("both") ? "btrim" : "btrim";
    List<Syntax.Node> arguments = new ArrayList<>();
    if (tokens.accept("from")) {
      arguments.addAll(expressions.values());
    } else {
      Syntax.Node first = expressions.value();
      if (tokens.accept("from")) {
        arguments.addAll(expressions.values());
        arguments.add(first);
      } else {
        arguments.add(first);
        while (tokens.accept(SqlScanner.Kind.COMMA)) {
          arguments.add(expressions.value());
        }
      }
    }
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return Syntax.Function.of(function, arguments.toArray(Syntax.Node[]::new));
  }

  private Syntax.Node array() throws Delegated {
    tokens.take();
    if (!tokens.accept(SqlScanner.Kind.LEFT_BRACKET)) {
      throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, "ARRAY of a subquery");
    }
    List<Syntax.Node> elements =
        tokens.kind() == SqlScanner.Kind.RIGHT_BRACKET ? List.of() : expressions.values();
    tokens.expect(SqlScanner.Kind.RIGHT_BRACKET);
    return new Syntax.ArrayLiteral(elements);
  }

  private Syntax.Node caseOf() throws Delegated {
    tokens.take();
    Syntax.Node subject = tokens.isWord("when") ? null : expressions.value();
    List<Syntax.When> branches = new ArrayList<>();
    while (tokens.accept("when")) {
      Syntax.Node condition = expressions.value();
      tokens.expect("then");
      branches.add(new Syntax.When(condition, expressions.value()));
    }
    Syntax.Node otherwise = tokens.accept("else") ? expressions.value() : null;
    tokens.expect("end");
    if (branches.isEmpty()) {
      throw tokens.unparsed("WHEN");
    }
    return new Syntax.Case(subject, branches, otherwise);
  }

  /** A column, or a call of a function. */
  private Syntax.Node named() throws Delegated {
    if (tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN) {
      return new FunctionReader(tokens, expressions, selects).call(tokens.take());
    }
    List<String> parts = new ArrayList<>();
    parts.add(tokens.name());
    while (tokens.accept(SqlScanner.Kind.DOT)) {
      parts.add(tokens.label());
    }
    if (tokens.kind() == SqlScanner.Kind.LEFT_PAREN) {
      if (parts.size() == 2 && parts.get(0).equals("pg_catalog")) {
        return new FunctionReader(tokens, expressions, selects).call(parts.get(1));
      }
      throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, String.join(".", parts) + "()");
    }
    return new Syntax.Name(parts);
  }

  /** The name of a collation, which may be qualified by the schema of the built-in ones. */
  String collation() throws Delegated {
    String name = tokens.label();
    if (!tokens.accept(SqlScanner.Kind.DOT)) {
      return name;
    }
    if (!name.equals("pg_catalog")) {
      throw new Delegated(Outcome.UNSUPPORTED_ORDER, "a collation of the schema " + name);
    }
    return tokens.label();
  }

  /** A type's name with modifiers and brackets. */
  Syntax.TypeName type() throws Delegated {
    if (tokens.kind() == SqlScanner.Kind.QUOTED && tokens.token().value().equals("char")) {
      // Of all types that have a word of the grammar for their name, this is another one.
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "\"char\"");
    }
    String name = tokens.label();
    if (name.equals("pg_catalog") && tokens.accept(SqlScanner.Kind.DOT)) {
      name = tokens.label();
    }
    if (name.equals("double")) {
      tokens.expect("precision");
      name = "double precision";
    } else if (name.equals("character") && tokens.accept("varying")) {
      name = "character varying";
    }
    List<Integer> modifiers = new ArrayList<>();
    if (tokens.accept(SqlScanner.Kind.LEFT_PAREN)) {
      do {
        if (tokens.kind() != SqlScanner.Kind.NUMBER || tokens.token().value().length() > 8) {
          throw tokens.unparsed("a type's modifier");
        }
        try {
          modifiers.add(Integer.valueOf(tokens.take()));
        } catch (NumberFormatException ignored) {
          throw tokens.unparsed("a whole number");
        }
      } while (tokens.accept(SqlScanner.Kind.COMMA));
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    }
    if (name.equals("timestamp") || name.equals("time")) {
      if (tokens.isWord("with") && tokens.isWord(1, "time") && tokens.isWord(2, "zone")) {
        name += "tz";
        skip(3);
      } else if (tokens.isWord("without") && tokens.isWord(1, "time") && tokens.isWord(2, "zone")) {
        skip(3);
      }
    } else if (name.equals("interval")) {
      skipDayToSecond();
    }
    int dimensions = 0;
    while (tokens.kind() == SqlScanner.Kind.LEFT_BRACKET
        && tokens.kind(1) == SqlScanner.Kind.RIGHT_BRACKET) {
      skip(2);
      dimensions++;
    }
    return new Syntax.TypeName(name, modifiers, dimensions);
  }

  /** DAY TO SECOND takes nothing away from an interval; other fields do. */
  private void skipDayToSecond() throws Delegated {
    if (tokens.isWord("day") && tokens.isWord(1, "to") && tokens.isWord(2, "second")) {
      skip(3);
    } else if (isIntervalField()) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "INTERVAL with fields");
    }
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      tokens.take();
    }
  }
}
