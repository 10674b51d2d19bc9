package io.tablecache.jdbc;

import io.tablecache.jdbc.CachedDatabase.Mention;
import io.tablecache.plan.LexResult;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the text of a prepared statement, for all connections to a database: a pool's
 * clients prepare the same text again and again.
 *
 * <p>Thread-safe.
 */
final class PreparedText {
  private final Mention mention;
  private final @Nullable LexResult lexed;
  private final boolean hasBackslash;

  /** The last planning that found a plan. */
  private volatile @Nullable Planning planning;

  /**
   * @param lexed with {@code standard_conforming_strings} on; null if no cached table is mentioned
   */
  PreparedText(String sql, Mention mention, @Nullable LexResult lexed) {
    this.mention = mention;
    this.lexed = lexed;
    this.hasBackslash = sql.indexOf('\\') >= 0;
  }

  Mention mention() {
    return mention;
  }

  /** What the text is, with {@code standard_conforming_strings} on; null if that is not known. */
  @Nullable LexResult lexed() {
    return lexed;
  }

  /** Whether the session's settings decide what the text means. */
  boolean hasBackslash() {
    return hasBackslash;
  }

  /**
   * The plan that was found last, if it was found for the same types, search path and catalog.
   *
   * @param version of {@link CachedDatabase#plansVersion}
   */
  @Nullable Answerable plan(long version, String searchPath, int[] parameterOids) {
    Planning last = planning;
    return last != null
            && last.version == version
            && last.searchPath.equals(searchPath)
            && Arrays.equals(last.parameterOids, parameterOids)
        ? last.plan
        : null;
  }

  /**
   * Remembers what a planning found.
   *
   * @param version as it was before the planning
   * @param parameterOids not to be changed any more
   */
  void planned(long version, String searchPath, int[] parameterOids, Answerable plan) {
    planning = new Planning(version, searchPath, parameterOids, plan);
  }

  /** What a plan was found for, and the plan. */
  private static final class Planning {
    final long version;
    final String searchPath;
    final int[] parameterOids;
    final Answerable plan;

    Planning(long version, String searchPath, int[] parameterOids, Answerable plan) {
      this.version = version;
      this.searchPath = searchPath;
      this.parameterOids = parameterOids;
      this.plan = plan;
    }
  }
}
