package io.tablecache.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the user-defined functions that may write or change the session, and all by which they can
 * run without being named.
 *
 * <p>PostgreSQL lets a function that is not volatile write nothing itself, but it may call one that
 * does. So the text of its body is searched for the names of suspect objects, until no further
 * function becomes suspect; where there is no text to search, as in the standard's own syntax for
 * bodies or in other languages, it is suspect. Functions in C are what they say.
 *
 * @see <a href="https://www.postgresql.org/docs/current/xfunc-volatility.html">PostgreSQL, Function
 *     Volatility Categories</a>
 */
final class SuspectFunctions {
  private static final String CANDIDATES =
      """
      SELECT p.oid::pg_catalog.int8, p.prosrc
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND p.prokind IN ('f', 'w') AND p.provolatile <> 'v'
         AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL""";

  private static final String OTHERS =
      """
      SELECT p.oid::pg_catalog.int8
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND p.prokind <> 'a'
         AND (p.provolatile = 'v' OR p.prosqlbody IS NOT NULL
              OR l.lanname NOT IN ('internal', 'c', 'sql', 'plpgsql'))
      UNION
      SELECT a.aggfnoid::pg_catalog.oid::pg_catalog.int8 FROM pg_catalog.pg_aggregate a
       WHERE a.aggfnoid::pg_catalog.oid >= 16384
         AND ARRAY[a.aggtransfn::pg_catalog.oid, a.aggfinalfn, a.aggcombinefn, a.aggserialfn,
                   a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]
             && ARRAY("""
          + FunctionDependents.VOLATILE
          + ")";

  private static final String VOLATILE_NAMES =
      "SELECT DISTINCT p.proname::text FROM pg_catalog.pg_proc p WHERE p.oid IN ("
          + FunctionDependents.VOLATILE
          + ")";

  private static final Pattern NOT_IN_WORDS = Pattern.compile("[^a-z0-9_$]+");

  private final Connection connection;
  private final Set<Long> oids = new HashSet<>();

  private FunctionDependents dependents = FunctionDependents.NONE;

  private SuspectFunctions(Connection connection) {
    this.connection = connection;
  }

  /** A function that is not volatile, and the words of its body. */
  private record Candidate(long oid, String body, Set<String> words) {}

  /** Asks the catalog. */
  static SuspectFunctions read(Connection connection) throws SQLException {
    SuspectFunctions found = new SuspectFunctions(connection);
    found.read();
    return found;
  }

  /** The functions' oids. */
  Set<Long> oids() {
    return oids;
  }

  /** What depends on them. */
  FunctionDependents dependents() {
    return dependents;
  }

  private void read() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHERS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        oids.add(rows.getLong(1));
      }
    }
    List<Candidate> candidates = candidates();
    if (!candidates.isEmpty()) {
      Set<String> builtIn = new HashSet<>(strings(VOLATILE_NAMES));
      builtIn.addAll(FunctionDependents.HARMFUL);
      builtIn.add("execute");
      suspectThose(candidates, builtIn, Set.of());
    }
    do {
      dependents = FunctionDependents.read(connection, oids);
    } while (suspectThose(candidates, dependents.mentions(), dependents.operators()));
  }

  private List<Candidate> candidates() throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CANDIDATES);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String body = rows.getString(2).toLowerCase(Locale.ROOT);
        candidates.add(new Candidate(rows.getLong(1), body, words(body)));
      }
    }
    return candidates;
  }

  private static Set<String> words(String text) {
    return Set.of(NOT_IN_WORDS.splitAsStream(text).distinct().toArray(String[]::new));
  }

  /** Moves candidates whose bodies mention something suspect; whether there were any. */
  private boolean suspectThose(
      List<Candidate> candidates, Set<String> suspectNames, Set<String> suspectOperators) {
    Set<String> plain = new HashSet<>();
    List<String> others = new ArrayList<>(suspectOperators);
    for (String name : suspectNames) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (NOT_IN_WORDS.matcher(lower).find()) {
        others.add(lower.replace("\"", "\"\""));
      } else {
        plain.add(lower);
      }
    }
    boolean any = false;
    for (Iterator<Candidate> i = candidates.iterator(); i.hasNext(); ) {
      Candidate candidate = i.next();
      if (dependents.isAnyText()
          || candidate.body().contains("u&")
          || candidate.words().stream().anyMatch(plain::contains)
          || others.stream().anyMatch(candidate.body()::contains)) {
        oids.add(candidate.oid());
        i.remove();
        any = true;
      }
    }
    return any;
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
