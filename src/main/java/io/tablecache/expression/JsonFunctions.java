package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.JSON;
import static io.tablecache.model.ValueType.JSONB;
import static io.tablecache.model.ValueType.OTHER;
import static io.tablecache.model.ValueType.TEXT;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions and operators on json and jsonb. */
final class JsonFunctions {
  private JsonFunctions() {}

  static void register(Functions functions) {
    for (ValueType type : List.of(JSON, JSONB)) {
      String name = IntervalMoves.name(type);
      for (boolean isText : new boolean[] {false, true}) {
        ValueType result = isText ? TEXT : type;
        String arrow = isText ? "->>" : "->";
        functions.add(
            RowFunction.of(
                arrow + "(" + name + ",text)",
                result,
                List.of(type, TEXT),
                (a, i, r) ->
                    set(r, i, JsonPath.member(json(a, i), RowFunction.text(a[1], i)), a, isText)));
        functions.add(
            RowFunction.of(
                arrow + "(" + name + ",int4)",
                result,
                List.of(type, INT4),
                (a, i, r) -> set(r, i, element(json(a, i), a[1].longs[i], type), a, isText)));
        functions.add(
            RowFunction.of(
                (isText ? "#>>" : "#>") + "(" + name + ",_text)",
                result,
                List.of(type, OTHER),
                (a, i, r) ->
                    set(r, i, atPath(json(a, i), RowFunction.text(a[1], i), type), a, isText)));
      }
      functions.add(
          RowFunction.of(
              name + "_typeof(" + name + ")",
              TEXT,
              List.of(type),
              (a, i, r) -> r.objects[i] = json(a, i).typeName()));
      functions.add(
          RowFunction.of(
              name + "_array_length(" + name + ")",
              INT4,
              List.of(type),
              (a, i, r) -> {
                if (!(json(a, i) instanceof JsonValue.Array array)) {
                  throw new EvaluationException("the length of no array");
                }
                r.longs[i] = array.elements().size();
              }));
    }
    containment(functions);
    paths(functions);
    functions.add(
        RowFunction.of(
            "jsonb::json", JSON, List.of(JSONB), (a, i, r) -> r.objects[i] = a[0].objects[i]));
    functions.add(
        RowFunction.of(
            "json::jsonb",
            JSONB,
            List.of(JSON),
            (a, i, r) -> {
              String text = JsonbText.normalized(RowFunction.text(a[0], i));
              if (text == null) {
                throw unsure();
              }
              r.objects[i] = text;
            }));
  }

  private static void containment(Functions functions) {
    functions.add(
        RowFunction.of(
            "@>(jsonb,jsonb)",
            BOOL,
            List.of(JSONB, JSONB),
            (a, i, r) -> r.longs[i] = JsonContainment.contains(json(a, i), json(a[1], i)) ? 1 : 0));
    functions.add(
        RowFunction.of(
            "<@(jsonb,jsonb)",
            BOOL,
            List.of(JSONB, JSONB),
            (a, i, r) -> r.longs[i] = JsonContainment.contains(json(a[1], i), json(a, i)) ? 1 : 0));
    functions.add(
        RowFunction.of(
            "?(jsonb,text)",
            BOOL,
            List.of(JSONB, TEXT),
            (a, i, r) ->
                r.longs[i] =
                    JsonContainment.hasKey(json(a, i), RowFunction.text(a[1], i)) ? 1 : 0));
    functions.add(
        RowFunction.of(
            "?|(jsonb,_text)",
            BOOL,
            List.of(JSONB, OTHER),
            (a, i, r) -> r.longs[i] = hasKeys(a, i, false) ? 1 : 0));
    functions.add(
        RowFunction.of(
            "?&(jsonb,_text)",
            BOOL,
            List.of(JSONB, OTHER),
            (a, i, r) -> r.longs[i] = hasKeys(a, i, true) ? 1 : 0));
  }

