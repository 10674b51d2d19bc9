package io.tablecache.corpus;

import io.tablecache.corpus.CorpusStatement.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The results of one pass over the corpus, as the table that people read. */
final class CorpusTable {
  private final String title;
  private final boolean holdsHistory;
  private final List<CorpusResult> results;

  /**
   * @param holdsHistory whether all of the tables' past is cached
   */
  CorpusTable(String title, boolean holdsHistory, List<CorpusResult> results) {
    this.title = title;
    this.holdsHistory = holdsHistory;
    this.results = results;
  }

  /** The results that count for a class's share of hits. */
  List<CorpusResult> counted(Share share) {
    return select(
        result ->
            result.statement().share() == share
                && result.expected().sqlState() == null
                && (holdsHistory || !result.statement().needsHistory()));
  }

  List<CorpusResult> select(Predicate<CorpusResult> condition) {
    return results.stream().filter(condition).toList();
  }

  /** How many of a class's results are hits, in percent. */
  double hitPercent(Share share) {
    List<CorpusResult> counted = counted(share);
    return 100.0 * hits(counted) / counted.size();
  }

  private static long hits(List<CorpusResult> some) {
    return some.stream().filter(CorpusResult::isHit).count();
  }

  private static long differences(List<CorpusResult> some) {
    return some.stream().filter(result -> result.difference() != null).count();
  }

  /** The table by class and kind, then each statement that was to be a hit and is none. */
  String text() {
    StringBuilder text = new StringBuilder("\nCorpus, ").append(title).append('\n');
    line(text, "class", "kind", "runs", "hits", "%", "diff", "others end as");
    for (Share share : Share.values()) {
      Map<String, List<CorpusResult>> kinds = new TreeMap<>();
      for (CorpusResult result : select(result -> result.statement().share() == share)) {
        kinds.computeIfAbsent(result.statement().kind(), kind -> new ArrayList<>()).add(result);
      }
      kinds.forEach((kind, some) -> row(text, share.name(), kind, some));
      row(text, share.name(), "all", select(result -> result.statement().share() == share));
      row(text, share.name(), "counted", counted(share));
    }
    for (Share share : List.of(Share.MUST, Share.SHOULD, Share.STRETCH)) {
      text.append("\nNot answered from the cache: ").append(share).append('\n');
      for (CorpusResult result : counted(share)) {
        if (!result.isHit()) {
          text.append("  ")
              .append(result.statement().id())
              .append(' ')
              .append(result.way())
              .append(": ")
              .append(result.outcome())
              .append("; ")
              .append(result.reason())
              .append("\n      ")
              .append(result.statement().sql().replaceAll("\\s+", " "))
              .append('\n');
        }
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String share, String kind, List<CorpusResult> some) {
    Map<String, Integer> others = new TreeMap<>();
    for (CorpusResult result : some) {
      if (!result.isHit()) {
        others.merge(result.outcome().isEmpty() ? "-" : result.outcome(), 1, Integer::sum);
      }
    }
    line(
        text,
        share,
        kind,
        some.size(),
        hits(some),
        some.isEmpty() ? "" : Long.toString(100 * hits(some) / some.size()),
        differences(some),
        others.isEmpty() ? "" : others);
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(String.format("%-8s %-18s %5s %5s %4s %5s  %s%n", cells));
  }
}
