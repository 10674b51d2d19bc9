package io.tablecache.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablecache.model.HiddenEffects;
import io.tablecache.plan.RelationNames;
import io.tablecache.plan.StatementClassifier;
import io.tablecache.plan.StatementEffects;

/**
 * What statement texts can do, as far as the texts and one reading of the catalog show.
 *
 * <p>Thread-safe.
 */
final class TextEffects {
  private static final int MAX_TEXTS = 5_000;

  /** Longer texts are classified each time, so that the memory of texts stays bounded. */
  private static final int MAX_KEPT_TEXT_LENGTH = 8_192;

  private final HiddenEffects hidden;
  private final RelationNames writers;
  private final RelationNames readers;
  private final Cache<String, StatementEffects> effects =
      Caffeine.newBuilder().maximumSize(MAX_TEXTS).build();

  TextEffects(HiddenEffects hidden) {
    this.hidden = hidden;
    this.writers = new RelationNames(hidden.writers());
    this.readers = new RelationNames(hidden.readers());
  }

  /** Whether these are the effects by that reading of the catalog. */
  boolean isOf(HiddenEffects read) {
    return hidden == read;
  }

  /** Whether the text may read a cached table through a view. */
  boolean mayReadCached(String sql) {
    return readers.mentions(sql);
  }

  /**
   * What the statement can do to the database and the session.
   *
   * @param standardConformingStrings the session's setting of that name
   */
  StatementEffects of(String sql, boolean standardConformingStrings) {
    if (sql.length() > MAX_KEPT_TEXT_LENGTH || !standardConformingStrings) {
      return classify(sql, standardConformingStrings);
    }
    StatementEffects known = effects.getIfPresent(sql);
    if (known == null) {
      known = classify(sql, true);
      effects.put(sql, known);
    }
    return known;
  }

  private StatementEffects classify(String sql, boolean standardConformingStrings) {
    StatementEffects shown = StatementClassifier.effects(sql, standardConformingStrings);
    return writers.mentions(sql) ? shown.and(StatementEffects.ANYTHING) : shown;
  }
}
