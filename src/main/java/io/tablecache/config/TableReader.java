package io.tablecache.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one section below {@code tables}. */
final class TableReader {
  private static final System.Logger LOG = System.getLogger(TableReader.class.getName());
  private static final Set<String> KEYS = Set.of("relation", "indexes", "window", "freshness");
  private static final Set<String> INDEX_KEYS = Set.of("segment", "range");
  private static final Set<String> FRESHNESS_KEYS =
      Set.of("mode", "every", "max-staleness", "append-only");
  private static final Duration DEFAULT_EVERY = Duration.ofSeconds(15);
  private static final Duration DEFAULT_MAX_STALENESS = Duration.ofSeconds(20);

  private final String label;
  private final Section section;

  TableReader(String label, Section section) {
    this.label = label;
    this.section = section.allowing(KEYS);
  }

  TableRule read() {
    List<String> relation = relation();
    Section window = section.section("window");
    WindowRule windowRule = window == null ? null : new WindowReader(window).read();
    return new TableRule(
        section.origin(),
        label,
        relation.size() == 2 ? relation.get(0) : null,
        relation.get(relation.size() - 1),
        indexes(),
        windowRule,
        freshness(windowRule));
  }

  private List<String> relation() {
    String text =
        section.requiredText("relation", "Name the table or view, such as relation = public.t");
    List<String> parts;
    try {
      parts = SqlName.parts(text);
    } catch (IllegalArgumentException notAName) {
      throw section.error(
          "relation", "'" + text + "' is not a relation's name: " + notAName.getMessage());
    }
    if (parts.size() > 2) {
      throw section.error(
          "relation", "'" + text + "' has " + parts.size() + " parts. Write schema.name or name");
    }
    warnIfFolded("relation", text);
    return parts;
  }

  /** A column's name as the catalog stores it. */
  static String column(Section section, String key) {
    return column(section, key, section.requiredText(key, "Name a column"));
  }

  private static String column(Section section, String key, String text) {
    try {
      return SqlName.single(text);
    } catch (IllegalArgumentException notAName) {
      throw section.error(key, "'" + text + "' is not a column's name: " + notAName.getMessage());
    }
  }

  private void warnIfFolded(String key, String text) {
    if (text.indexOf('"') < 0 && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1}: the name {2} is folded to lower case, as in SQL. For a name with capitals"
              + " write SQL''s double quotes within a quoted string, such as \"\\\"MyTable\\\"\"",
          section.origin(key).description(),
          section.origin(key).path(),
          text);
    }
  }

  private List<IndexRule> indexes() {
    Section indexes = section.section("indexes");
    List<IndexRule> rules = new ArrayList<>();
    if (indexes != null) {
      for (Map.Entry<String, Section> index : indexes.sections().entrySet()) {
        rules.add(index(index.getKey(), index.getValue().allowing(INDEX_KEYS)));
      }
    }
    return rules;
  }

  private static IndexRule index(String name, Section index) {
    List<String> segment = new ArrayList<>();
    List<String> written = index.texts("segment");
    Set<String> seen = new HashSet<>();
    if (written != null) {
      for (String text : written) {
        String column = column(index, "segment", text);
        if (!seen.add(column)) {
          throw index.error("segment", "names " + column + " twice. Name each column once");
        }
        segment.add(column);
      }
    }
    String range = index.has("range") ? column(index, "range") : null;
    if (range != null && seen.contains(range)) {
      throw index.error("range", range + " is a segment column too. Leave it out of 'segment'");
    }
    if (segment.isEmpty() && range == null) {
      throw index
          .origin()
          .error("has neither 'segment' nor 'range'. Name segment columns, a range column or both");
    }
    return new IndexRule(index.origin(), name, segment, range);
  }

  private FreshnessRule freshness(@Nullable WindowRule window) {
    Section freshness = section.section("freshness");
    if (freshness == null) {
      return new FreshnessRule(section.origin(), DEFAULT_EVERY, DEFAULT_MAX_STALENESS, null);
    }
    requirePoll(freshness.allowing(FRESHNESS_KEYS));
    Duration maxStaleness = positive(freshness, "max-staleness", DEFAULT_MAX_STALENESS);
    Duration threeQuarters = maxStaleness.multipliedBy(3).dividedBy(4);
    Duration every =
        positive(
            freshness,
            "every",
            DEFAULT_EVERY.compareTo(threeQuarters) < 0 ? DEFAULT_EVERY : threeQuarters);
    if (every.compareTo(maxStaleness) >= 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1}: every {2} is not shorter than max-staleness {3}, so snapshots are taken more"
              + " often than it says. Make it shorter, or max-staleness longer",
          freshness.origin("every").description(),
          freshness.origin("every").path(),
          every,
          maxStaleness);
    }
    return new FreshnessRule(freshness.origin(), every, maxStaleness, lateness(freshness, window));
  }

  private static void requirePoll(Section freshness) {
    String mode = freshness.text("mode");
    if (mode == null || mode.equals("poll")) {
      return;
    }
    throw freshness.error(
        "mode",
        "'"
            + mode
            + (mode.equals("replicate") ? "' is not available" : "' is not a freshness mode")
            + ". Write poll, or leave it out");
  }

  private static Duration positive(Section section, String key, Duration byDefault) {
    Duration duration = section.duration(key);
    if (duration == null) {
      return byDefault;
    }
    if (duration.isNegative() || duration.isZero()) {
      throw section.error(key, "must be longer than zero, but is " + section.text(key));
    }
    return duration;
  }

  private static @Nullable Duration lateness(Section freshness, @Nullable WindowRule window) {
    Section appendOnly = freshness.section("append-only");
    if (appendOnly == null) {
      return null;
    }
    appendOnly.allowing(Set.of("lateness"));
    Duration lateness = appendOnly.duration("lateness");
    if (lateness == null) {
      throw appendOnly
          .origin()
          .error(
              "has no 'lateness'. Say how far behind now a new row's range value may be, such as"
                  + " lateness = 5s");
    }
    if (lateness.isNegative()) {
      throw appendOnly.error(
          "lateness", "must not be negative, but is " + appendOnly.text("lateness"));
    }
    if (window == null) {
      throw appendOnly
          .origin()
          .error("needs a window, whose range column tells which rows are new. Add one");
    }
    return lateness;
  }
}
