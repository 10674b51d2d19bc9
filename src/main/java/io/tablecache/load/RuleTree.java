package io.tablecache.load;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a view's rule mentions, read from the text of its parse tree ({@code pg_rewrite.ev_action}).
 *
 * <p>The text is a tree of nodes, {@code {NODE :field value :field {NODE ...}}}; braces within
 * values are escaped. What is looked for is found by field names, which are the same in all
 * supported versions; nodes whose effect cannot be told from the catalog are refused.
 *
 * @param relations oids of the relations read
 * @param functions oids of the functions and aggregates called
 * @param operators oids of the operators called
 * @param outputTypes oids of the types whose output functions are called by conversions
 * @param inputTypes oids of the types whose input functions are called by conversions
 * @param refused a construct whose result may depend on the session or the moment, if there is one
 */
record RuleTree(
    Set<Long> relations,
    Set<Long> functions,
    Set<Long> operators,
    Set<Long> outputTypes,
    Set<Long> inputTypes,
    Optional<String> refused) {

  private static final Pattern RELATIONS = Pattern.compile(":relid (\\d+)");
  private static final Pattern FUNCTIONS =
      Pattern.compile(
          ":(?:funcid|opfuncid|aggfnoid|winfnoid|startInRangeFunc|endInRangeFunc) (\\d+)");
  private static final Pattern OPERATORS = Pattern.compile(":(?:opno|eqop|sortop) (\\d+)");
  private static final Pattern OPERATOR_LISTS = Pattern.compile(":opnos \\(o ([\\d ]+)\\)");
  private static final Pattern REFUSED =
      Pattern.compile(
          "\\{(SQLVALUEFUNCTION|NEXTVALUEEXPR|XMLEXPR|JSON\\w*|TABLEFUNC|TABLESAMPLECLAUSE)\\b");

  private static final String CONVERSION = "{COERCEVIAIO :arg ";

  /** The type of a node, where its text has it before any node within. */
  private static final Pattern HEAD_TYPE =
      Pattern.compile(
          "\\{\\w+ [^{}]*?:(?:vartype|consttype|funcresulttype|opresulttype|casetype|aggtype"
              + "|coalescetype|wintype) (\\d+)[^\\d]");

  private static final Pattern RESULT_TYPE = Pattern.compile("\\s*:resulttype (\\d+)");

  static RuleTree of(String text) {
    Matcher refusedNode = REFUSED.matcher(text);
    Optional<String> refused =
        refusedNode.find() ? Optional.of(describe(refusedNode.group(1))) : Optional.empty();
    Set<Long> operators = oids(OPERATORS, text);
    Matcher lists = OPERATOR_LISTS.matcher(text);
    while (lists.find()) {
      for (String oid : lists.group(1).trim().split(" +")) {
        operators.add(Long.parseLong(oid));
      }
    }
    Set<Long> outputTypes = new TreeSet<>();
    Set<Long> inputTypes = new TreeSet<>();
    for (int at = text.indexOf(CONVERSION); at >= 0; at = text.indexOf(CONVERSION, at + 1)) {
      int argument = at + CONVERSION.length();
      Matcher from = HEAD_TYPE.matcher(text).region(argument, text.length());
      Matcher to = RESULT_TYPE.matcher(text).region(end(text, argument), text.length());
      if (from.lookingAt() && to.lookingAt()) {
        outputTypes.add(Long.parseLong(from.group(1)));
        inputTypes.add(Long.parseLong(to.group(1)));
      } else if (refused.isEmpty()) {
        refused = Optional.of("a conversion by way of text");
      }
    }
    return new RuleTree(
        oids(RELATIONS, text), oids(FUNCTIONS, text), operators, outputTypes, inputTypes, refused);
  }

  private static Set<Long> oids(Pattern field, String text) {
    Set<Long> oids = new TreeSet<>();
    Matcher matcher = field.matcher(text);
    while (matcher.find()) {
      long oid = Long.parseLong(matcher.group(1));
      if (oid != 0) {
        oids.add(oid);
      }
    }
    return oids;
  }

  /** Where the node that begins at the position ends. */
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static String describe(String node) {
    return switch (node) {
      case "SQLVALUEFUNCTION" -> "CURRENT_USER, CURRENT_TIMESTAMP or the like";
      case "NEXTVALUEEXPR" -> "a sequence";
      case "XMLEXPR" -> "an XML expression";
      case "TABLEFUNC" -> "XMLTABLE or JSON_TABLE";
      case "TABLESAMPLECLAUSE" -> "TABLESAMPLE";
      default -> "an SQL/JSON expression";
    };
  }
}
