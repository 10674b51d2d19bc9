package io.tablecache.plan;

import java.util.Random;

/**
 * Makes up values without parentheses around operators, so that precedence decides what they mean.
 *
 * <p>They are of the type that is asked for if each operator binds as it was put; how it does bind
 * may make them invalid.
 */
final class ExpressionGenerator {
  private final Random random;

  ExpressionGenerator(long seed) {
    this.random = new Random(seed);
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String value(int depth) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> condition(depth);
      case 4, 5 -> number(depth);
      case 6 -> text(depth);
      default -> time(depth);
    };
  }

  private String comparable(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> text(depth);
      case 1 -> time(depth);
      case 2 -> condition(depth);
      default -> number(depth);
    };
  }

  private String condition(int depth) {
    if (depth == 0) {
      return any("b", "c", "true", "i = 1", "NULL");
    }
    int next = depth - 1;
    return switch (random.nextInt(17)) {
      case 0, 1 -> condition(next) + " AND " + condition(next);
      case 2, 3 -> condition(next) + " OR " + condition(next);
      case 4, 5 -> "NOT " + condition(next);
      case 6 -> number(next) + any(" = ", " < ", " >= ", " <> ", " != ") + number(next);
      case 7 -> comparable(next) + any(" IS NULL", " IS NOT NULL", " ISNULL", " NOTNULL");
      case 8 ->
          condition(next)
              + any(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS UNKNOWN", " IS NOT UNKNOWN");
      case 9 -> number(next) + between() + number(next) + " AND " + number(next);
      case 10 -> number(next) + any(" IN (", " NOT IN (") + number(next) + ", " + number(0) + ")";
      case 11 ->
          text(next)
              + any(" LIKE ", " NOT LIKE ", " ILIKE ", " NOT ILIKE ")
              + text(next)
              + any("", "", " ESCAPE '!'");
      case 12 -> number(next) + any(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + number(next);
      case 13 -> number(next) + any(" = ANY (a)", " <> ALL (a)", " < SOME (a)");
      case 14 -> time(next) + any(" < ", " = ", " > ") + time(next);
      case 15 -> condition(next) + any(" = ", " <> ", " < ") + condition(next);
      default -> text(next) + any(" = ", " ~ ", " !~* ", " < ") + text(next);
    };
  }

  private String between() {
    return any(
        " BETWEEN ",
        " NOT BETWEEN ",
        " BETWEEN SYMMETRIC ",
        " NOT BETWEEN SYMMETRIC ",
        " BETWEEN ASYMMETRIC ");
  }

  private String number(int depth) {
    if (depth == 0) {
      return any("i", "j", "k", "1", "2", "2.5", "a[1]", "a[i + 1]", "- 3", "+4", "'7'::int");
    }
    int next = depth - 1;
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> number(next) + any(" + ", " - ") + number(next);
      case 3, 4 -> number(next) + any(" * ", " / ", " % ") + number(next);
      case 5 -> number(next) + " ^ " + number(next);
      case 6 -> any("-", "+", "@ ", "- ", "~ ") + number(next);
      case 7 ->
          number(next)
              + any(" & ", " | ", " # ", " << ", " OPERATOR(pg_catalog.+) ")
              + number(next);
      case 8 -> number(next) + any("::int8", "::numeric(10, 2)", " :: int");
      case 9 ->
          "CASE WHEN "
              + condition(next)
              + " THEN "
              + number(next)
              + " ELSE "
              + number(next)
              + " END";
      case 10 -> "coalesce(" + number(next) + ", " + number(next) + ")";
      default ->
          any("extract(day FROM ", "extract('hour' from ") + time(next) + ")" + any("", "::int");
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return any("s", "t", "'x'", "'y' COLLATE \"C\"", "text 'z'");
    }
    int next = depth - 1;
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> text(next) + " || " + text(next);
      case 3 -> text(next) + " COLLATE \"C\"";
      case 4 -> number(next) + "::text";
      case 5 -> "substring(" + text(next) + " FROM " + number(0) + ")";
      default -> any("trim(", "upper(", "trim(leading 'x' from ") + text(next) + ")";
    };
  }

  private String time(int depth) {
    if (depth == 0) {
      return any("ts", "timestamp '2026-01-01'", "tz AT TIME ZONE 'UTC'", "ts::date");
    }
    int next = depth - 1;
    return switch (random.nextInt(5)) {
      case 0, 1 -> time(next) + any(" + ", " - ") + interval(next);
      case 2 -> time(next) + " AT TIME ZONE 'UTC' AT TIME ZONE " + text(0);
      case 3 -> "date_trunc('day', " + time(next) + ")";
      default -> time(next) + "::timestamp";
    };
  }

  private String interval(int depth) {
    return depth == 0
        ? any("interval '1 day'", "'1 hour'::interval")
        : interval(0) + " * " + number(depth - 1);
  }
}
