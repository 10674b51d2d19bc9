package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a template. Immutable.
 *
 * @param tokens the tokens, the last one of kind END
 * @param slots where each slot's value comes from, in the order of the text
 */
record Tokens(List<Token> tokens, List<Origin> slots) {
  /**
   * A token.
   *
   * @param text as PostgreSQL may read it: a word folded, anything else as written
   * @param value what it stands for: a word folded, a quoted name or a string without quotes; the
   *     number of a slot
   */
  record Token(SqlScanner.Kind kind, String text, String value) {}

  /**
   * Where a slot's value comes from.
   *
   * @param literal the literal's class, or null for a parameter
   * @param position number of the literal or parameter in the text, from 0
   */
  record Origin(Literal.@Nullable Kind literal, int position) {
    boolean isLiteral() {
      return literal != null;
    }
  }

  /** The words that can start the name of a type right before a string. */
  private static final Set<String> TYPE_PREFIXES =
      Set.of("timestamp", "timestamptz", "date", "time");

  Tokens {
    tokens = List.copyOf(tokens);
    slots = List.copyOf(slots);
  }

  static Tokens of(Template template) throws Delegated {
    String text = template.text();
    SqlScanner scanner = new SqlScanner(text, true, true);
    List<Token> tokens = new ArrayList<>();
    List<Origin> slots = new ArrayList<>();
    int parameters = 0;
    int literals = 0;
    while (true) {
      SqlScanner.Kind kind = scanner.next();
      String raw = text.substring(scanner.start(), scanner.end());
      switch (kind) {
        case BAD -> throw new IllegalArgumentException("a template that cannot be scanned");
        case PARAMETER -> {
          tokens.add(slot(slots.size()));
          slots.add(new Origin(null, parameters++));
        }
        case LIFTED -> {
          tokens.add(slot(slots.size()));
          slots.add(
              new Origin(Literal.Kind.values()[raw.charAt(0) - SqlScanner.FIRST_MARK], literals++));
        }
        case WORD -> {
          String word = Names.fold(raw);
          tokens.add(new Token(kind, word, word));
        }
        case QUOTED -> tokens.add(new Token(kind, raw, Names.value(raw)));
        case STRING, OTHER_STRING -> {
          String value = StringTokens.value(raw);
          if (value == null) {
            throw new Delegated(Outcome.UNPARSED, "a string of an unusual form");
          }
          tokens.add(new Token(SqlScanner.Kind.STRING, raw, value));
        }
        case OPERATOR -> tokens.add(operator(raw));
        default -> tokens.add(new Token(kind, raw, raw));
      }
      if (kind == SqlScanner.Kind.END) {
        return new Tokens(tokens, slots);
      }
    }
  }

  private static Token slot(int index) {
    return new Token(SqlScanner.Kind.PARAMETER, "$" + (index + 1), Integer.toString(index));
  }

  /** The driver reads {@code ??} as the operator {@code ?}. */
  private static Token operator(String raw) {
    String operator = raw.replace("??", "?");
    return new Token(SqlScanner.Kind.OPERATOR, operator, operator.equals("!=") ? "<>" : operator);
  }

  int parameterCount() {
    return (int) slots.stream().filter(origin -> !origin.isLiteral()).count();
  }

  /** The statement for PostgreSQL, with {@code $1}, {@code $2}, ... for slots 0, 1, ... */
  String describeText() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      int prefix = typePrefix(i);
      if (prefix > 0) {
        List<String> type = texts.subList(texts.size() - prefix, texts.size());
        String cast = "(" + token.text() + " :: " + String.join(" ", type) + ")";
        type.clear();
        texts.add(cast);
      } else {
        texts.add(token.text());
      }
    }
    return String.join(" ", texts).strip();
  }

  /**
   * How many tokens before the one at {@code i}, which was a string, name its type: a parameter
   * cannot stand there.
   */
  private int typePrefix(int i) {
    if (tokens.get(i).kind() != SqlScanner.Kind.PARAMETER
        || slots.get(Integer.parseInt(tokens.get(i).value())).literal() != Literal.Kind.STRING) {
      return 0;
    }
    if (isWord(i - 1, "zone") && isWord(i - 2, "time")) {
      return (isWord(i - 3, "with") || isWord(i - 3, "without")) && isTypePrefix(i - 4) ? 4 : 0;
    }
    return isTypePrefix(i - 1) ? 1 : 0;
  }

  private boolean isTypePrefix(int i) {
    return i >= 0
        && tokens.get(i).kind() == SqlScanner.Kind.WORD
        && TYPE_PREFIXES.contains(tokens.get(i).value());
  }

  private boolean isWord(int i, String word) {
    return i >= 0
        && tokens.get(i).kind() == SqlScanner.Kind.WORD
        && tokens.get(i).value().equals(word);
  }
}
