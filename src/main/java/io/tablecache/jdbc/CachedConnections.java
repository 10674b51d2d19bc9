package io.tablecache.jdbc;

import io.tablecache.engine.CacheEngine;
import io.tablecache.engine.CachedTable;
import io.tablecache.engine.EngineLease;
import io.tablecache.model.Clock;
import io.tablecache.model.ReadYourWrites;
import io.tablecache.model.ServerIdentity;
import io.tablecache.plan.StatementEffects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Makes connections that are answered from the cache of an engine. Thread-safe. */
public final class CachedConnections {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|m|h|d)?");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final ConcurrentMap<CacheEngine, CachedDatabase> DATABASES =
      new ConcurrentHashMap<>();

  private CachedConnections() {}

  /**
   * A connection over a real one; closing it closes the real one and gives the lease back.
   *
   * @param real a connection of the PostgreSQL driver
   * @param lease of the engine of the connection's database
   * @param maxStaleness the age that the session accepts at most, such as {@code 5s}; null for the
   *     tables' own
   */
  public static Connection open(Connection real, EngineLease lease, @Nullable String maxStaleness)
      throws SQLException {
    long maxStalenessNanos = maxStaleness == null ? Long.MAX_VALUE : nanos(maxStaleness);
    return new TableCacheConnection(
        real.unwrap(BaseConnection.class),
        lease,
        database(lease.engine()),
        Clock.SYSTEM,
        maxStalenessNanos);
  }

  private static CachedDatabase database(CacheEngine engine) {
    CachedDatabase known = DATABASES.get(engine);
    if (known == null) {
      DATABASES.keySet().removeIf(CacheEngine::isClosed);
      known = DATABASES.computeIfAbsent(engine, CachedDatabase::new);
    }
    return known;
  }

  /**
   * A transaction on one engine's database may have written: whoever caches the same database in
   * this process, by another config or under another name of the server, must have that too.
   *
   * @param touched the writer's tables that may have changed
   * @param written by which the tables of others are found
   */
  static void wroteMaybe(
      CachedDatabase writer, Collection<CachedTable> touched, StatementEffects written) {
    touched.forEach(CachedTable::wroteMaybe);
    if (DATABASES.size() > 1) {
      for (CachedDatabase other : DATABASES.values()) {
        if (other != writer && minds(other, writer)) {
          other.touchedBy(written).forEach(CachedTable::wroteMaybe);
        }
      }
    }
  }

  /** Whether what was written reaches a table that is cached by any engine that minds it. */
  static boolean isReached(CachedDatabase writer, TextEffects.Effects effects) {
    if (!effects.touched().isEmpty()) {
      return true;
    }
    if (DATABASES.size() > 1) {
      for (CachedDatabase other : DATABASES.values()) {
        if (other != writer
            && minds(other, writer)
            && !other.touchedBy(effects.shown()).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean minds(CachedDatabase other, CachedDatabase writer) {
    return other.engine().readYourWrites() == ReadYourWrites.JVM
        && writer.engine().readYourWrites() == ReadYourWrites.JVM
        && mayShare(other.engine(), writer.engine());
  }

  /** The engines of this process that may cache the same database, the given one included. */
  static List<CacheEngine> sharing(CacheEngine engine) {
    List<CacheEngine> engines = new ArrayList<>();
    for (CacheEngine other : DATABASES.keySet()) {
      if (other == engine || mayShare(other, engine)) {
        engines.add(other);
      }
    }
    return engines;
  }

  /** Whether the two may be of the same database, as far as is known before their first load. */
  private static boolean mayShare(CacheEngine a, CacheEngine b) {
    ServerIdentity known = a.server().orElse(null);
    ServerIdentity other = b.server().orElse(null);
    return known == null || other == null || known.equals(other);
  }

  /** A duration with a unit, as PostgreSQL writes them; a bare number is in seconds. */
  static long nanos(String text) throws SQLException {
    Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new PSQLException(
          "tablecache.max_staleness is \""
              + text
              + "\", but must be a number with a unit: ms, s, min, h or d",
          PSQLState.INVALID_PARAMETER_VALUE);
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), NANOS.getOrDefault(unit, 1L));
  }
}
