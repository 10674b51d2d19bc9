package io.tablecache.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a template in normal form, in which two spellings of the same token are equal:
 * words are folded, {@code !=} is {@code <>}, and each parameter or lifted literal is {@code
 * ?number}. Immutable.
 *
 * @param tokens the tokens
 * @param slots where each slot's value comes from, in the order of the text
 */
record TemplateTokens(List<String> tokens, List<Origin> slots) {
  /**
   * Where a slot's value comes from.
   *
   * @param literal the literal's class, or null for a parameter
   * @param position number of the literal or parameter in the text, from 0
   */
  record Origin(Literal.@org.jspecify.annotations.Nullable Kind literal, int position) {
    boolean isLiteral() {
      return literal != null;
    }
  }

  TemplateTokens {
    tokens = List.copyOf(tokens);
    slots = List.copyOf(slots);
  }

  static TemplateTokens of(Template template) {
    List<Origin> slots = new ArrayList<>();
    return new TemplateTokens(scan(template.text(), slots), slots);
  }

  /** The tokens of a piece of SQL without literals and parameters. */
  static List<String> ofText(String sql) {
    return scan(sql, new ArrayList<>());
  }

  /** The token for a slot. */
  static String slot(int index) {
    return "?" + index;
  }

  static boolean isSlot(String token) {
    return token.length() > 1 && token.charAt(0) == '?' && Character.isDigit(token.charAt(1));
  }

  int parameterCount() {
    return (int) slots.stream().filter(origin -> !origin.isLiteral()).count();
  }

  /** The statement for the parser, to which literals are parameters too. */
  String parserText() {
    return join("?", false);
  }

  /** The statement for PostgreSQL, with {@code $1}, {@code $2}, ... for slots 0, 1, ... */
  String describeText() {
    return join("$", true);
  }

  private String join(String prefix, boolean numbered) {
    StringBuilder sql = new StringBuilder();
    for (String token : tokens) {
      sql.append(sql.isEmpty() ? "" : " ");
      if (isSlot(token)) {
        sql.append(prefix);
        if (numbered) {
          sql.append(Integer.parseInt(token.substring(1)) + 1);
        }
      } else {
        sql.append(token);
      }
    }
    return sql.toString();
  }

  private static List<String> scan(String text, List<Origin> slots) {
    SqlScanner scanner = new SqlScanner(text, true, true);
    List<String> tokens = new ArrayList<>();
    int parameters = 0;
    int literals = 0;
    while (true) {
      switch (scanner.next()) {
        case END -> {
          return tokens;
        }
        case BAD -> throw new IllegalArgumentException("a template that cannot be scanned");
        case PARAMETER -> {
          tokens.add(slot(slots.size()));
          slots.add(new Origin(null, parameters++));
        }
        case LIFTED -> {
          int kind = text.charAt(scanner.start()) - SqlScanner.FIRST_MARK;
          tokens.add(slot(slots.size()));
          slots.add(new Origin(Literal.Kind.values()[kind], literals++));
        }
        case WORD -> tokens.add(Names.fold(text.substring(scanner.start(), scanner.end())));
        case OPERATOR -> {
          String operator = text.substring(scanner.start(), scanner.end());
          tokens.add(operator.equals("!=") ? "<>" : operator);
        }
        default -> tokens.add(text.substring(scanner.start(), scanner.end()));
      }
    }
  }
}
