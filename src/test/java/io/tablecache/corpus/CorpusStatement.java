package io.tablecache.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the corpus; the corpus's own page says what the fields mean.
 *
 * @param parameters in order
 * @param bound which part of the window's restriction the WHERE carries
 * @param error the SQLState that it fails with, or null
 * @param session settings for the statement's transaction
 * @param pre statements to execute before it in the same transaction
 */
record CorpusStatement(
    String id,
    String kind,
    Share share,
    Comparison comparison,
    String sql,
    List<CorpusParameter> parameters,
    String bound,
    List<String> tables,
    @Nullable String error,
    Map<String, String> session,
    List<String> pre,
    boolean isPrepared,
    boolean isExecuted,
    int maxRows,
    int fetchSize) {

  /** How surely a cache is to answer a statement. */
  enum Share {
    MUST,
    SHOULD,
    STRETCH,
    NEVER
  }

  /** What two right answers to a statement have in common. */
  enum Comparison {
    ORDERED,
    MULTISET,
    TIES,
    FLOAT,
    VOLATILE
  }

  static CorpusStatement of(Map<String, @Nullable Object> fields) {
    List<CorpusParameter> parameters = new ArrayList<>();
    for (Object parameter : list(fields, "params")) {
      List<?> pair = (List<?>) parameter;
      parameters.add(
          new CorpusParameter((String) pair.get(0), pair.size() > 1 ? pair.get(1) : null));
    }
    return new CorpusStatement(
        text(fields, "id"),
        text(fields, "kind"),
        Share.valueOf(upper(text(fields, "cacheable"))),
        Comparison.valueOf(upper(text(fields, "result"))),
        text(fields, "sql"),
        parameters,
        text(fields, "bound"),
        list(fields, "tables").stream().map(String.class::cast).toList(),
        (String) fields.get("error"),
        session(fields),
        list(fields, "pre").stream().map(String.class::cast).toList(),
        !"statement".equals(fields.get("stmt")),
        fields.containsKey("noresult") || fields.containsKey("multi"),
        number(fields, "maxRows"),
        number(fields, "fetchSize"));
  }

  private static String upper(String word) {
    return word.toUpperCase(java.util.Locale.ROOT);
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    if (!(fields.get(name) instanceof String text)) {
      throw new IllegalArgumentException(name + " is no text in " + fields);
    }
    return text;
  }

  private static List<?> list(Map<String, @Nullable Object> fields, String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  private static Map<String, String> session(Map<String, @Nullable Object> fields) {
    Map<String, String> settings = new java.util.TreeMap<>();
    if (fields.get("session") instanceof Map<?, ?> session) {
      session.forEach((name, value) -> settings.put((String) name, (String) value));
    }
    return settings;
  }

  private static int number(Map<String, @Nullable Object> fields, String name) {
    return fields.get("fetch") instanceof Map<?, ?> fetch && fetch.get(name) instanceof Number value
        ? value.intValue()
        : 0;
  }

  /** Whether it needs more of a table's past than a window holds. */
  boolean needsHistory() {
    return bound.equals("device") && !tables.equals(List.of("devices"));
  }

  /** Whether it has to run in a transaction that is rolled back. */
  boolean needsTransaction() {
    return !session.isEmpty() || !pre.isEmpty() || share == Share.NEVER;
  }
}
