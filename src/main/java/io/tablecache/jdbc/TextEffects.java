package io.tablecache.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablecache.engine.CachedTable;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.TableDefinition;
import io.tablecache.plan.RelationNames;
import io.tablecache.plan.SegmentWrite;
import io.tablecache.plan.StatementClassifier;
import io.tablecache.plan.StatementEffects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What statement texts can do, as far as the texts and one reading of the catalog show.
 *
 * <p>Thread-safe.
 */
final class TextEffects {
  private static final int MAX_TEXTS = 5_000;

  /** Longer texts are read each time, so that the memory of texts stays bounded. */
  static final int MAX_KEPT_TEXT_LENGTH = 8_192;

  private static final String CAST = "::";

  private final HiddenEffects hidden;
  private final List<CachedTable> tables;
  private final RelationNames writers;
  private final RelationNames readers;
  private final Cache<String, Effects> effects =
      Caffeine.newBuilder().maximumSize(MAX_TEXTS).build();

  /**
   * What one text can do.
   *
   * @param shown by the text and the catalog
   * @param touched the cached tables whose rows it may change
   * @param segments which rows of the one table that is touched are meant; null if any may be
   * @param literalSegments the values of {@link #segments}, where no parameters are among them
   * @param readsCached whether it may read a cached table under another name
   * @param by what it is known by; null for nothing at all
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, and not compared
  record Effects(
      StatementEffects shown,
      List<CachedTable> touched,
      @Nullable SegmentWrite segments,
      long @Nullable [] literalSegments,
      boolean readsCached,
      @Nullable TextEffects by) {
    /** It only reads. */
    static final Effects NONE =
        new Effects(StatementEffects.NONE, List.of(), null, null, false, null);

    /** Of two statements. */
    Effects and(Effects other) {
      return new Effects(
          shown.and(other.shown),
          Stream.concat(touched.stream(), other.touched.stream()).distinct().toList(),
          null,
          null,
          readsCached || other.readsCached,
          other.by);
    }

    /**
     * The same, if what is known of the catalog now is what it is known by; else anything may have
     * been done by what was defined meanwhile.
     */
    Effects ended(TextEffects now) {
      return by == now ? this : and(now.of(StatementEffects.ANYTHING));
    }
  }

  /**
   * @param tables all cached tables
   */
  TextEffects(HiddenEffects hidden, List<CachedTable> tables) {
    this.hidden = hidden;
    this.tables = tables;
    this.writers = new RelationNames(hidden.writers());
    // What a user's function reads is not looked at.
    Set<String> reading = new HashSet<>(hidden.readers());
    reading.addAll(hidden.calm());
    this.readers = new RelationNames(reading);
  }

  /** Whether these are the effects by that reading of the catalog. */
  boolean isOf(HiddenEffects read) {
    return hidden == read;
  }

  /**
   * What the statement can do to the database and the session.
   *
   * @param standardConformingStrings the session's setting of that name
   */
  Effects of(String sql, boolean standardConformingStrings) {
    if (sql.length() > MAX_KEPT_TEXT_LENGTH || !standardConformingStrings) {
      return classify(sql, standardConformingStrings);
    }
    Effects known = effects.getIfPresent(sql);
    if (known == null) {
      known = classify(sql, true);
      effects.put(sql, known);
    }
    return known;
  }

  /** What an execution can do with parameters whose types were named when they were set. */
  Effects ofNamedTypes(Effects effects) {
    return hidden.isParameterSuspect() ? effects.and(of(StatementEffects.ANYTHING)) : effects;
  }

  /** What something with these effects can do to the cached tables. */
  Effects of(StatementEffects shown) {
    return new Effects(shown, touchedBy(shown), null, null, false, this);
  }

  private Effects classify(String sql, boolean standardConformingStrings) {
    StatementEffects shown = StatementClassifier.effects(sql, standardConformingStrings, hidden);
    boolean isSuspect =
        writers.mentions(sql)
            || mayHaveQuestionMarkOperator(sql)
            || (hidden.operators().contains(CAST) && sql.contains(CAST))
            || (hidden.isAnyTextSuspect() && !shown.isTransactionControl())
            || shown.written().stream()
                .anyMatch(name -> isOfTheCatalog(name) || hidden.triggering().contains(name));
    StatementEffects all = isSuspect ? shown.and(StatementEffects.ANYTHING) : shown;
    List<CachedTable> touched = touchedBy(all);
    SegmentWrite segments =
        touched.size() == 1 && !all.writesAny() && all.written().size() == 1
            ? segments(touched.get(0), sql, standardConformingStrings)
            : null;
    return new Effects(
        all,
        touched,
        segments,
        segments == null || segments.hasParameters() ? null : segments.literals(),
        readsCached(sql),
        this);
  }

  private boolean readsCached(String sql) {
    return hidden.isAnyTextReading()
        || readers.mentions(sql)
        || hidden.readingOperators().stream().anyMatch(sql::contains);
  }

  /**
   * Whether an operator with a question mark may be in the text. The statement's kind decides
   * whether that is one: prepared ones have a parameter there, and write two for one.
   */
  private boolean mayHaveQuestionMarkOperator(String sql) {
    return sql.indexOf('?') >= 0
        && hidden.operators().stream().anyMatch(name -> name.indexOf('?') >= 0);
  }

  /** Whether a write to the relation may change definitions, or settings as by pg_settings. */
  private static boolean isOfTheCatalog(String relation) {
    return relation.startsWith("pg_");
  }

  private @Nullable SegmentWrite segments(
      CachedTable table, String sql, boolean standardConformingStrings) {
    TableDefinition definition = table.definition();
    return definition != null
            && definition.traits().builtInOperatorsOnly()
            && hidden.plain().contains(table.label())
        ? SegmentWrite.of(sql, standardConformingStrings, definition)
        : null;
  }

  /** The cached tables whose rows may change with what is written. */
  private List<CachedTable> touchedBy(StatementEffects shown) {
    if (!shown.mayWrite()) {
      return List.of();
    }
    return shown.writesAny()
        ? tables
        : tables.stream().filter(table -> isReached(table, shown.written())).toList();
  }

  private boolean isReached(CachedTable table, Set<String> written) {
    return written.stream()
        .anyMatch(name -> hidden.reach().getOrDefault(name, Set.of()).contains(table.label()));
  }
}
