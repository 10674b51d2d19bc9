package io.tablecache.expression;

import io.tablecache.expression.SignatureCatalog.Routine;
import io.tablecache.model.Oids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of several functions or operators of a name by the types of the arguments, with
 * PostgreSQL's rules.
 *
 * @see <a href="https://www.postgresql.org/docs/current/typeconv-func.html">PostgreSQL,
 *     Functions</a>
 * @see <a href="https://www.postgresql.org/docs/current/typeconv-oper.html">PostgreSQL,
 *     Operators</a>
 */
final class Overloads {
  /** A function as if it were declared with as many parameters as there are arguments. */
  record Candidate(Routine routine, List<Integer> parameters) {
    Candidate {
      parameters = List.copyOf(parameters);
    }
  }

  private Overloads() {}

  /** The function that is meant; null if none, or no single one. */
  static @Nullable Candidate function(List<Routine> routines, List<Integer> arguments) {
    List<Candidate> candidates = candidates(routines, arguments.size());
    for (Candidate candidate : candidates) {
      if (candidate.parameters().equals(arguments)) {
        return candidate;
      }
    }
    return select(candidates, arguments);
  }

  /** The binary operator that is meant; null if none, or no single one. */
  static @Nullable Candidate operator(List<Routine> routines, int left, int right) {
    List<Candidate> candidates = candidates(routines, 2);
    List<Integer> assumed =
        left == Oids.UNKNOWN
            ? List.of(right, right)
            : right == Oids.UNKNOWN ? List.of(left, left) : List.of(left, right);
    for (Candidate candidate : candidates) {
      if (candidate.parameters().equals(assumed)) {
        return candidate;
      }
    }
    return select(candidates, List.of(left, right));
  }

  private static List<Candidate> candidates(List<Routine> routines, int count) {
    List<Candidate> candidates = new ArrayList<>();
    for (Routine routine : routines) {
      List<Integer> declared = routine.parameters();
      int size = declared.size();
      if (routine.isVariadic() && count >= size) {
        List<Integer> expanded = new ArrayList<>(declared.subList(0, size - 1));
        int last = declared.get(size - 1);
        int element = last == Coercions.ANY ? last : SignatureCatalog.INSTANCE.elementOf(last);
        expanded.addAll(Collections.nCopies(count - size + 1, element));
        candidates.add(new Candidate(routine, expanded));
      } else if (count <= size && count >= size - routine.defaults()) {
        candidates.add(new Candidate(routine, declared.subList(0, count)));
      }
    }
    return candidates;
  }

  private static @Nullable Candidate select(List<Candidate> all, List<Integer> arguments) {
    List<Candidate> candidates =
        all.stream()
            .filter(candidate -> Coercions.areImplicit(arguments, candidate.parameters()))
            .toList();
    if (candidates.size() > 1) {
      candidates = best(candidates, candidate -> exactMatches(candidate, arguments));
    }
    if (candidates.size() > 1) {
      candidates = best(candidates, candidate -> exactOrPreferred(candidate, arguments));
    }
    if (candidates.size() > 1 && arguments.contains(Oids.UNKNOWN)) {
      candidates = guess(candidates, arguments);
    }
    return candidates.size() == 1 ? candidates.get(0) : null;
  }

  private static List<Candidate> best(List<Candidate> candidates, ToIntFunction<Candidate> rank) {
    int best = candidates.stream().mapToInt(rank).max().orElseThrow();
    return candidates.stream().filter(candidate -> rank.applyAsInt(candidate) == best).toList();
  }

  private static int exactMatches(Candidate candidate, List<Integer> arguments) {
    int matches = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int argument = arguments.get(i);
      if (argument != Oids.UNKNOWN && candidate.parameters().get(i) == argument) {
        matches++;
      }
    }
    return matches;
  }

  private static int exactOrPreferred(Candidate candidate, List<Integer> arguments) {
    int matches = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int argument = arguments.get(i);
      int parameter = candidate.parameters().get(i);
      if (argument != Oids.UNKNOWN
          && (parameter == argument
              || (Coercions.isPreferred(parameter)
                  && Coercions.category(parameter) == Coercions.category(argument)))) {
        matches++;
      }
    }
    return matches;
  }

  /** What is left if literals without a type are taken to be of the likeliest types. */
  private static List<Candidate> guess(List<Candidate> given, List<Integer> arguments) {
    List<Candidate> candidates = given;
    List<Candidate> kept = ofLikeliestCategories(candidates, arguments);
    if (!kept.isEmpty()) {
      candidates = kept;
    }
    if (candidates.size() == 1) {
      return candidates;
    }
    List<Integer> known = arguments.stream().filter(oid -> oid != Oids.UNKNOWN).distinct().toList();
    if (known.size() == 1) {
      List<Integer> assumed = Collections.nCopies(arguments.size(), known.get(0));
      return candidates.stream()
          .filter(candidate -> Coercions.areImplicit(assumed, candidate.parameters()))
          .toList();
    }
    return candidates;
  }

  /** The candidates of the likeliest categories; empty if these cannot be told. */
  private static List<Candidate> ofLikeliestCategories(
      List<Candidate> candidates, List<Integer> arguments) {
    List<Candidate> kept = candidates;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) != Oids.UNKNOWN) {
        continue;
      }
      int slot = i;
      List<Character> categories =
          candidates.stream()
              .map(candidate -> Coercions.category(candidate.parameters().get(slot)))
              .distinct()
              .toList();
      if (categories.size() > 1 && !categories.contains('S')) {
        return List.of();
      }
      char category = categories.size() > 1 ? 'S' : categories.get(0);
      boolean hasPreferred =
          candidates.stream()
              .map(candidate -> candidate.parameters().get(slot))
              .anyMatch(oid -> Coercions.category(oid) == category && Coercions.isPreferred(oid));
      kept =
          kept.stream()
              .filter(
                  candidate -> {
                    int oid = candidate.parameters().get(slot);
                    return Coercions.category(oid) == category
                        && (!hasPreferred || Coercions.isPreferred(oid));
                  })
              .toList();
    }
    return kept;
  }
}
