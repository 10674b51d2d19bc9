package io.tablecache.expression;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_catalog} has of the supported names: types, casts, functions, operators and
 * aggregates, read from {@code signatures.txt}. Immutable.
 */
final class SignatureCatalog {
  static final SignatureCatalog INSTANCE = read();

  /**
   * A type.
   *
   * @param kind pg_type.typtype
   * @param category pg_type.typcategory
   * @param related the element type of an array, the subtype of a range, the range type of a
   *     multirange; else 0
   */
  record Type(String name, int oid, char kind, char category, boolean isPreferred, int related) {}

  /** A cast; {@code context} is pg_cast.castcontext. */
  record Cast(char context, boolean isRelabel) {}

  /**
   * A function, operator or aggregate.
   *
   * @param parameters types' oids; of a variadic one, the last is the array, or {@code "any"}
   * @param defaults how many of the last arguments may be left out
   */
  record Routine(
      String name, List<Integer> parameters, int result, boolean isVariadic, int defaults) {
    Routine {
      parameters = List.copyOf(parameters);
    }
  }

  private final Map<Integer, Type> types = new HashMap<>();
  private final Map<String, Type> typesByName = new HashMap<>();
  private final Map<Integer, Integer> arrays = new HashMap<>();
  private final Map<Long, Cast> casts = new HashMap<>();
  private final Map<String, List<Routine>> functions = new HashMap<>();
  private final Map<String, List<Routine>> aggregates = new HashMap<>();
  private final Map<String, List<Routine>> binaryOperators = new HashMap<>();
  private final Map<String, List<Routine>> prefixOperators = new HashMap<>();

  private SignatureCatalog(List<String> lines) {
    List<String[]> typeLines =
        lines.stream().map(line -> line.split(" ")).filter(f -> f[0].equals("type")).toList();
    Map<String, Integer> oids = new HashMap<>();
    typeLines.forEach(fields -> oids.put(fields[1], Integer.valueOf(fields[2])));
    typeLines.forEach(fields -> addType(fields, oids));
    for (String line : lines) {
      String[] fields = line.split(" ");
      switch (fields[0]) {
        case "type" -> {}
        case "cast" ->
            casts.put(
                pair(oid(fields[1]), oid(fields[2])),
                new Cast(fields[3].charAt(0), fields.length > 4 && fields[4].equals("relabel")));
        default -> addRoutine(fields);
      }
    }
  }

  private static SignatureCatalog read() {
    try (InputStream in = SignatureCatalog.class.getResourceAsStream("signatures.txt")) {
      if (in == null) {
        throw new IllegalStateException("signatures.txt is missing");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#") && !line.contains(" until ")) {
          lines.add(line);
        }
      }
      return new SignatureCatalog(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addType(String[] fields, Map<String, Integer> oids) {
    String related = fields.length > 5 && !fields[5].equals("since") ? fields[5] : "";
    Integer relatedOid = oids.get(related);
    Type type =
        new Type(
            fields[1],
            Integer.parseInt(fields[2]),
            fields[3].charAt(0),
            fields[4].charAt(0),
            fields[4].endsWith("+"),
            relatedOid == null ? 0 : relatedOid);
    types.put(type.oid(), type);
    typesByName.put(type.name(), type);
    if (type.category() == 'A' && type.name().startsWith("_")) {
      arrays.put(type.related(), type.oid());
    }
  }

  private void addRoutine(String[] fields) {
    String text = fields[1];
    int open = text.lastIndexOf('(');
    String name = text.substring(0, open);
    List<Integer> parameters = new ArrayList<>();
    boolean isVariadic = false;
    int defaults = 0;
    String list = text.substring(open + 1, text.length() - 1);
    for (String parameter : list.isEmpty() ? new String[0] : list.split(",")) {
      String type = parameter;
      if (type.startsWith("*")) {
        isVariadic = true;
        type = type.substring(1);
      }
      if (type.endsWith("=")) {
        defaults++;
        type = type.substring(0, type.length() - 1);
      }
      parameters.add(oid(type));
    }
    Routine routine = new Routine(name, parameters, oid(fields[2]), isVariadic, defaults);
    Map<String, List<Routine>> all =
        switch (fields[0]) {
          case "function" -> functions;
          case "aggregate" -> aggregates;
          case "operator" -> parameters.size() == 1 ? prefixOperators : binaryOperators;
          default -> throw new IllegalStateException("signatures.txt: " + fields[0]);
        };
    all.computeIfAbsent(name, unused -> new ArrayList<>()).add(routine);
  }

  private int oid(String name) {
    Type type = typesByName.get(name);
    if (type == null) {
      throw new IllegalStateException("signatures.txt: no type " + name);
    }
    return type.oid();
  }

  private static long pair(int source, int target) {
    return (long) source << 32 | target;
  }

  @Nullable Type type(int oid) {
    return types.get(oid);
  }

  @Nullable Type type(String name) {
    return typesByName.get(name);
  }

  /** All types but pseudo-types. */
  List<Integer> typeOids() {
    return types.values().stream().filter(type -> type.kind() != 'p').map(Type::oid).toList();
  }

  /** The array type of an element type; 0 if there is none. */
  int arrayOf(int elementOid) {
    return arrays.getOrDefault(elementOid, 0);
  }

  /** The element type of an array type; 0 if it is none. */
  int elementOf(int arrayOid) {
    Type type = types.get(arrayOid);
    return type != null && type.category() == 'A' ? type.related() : 0;
  }

  @Nullable Cast cast(int source, int target) {
    return casts.get(pair(source, target));
  }

  List<Routine> functions(String name) {
    return functions.getOrDefault(name, List.of());
  }

  List<Routine> aggregates(String name) {
    return aggregates.getOrDefault(name, List.of());
  }

  List<Routine> binaryOperators(String name) {
    return binaryOperators.getOrDefault(name, List.of());
  }

  List<Routine> prefixOperators(String name) {
    return prefixOperators.getOrDefault(name, List.of());
  }
}
