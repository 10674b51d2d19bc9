package io.tablecache.expression;

import io.tablecache.model.Oids;
import java.util.ArrayList;
import java.util.List;

/**
 * Which types PostgreSQL coerces to which.
 *
 * @see <a href="https://www.postgresql.org/docs/current/typeconv.html">PostgreSQL, Type
 *     Conversion</a>
 */
final class Coercions {
  static final int ANY = 2276;
  static final int ANYNONARRAY = 2776;
  private static final int ANYELEMENT = 2283;
  private static final int ANYARRAY = 2277;
  private static final int ANYENUM = 3500;
  private static final int ANYRANGE = 3831;
  private static final int ANYMULTIRANGE = 4537;
  private static final int ANYCOMPATIBLE = 5077;
  private static final int ANYCOMPATIBLEARRAY = 5078;

  private static final SignatureCatalog CATALOG = SignatureCatalog.INSTANCE;

  private Coercions() {}

  /** Whether a parameter of the type takes arguments of several types. */
  static boolean isPolymorphic(int oid) {
    return switch (oid) {
      case ANYELEMENT,
          ANYNONARRAY,
          ANYARRAY,
          ANYENUM,
          ANYRANGE,
          ANYMULTIRANGE,
          ANYCOMPATIBLE,
          ANYCOMPATIBLEARRAY ->
          true;
      default -> false;
    };
  }

  static char category(int oid) {
    SignatureCatalog.Type type = CATALOG.type(oid);
    return type == null ? 'U' : type.category();
  }

  static boolean isPreferred(int oid) {
    SignatureCatalog.Type type = CATALOG.type(oid);
    return type != null && type.isPreferred();
  }

  /** Whether a value is coerced implicitly; a literal without a type is to any type. */
  static boolean isImplicit(int from, int to) {
    if (from == to || to == ANY || from == Oids.UNKNOWN) {
      return true;
    }
    SignatureCatalog.Cast cast = CATALOG.cast(from, to);
    if (cast != null) {
      return cast.context() == 'i';
    }
    int fromElement = CATALOG.elementOf(from);
    int toElement = CATALOG.elementOf(to);
    return fromElement != 0 && toElement != 0 && isImplicit(fromElement, toElement);
  }

  /** Whether all arguments are coerced implicitly to the types of parameters. */
  static boolean areImplicit(List<Integer> from, List<Integer> to) {
    boolean hasPolymorphic = false;
    for (int i = 0; i < from.size(); i++) {
      if (isPolymorphic(to.get(i))) {
        hasPolymorphic = true;
      } else if (!isImplicit(from.get(i), to.get(i))) {
        return false;
      }
    }
    return !hasPolymorphic || isConsistent(from, to);
  }

  /** The type to which UNION, CASE and the like bring values of these types; 0 if there is none. */
  static int commonType(List<Integer> oids) {
    int common = Oids.UNKNOWN;
    for (int oid : oids) {
      if (oid == Oids.UNKNOWN || oid == common) {
        continue;
      }
      if (common == Oids.UNKNOWN) {
        common = oid;
      } else if (category(oid) != category(common)) {
        return 0;
      } else if (!isPreferred(common) && isImplicit(common, oid) && !isImplicit(oid, common)) {
        common = oid;
      }
    }
    if (common == Oids.UNKNOWN) {
      return Oids.TEXT;
    }
    for (int oid : oids) {
      if (!isImplicit(oid, common)) {
        return 0;
      }
    }
    return common;
  }

  /** Whether arguments of polymorphic parameters fit together. */
  private static boolean isConsistent(List<Integer> from, List<Integer> to) {
    int element = 0;
    int array = 0;
    int range = 0;
    int multirange = 0;
    boolean isNonArray = false;
    boolean isEnum = false;
    List<Integer> compatible = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      int declared = to.get(i);
      int actual = from.get(i);
      isNonArray |= declared == ANYNONARRAY;
      isEnum |= declared == ANYENUM;
      if (actual == Oids.UNKNOWN) {
        continue;
      }
      switch (declared) {
        case ANYELEMENT, ANYNONARRAY, ANYENUM -> {
          if (element != 0 && element != actual) {
            return false;
          }
          element = actual;
        }
        case ANYARRAY -> {
          if (array != 0 && array != actual) {
            return false;
          }
          array = actual;
        }
        case ANYRANGE -> {
          if (range != 0 && range != actual) {
            return false;
          }
          range = actual;
        }
        case ANYMULTIRANGE -> {
          if (multirange != 0 && multirange != actual) {
            return false;
          }
          multirange = actual;
        }
        case ANYCOMPATIBLE -> compatible.add(actual);
        case ANYCOMPATIBLEARRAY -> {
          if (CATALOG.elementOf(actual) == 0) {
            return false;
          }
          compatible.add(CATALOG.elementOf(actual));
        }
        default -> {}
      }
    }
    if (multirange != 0) {
      int ofMultirange = relatedOf(multirange, 'm');
      if (ofMultirange == 0 || (range != 0 && range != ofMultirange)) {
        return false;
      }
      range = ofMultirange;
    }
    int[] elements = {
      array == 0 ? -1 : CATALOG.elementOf(array), range == 0 ? -1 : relatedOf(range, 'r')
    };
    for (int found : elements) {
      if (found == 0 || (found > 0 && element != 0 && element != found)) {
        return false;
      }
      element = found > 0 ? found : element;
    }
    if (isNonArray && CATALOG.elementOf(element) != 0) {
      return false;
    }
    // None of the types that are known here is an enum.
    return !isEnum && (compatible.isEmpty() || commonType(compatible) != 0);
  }

  private static int relatedOf(int oid, char kind) {
    SignatureCatalog.Type type = CATALOG.type(oid);
    return type != null && type.kind() == kind ? type.related() : 0;
  }
}