  private static void paths(Functions functions) {
    for (String name : List.of("@?", "@@")) {
      functions.add(path(name + "(jsonb,jsonpath)", name.equals("@@"), true));
    }
    functions.add(path("jsonb_path_exists(jsonb,jsonpath,jsonb,bool)", false, false));
    functions.add(path("jsonb_path_match(jsonb,jsonpath,jsonb,bool)", true, false));
  }

  private static RowFunction path(String key, boolean isMatch, boolean isSilent) {
    return new RowFunction(
        key,
        BOOL,
        List.of(JSONB, OTHER),
        ScalarFunction.Dependence.NONE,
        context -> new PathCall(isMatch, isSilent));
  }

  /** Whether paths find something, or match, over a block. */
  private static final class PathCall implements RowFunction.Body {
    private final boolean isMatch;
    private final boolean isSilent;
    private @Nullable Object lastText;
    private @Nullable PathQuery path;

    PathCall(boolean isMatch, boolean isSilent) {
      this.isMatch = isMatch;
      this.isSilent = isSilent;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      PathQuery query = path;
      if (query == null || arguments[1].objects[row] != lastText) {
        query = PathReader.read(RowFunction.text(arguments[1], row));
        path = query;
        lastText = arguments[1].objects[row];
      }
      if (query == null || arguments.length > 2) {
        throw new EvaluationException("a jsonpath beyond those that are followed");
      }
      JsonValue value = json(arguments, row);
      Boolean found = isMatch ? query.matches(value, isSilent) : (Boolean) query.finds(value);
      result.set(row, found == null ? null : (Object) (found ? 1L : 0L));
    }
  }

  private static @Nullable JsonValue atPath(JsonValue value, String array, ValueType type)
      throws EvaluationException {
    List<@Nullable String> path = TextArray.parse(array);
    if (path.isEmpty() && type == JSON) {
      // Which keeps the spaces around the value.
      throw new EvaluationException("an empty path into json");
    }
    return JsonPath.at(value, path);
  }

  private static @Nullable JsonValue element(JsonValue value, long index, ValueType type)
      throws EvaluationException {
    boolean isScalar =
        !(value instanceof JsonValue.Array) && !(value instanceof JsonValue.Document);
    if (isScalar && type == JSONB && (index == 0 || index == -1)) {
      throw new EvaluationException("an element of a jsonb value that is no array");
    }
    return JsonPath.element(value, index);
  }

  private static boolean hasKeys(Vector[] arguments, int row, boolean isAll)
      throws EvaluationException {
    JsonValue value = json(arguments, row);
    for (String key : TextArray.parse(RowFunction.text(arguments[1], row))) {
      if (key != null && JsonContainment.hasKey(value, key) != isAll) {
        return !isAll;
      }
    }
    return isAll;
  }

  private static EvaluationException unsure() {
    return new EvaluationException("JSON that is not surely read right");
  }

  private static JsonValue json(Vector[] arguments, int row) throws EvaluationException {
    return json(arguments[0], row);
  }

  private static JsonValue json(Vector vector, int row) throws EvaluationException {
    JsonValue value = JsonReader.read(RowFunction.text(vector, row));
    if (value == null) {
      throw unsure();
    }
    return value;
  }

  /** Sets what was found in the first argument; NULL for nothing. */
  private static void set(
      Vector result, int row, @Nullable JsonValue found, Vector[] arguments, boolean isText)
      throws EvaluationException {
    if (found == null) {
      result.setNull(row);
      return;
    }
    if (isText && found instanceof JsonValue.Word word && word.text().equals("null")) {
      result.setNull(row);
      return;
    }
    if (isText && found instanceof JsonValue.Text text) {
      String value = text.value();
      if (value == null) {
        throw unsure();
      }
      result.objects[row] = value;
      return;
    }
    // A part of a jsonb's output text is the part's output text.
    result.objects[row] = RowFunction.text(arguments[0], row).substring(found.start(), found.end());
  }
}
