package io.tablecache.jdbc;

import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.plan.StatementEffects;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a batch can do, as the catalog was known to be when each was added; if more is
 * known of the catalog by the time that the batch is executed, or strings are written otherwise
 * then, it can do anything.
 *
 * <p>Confined to the thread that uses the statement.
 */
final class BatchEffects {
  private Effects effects = Effects.NONE;
  private boolean readsCached;

  /** By what the effects are known; null of an empty batch. */
  private @Nullable TextEffects knownBy;

  private boolean isOutdated;

  /** Whether a text has a backslash, of which settings decide what it means in a string. */
  private boolean hasBackslash;

  /** Whether it was an ordinary character when the last text was added. */
  private boolean hasStandardStrings;

  /**
   * A text was added to the batch.
   *
   * @param added what it can do, by these texts
   * @param mentionsCached whether it may name a cached table
   * @param standardStrings the session's {@code standard_conforming_strings}
   */
  void add(
      String sql,
      TextEffects texts,
      Effects added,
      boolean mentionsCached,
      boolean standardStrings) {
    isOutdated |= knownBy != null && knownBy != texts;
    isOutdated |= hasBackslash && hasStandardStrings != standardStrings;
    knownBy = texts;
    effects = effects.and(added);
    readsCached |= mentionsCached || added.readsCached();
    hasBackslash |= sql.indexOf('\\') >= 0;
    hasStandardStrings = standardStrings;
  }

  /**
   * What the batch can do that is executed now, by what is known of the catalog now.
   *
   * @param standardStrings the session's {@code standard_conforming_strings}
   */
  Effects by(TextEffects texts, boolean standardStrings) {
    isOutdated |= knownBy != null && knownBy != texts;
    isOutdated |=
        hasBackslash
            && (hasStandardStrings != standardStrings || effects.shown().mayChangeSession());
    return isOutdated ? effects.and(texts.of(StatementEffects.ANYTHING)) : effects;
  }

  /** Whether a text of the batch may read a cached table. */
  boolean readsCached() {
    return readsCached;
  }

  /** The batch is empty again. */
  void clear() {
    effects = Effects.NONE;
    readsCached = false;
    knownBy = null;
    isOutdated = false;
    hasBackslash = false;
  }
}
