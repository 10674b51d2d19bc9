package io.tablecache.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says that a statement's text does not show: names behind which something writes,
 * reads a cached table, or does neither, and which cached tables a write can reach.
 *
 * <p>A function is <em>suspect</em> if it is user-defined and volatile, or if it is not known what
 * it calls. Names are as the catalog has them. Immutable.
 *
 * @param writers names whose mention can mean that a suspect function runs: of functions, of views
 *     and tables whose rules and policies call one, of types that are converted to or checked by
 *     one
 * @param readers names of relations by which rows of cached tables are read, and of what calls a
 *     user-defined function that may read them
 * @param calm names of user-defined functions none of which is suspect
 * @param operators operators that are a suspect function
 * @param readingOperators operators that are a user-defined function
 * @param isAnyTextReading whether a user-defined function may read without any such name in the
 *     text
 * @param isLoginSuspect whether a suspect function runs whenever a session starts
 * @param isParameterSuspect whether a suspect function can run for a parameter whose type is named
 *     where it is set
 * @param isAnyTextSuspect whether a suspect function can run without any such name in the text: by
 *     an implicit conversion, or by an operator that other syntax stands for
 * @param reach by the name of a relation, the labels of the cached tables whose rows can change by
 *     a write to it; a relation that is not named reaches none
 * @param triggering names of relations at a write to which a trigger, a rule, a foreign server or a
 *     suspect function runs, so that anything can change
 * @param plain labels of the cached tables of which a row can change only by a statement that names
 *     the table, and as that statement says
 */
public record HiddenEffects(
    Set<String> writers,
    Set<String> readers,
    Set<String> calm,
    Set<String> operators,
    Set<String> readingOperators,
    boolean isAnyTextReading,
    boolean isLoginSuspect,
    boolean isParameterSuspect,
    boolean isAnyTextSuspect,
    Map<String, Set<String>> reach,
    Set<String> triggering,
    Set<String> plain) {
  /** Nothing is hidden, and no table is cached. */
  public static final HiddenEffects NONE =
      new HiddenEffects(
          Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false, false, false, false, Map.of(),
          Set.of(), Set.of());

  public HiddenEffects {
    writers = Set.copyOf(writers);
    readers = Set.copyOf(readers);
    calm = Set.copyOf(calm);
    operators = Set.copyOf(operators);
    readingOperators = Set.copyOf(readingOperators);
    Map<String, Set<String>> copied = new HashMap<>();
    reach.forEach((name, labels) -> copied.put(name, Set.copyOf(labels)));
    reach = Map.copyOf(copied);
    triggering = Set.copyOf(triggering);
    plain = Set.copyOf(plain);
  }
}
