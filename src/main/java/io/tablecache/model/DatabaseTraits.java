package io.tablecache.model;

import java.util.Set;

/**
 * What the meaning of operators, functions and text in a database depends on. Immutable.
 *
 * @param builtInOperatorsOnly whether no operator outside pg_catalog could be chosen for values of
 *     built-in types
 * @param publicOperators whether everybody may execute the operators of pg_catalog, which other
 *     syntax stands for as well
 * @param shadowedFunctions names of functions outside pg_catalog that pg_catalog has too, and of
 *     those of pg_catalog that not everybody may execute
 * @param bytewiseCollation whether the default collation orders text by bytes
 * @param plainCase whether the case of ASCII letters follows English rules in all collations that
 *     the table uses, and in the default one
 * @param computesValues whether values of the table are computed by the server when they are read
 * @param roundsEachOperation whether the server rounds after each operation on floats, and does not
 *     make one operation of a multiplication and an addition, as compilers do for some processors
 */
public record DatabaseTraits(
    boolean builtInOperatorsOnly,
    boolean publicOperators,
    Set<String> shadowedFunctions,
    boolean bytewiseCollation,
    boolean plainCase,
    boolean computesValues,
    boolean roundsEachOperation) {
  /** A database with nothing of its own, whose default collation is not known. */
  public static final DatabaseTraits PLAIN =
      new DatabaseTraits(true, true, Set.of(), false, true, false, true);

  public DatabaseTraits {
    shadowedFunctions = Set.copyOf(shadowedFunctions);
  }
}
