package io.tablecache.expression;

import io.tablecache.expression.SignatureCatalog.Routine;
import io.tablecache.model.Oids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Which function, operator or aggregate PostgreSQL means, by the types of the arguments.
 *
 * <p>Knows the built-in ones of the supported names only: whether a user's own hides them is for
 * the caller to find out. {@link Oids#UNKNOWN} is the type of NULL and of a quoted literal without
 * a type. Null is returned for what PostgreSQL refuses, and for some that it takes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/typeconv.html">PostgreSQL, Type
 *     Conversion</a>
 */
public final class Signatures {
  private static final SignatureCatalog CATALOG = SignatureCatalog.INSTANCE;

  private Signatures() {}

  /**
   * What is meant.
   *
   * @param key by which {@link Functions} has the implementation
   * @param parameterOids the types to which the arguments are coerced; if there are fewer
   *     arguments, the rest belongs to arguments that default to 0
   * @param resultOid the result's type
   */
  public record Signature(String key, List<Integer> parameterOids, int resultOid) {
    public Signature {
      parameterOids = List.copyOf(parameterOids);
    }
  }

  /**
   * The operator of that name, comparisons included.
   *
   * @param leftOid 0 for a prefix operator
   */
  public static @Nullable Signature operator(String name, int leftOid, int rightOid) {
    String operator = name.equals("!=") ? "<>" : name;
    Overloads.Candidate found =
        leftOid == 0
            ? Overloads.function(CATALOG.prefixOperators(operator), List.of(rightOid))
            : Overloads.operator(CATALOG.binaryOperators(operator), leftOid, rightOid);
    if (found == null) {
      return null;
    }
    if (operator.equals("||") && found.parameters().contains(Coercions.ANYNONARRAY)) {
      // PostgreSQL casts the other operand to text, too.
      return signature("||", List.of(Oids.TEXT, Oids.TEXT), Oids.TEXT);
    }
    return of(found);
  }

  /**
   * The function of that name, in lower case.
   *
   * <p>One that takes any number of arguments is resolved to as many parameters as there are
   * arguments: {@code concat(text,text,text)}, {@code num_nulls(any,any)}, {@code
   * jsonb_extract_path(jsonb,text,text)}.
   */
  public static @Nullable Signature function(String name, List<Integer> argumentOids) {
    Overloads.Candidate found = Overloads.function(CATALOG.functions(name), argumentOids);
    Integer target = typeByInternalName(name);
    boolean isExact = found != null && found.parameters().equals(argumentOids);
    if (target != null && argumentOids.size() == 1 && !isExact) {
      // A function call that PostgreSQL takes for a cast.
      int source = argumentOids.get(0);
      Signature cast = cast(source, target);
      if (source == Oids.UNKNOWN || isRelabel(source, target) || isByText(source, target)) {
        return cast;
      }
    }
    if (found == null) {
      return null;
    }
    if (name.equals("concat") || name.equals("concat_ws")) {
      return concat(name, argumentOids);
    }
    if (found.parameters().contains(Coercions.ANY)) {
      List<Integer> types =
          argumentOids.stream().map(oid -> oid == Oids.UNKNOWN ? Oids.TEXT : oid).toList();
      return new Signature(
          key(name, Collections.nCopies(types.size(), Coercions.ANY)),
          types,
          found.routine().result());
    }
    if (target != null && argumentOids.size() == 1) {
      return cast(found.parameters().get(0), target);
    }
    return of(found);
  }

  /**
   * The aggregate of that name, in lower case; {@code count} without arguments has the key {@code
   * count(*)}, and with one the key {@code count(any)}, whatever the argument's type is.
   */
  public static @Nullable Signature aggregate(String name, List<Integer> argumentOids) {
    Overloads.Candidate found = Overloads.function(CATALOG.aggregates(name), argumentOids);
    if (found == null) {
      return null;
    }
    if (name.equals("count")) {
      return argumentOids.isEmpty()
          ? new Signature("count(*)", List.of(), Oids.INT8)
          : new Signature(
              "count(any)",
              List.of(argumentOids.get(0) == Oids.UNKNOWN ? Oids.TEXT : argumentOids.get(0)),
              Oids.INT8);
    }
    if (name.equals("array_agg") && found.parameters().get(0) == Coercions.ANYNONARRAY) {
      int element = argumentOids.get(0);
      int array = arrayOf(element);
      return array == 0 ? null : new Signature("array_agg(anynonarray)", List.of(element), array);
    }
    return of(found);
  }

  /** Whether there is a built-in aggregate of that name, in lower case, that is supported. */
  public static boolean isAggregate(String name) {
    return !CATALOG.aggregates(name).isEmpty();
  }

  /**
   * An explicit cast; text and varchar are both called {@code text} in its key. Where {@link
   * #isRelabel} holds, the value stays as it is and no implementation is needed.
   */
  public static @Nullable Signature cast(int fromOid, int toOid) {
    boolean exists =
        fromOid == Oids.UNKNOWN
            || isRelabel(fromOid, toOid)
            || CATALOG.cast(fromOid, toOid) != null
            || isByText(fromOid, toOid);
    if (!exists || CATALOG.type(fromOid) == null || CATALOG.type(toOid) == null) {
      return null;
    }
    int source = fromOid == Oids.UNKNOWN ? Oids.TEXT : fromOid;
    return new Signature(castName(source) + "::" + castName(toOid), List.of(source), toOid);
  }

  /** Whether values of one type are values of the other as they are. */
  public static boolean isRelabel(int fromOid, int toOid) {
    SignatureCatalog.Cast cast = CATALOG.cast(fromOid, toOid);
    return fromOid == toOid || (cast != null && cast.isRelabel());
  }

  /**
   * The type to which CASE, COALESCE, UNION, IN and the like bring values of these types; 0 if
   * there is none.
   */
  public static int commonType(List<Integer> oids) {
    return Coercions.commonType(oids);
  }

  /** Whether a value of one type may stand where the other is wanted. */
  public static boolean isImplicit(int fromOid, int toOid) {
    return Coercions.isImplicit(fromOid, toOid);
  }

  /**
   * The built-in type that is written like this, with or without modifiers, {@code []} and {@code
   * pg_catalog.}; null if it is not known.
   */
  public static @Nullable Integer typeOid(String name) {
    return TypeNames.oid(name);
  }

  /** The oids of the built-in types that statements can name here. */
  public static List<Integer> typeOids() {
    return CATALOG.typeOids();
  }

  /** The name in pg_type, such as {@code int4}, or words for a type that is not built in. */
  public static String typeName(int oid) {
    SignatureCatalog.Type type = CATALOG.type(oid);
    return type == null ? "a type of one's own" : type.name();
  }

  /** The type of arrays of such elements; 0 if it is not known. */
  public static int arrayOf(int elementOid) {
    return CATALOG.arrayOf(elementOid);
  }

  /** The type of an array's elements; 0 if the type is no array or not known. */
  public static int elementOf(int arrayOid) {
    return CATALOG.elementOf(arrayOid);
  }

  private static @Nullable Integer typeByInternalName(String name) {
    SignatureCatalog.Type type = CATALOG.type(name);
    return type == null ? null : type.oid();
  }

  /** Whether values are converted by way of their text. */
  private static boolean isByText(int from, int to) {
    return CATALOG.cast(from, to) == null
        && (Coercions.category(from) == 'S' || Coercions.category(to) == 'S');
  }

  private static String castName(int oid) {
    return oid == Oids.VARCHAR ? "text" : typeName(oid);
  }

  /** Concatenates the output texts, which a cast to text gives for all types but some. */
  private static @Nullable Signature concat(String name, List<Integer> argumentOids) {
    for (int oid : argumentOids) {
      boolean isTextOutput =
          switch (oid) {
            case Oids.UNKNOWN,
                Oids.TEXT,
                Oids.VARCHAR,
                Oids.BPCHAR,
                Oids.OID,
                Oids.INT2,
                Oids.INT4,
                Oids.INT8,
                Oids.NUMERIC,
                Oids.FLOAT4,
                Oids.FLOAT8,
                Oids.DATE,
                Oids.TIMESTAMP,
                Oids.TIMESTAMPTZ,
                Oids.TIME,
                Oids.INTERVAL,
                Oids.UUID,
                Oids.JSON,
                Oids.JSONB ->
                true;
            default -> false;
          };
      if (!isTextOutput) {
        return null;
      }
    }
    return signature(name, Collections.nCopies(argumentOids.size(), Oids.TEXT), Oids.TEXT);
  }

  private static @Nullable Signature of(Overloads.Candidate candidate) {
    Routine routine = candidate.routine();
    List<Integer> parameters = routine.isVariadic() ? candidate.parameters() : routine.parameters();
    if (parameters.stream().anyMatch(Coercions::isPolymorphic)) {
      return null;
    }
    return signature(routine.name(), parameters, routine.result());
  }

  private static Signature signature(String name, List<Integer> parameters, int result) {
    return new Signature(key(name, parameters), parameters, result);
  }

  private static String key(String name, List<Integer> parameters) {
    StringJoiner key = new StringJoiner(",", name + "(", ")");
    new ArrayList<>(parameters).forEach(oid -> key.add(typeName(oid)));
    return key.toString();
  }
}
