package io.tablecache.expression;

import io.tablecache.expression.ScalarFunction.Dependence;
import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Locale;

/** Casts among numbers, booleans and their texts. */
final class CastFunctions {
  private static final ValueType BOOL = ValueType.BOOL;
  private static final ValueType INT2 = ValueType.INT2;
  private static final ValueType INT4 = ValueType.INT4;
  private static final ValueType INT8 = ValueType.INT8;
  private static final ValueType FLOAT4 = ValueType.FLOAT4;
  private static final ValueType FLOAT8 = ValueType.FLOAT8;
  private static final ValueType NUMERIC = ValueType.NUMERIC;
  private static final ValueType TEXT = ValueType.TEXT;
  private static final List<ValueType> INTEGERS = List.of(INT2, INT4, INT8);

  private CastFunctions() {}

  /** Makes the text of a value. */
  private interface Output {
    String text(Vector vector, int row);
  }

  static void register(Functions functions) {
    for (ValueType from : INTEGERS) {
      for (ValueType to : INTEGERS) {
        if (from != to) {
          functions.add(new IntegerCast(from, to));
        }
      }
      functions.add(new IntegerToFloat(from, FLOAT4));
      functions.add(new IntegerToFloat(from, FLOAT8));
      registerIntegerAndNumeric(functions, from);
      for (ValueType floating : List.of(FLOAT4, FLOAT8)) {
        add(
            functions,
            floating,
            from,
            (arguments, row, result) ->
                result.longs[row] = toInteger(arguments[0].doubles[row], from));
      }
    }
    add(
        functions,
        FLOAT4,
        FLOAT8,
        (arguments, row, result) -> result.doubles[row] = arguments[0].doubles[row]);
    add(
        functions,
        FLOAT8,
        FLOAT4,
        (arguments, row, result) -> result.doubles[row] = toFloat4(arguments[0].doubles[row]));
    registerFloatAndNumeric(functions);
    add(
        functions,
        BOOL,
        INT4,
        (arguments, row, result) -> result.longs[row] = arguments[0].longs[row]);
    add(
        functions,
        INT4,
        BOOL,
        (arguments, row, result) -> result.longs[row] = arguments[0].longs[row] == 0 ? 0 : 1);
    registerOid(functions);
    registerTexts(functions);
    registerVarchar(functions);
  }

  /** An oid is the bigint of the same number, without sign. */
  private static void registerOid(Functions functions) {
    for (ValueType from : List.of(INT2, INT4)) {
      addOid(
          functions,
          nameOf(from) + "::oid",
          INT8,
          from,
          (arguments, row, result) ->
              result.longs[row] = Integer.toUnsignedLong((int) arguments[0].longs[row]));
    }
    addOid(
        functions,
        "int8::oid",
        INT8,
        INT8,
        (arguments, row, result) -> {
          long number = arguments[0].longs[row];
          if (number != Integer.toUnsignedLong((int) number)) {
            throw new EvaluationException("OID out of range");
          }
          result.longs[row] = number;
        });
    addOid(
        functions,
        "literal::oid",
        INT8,
        TEXT,
        (arguments, row, result) -> {
          Object number = TextInput.parse(RowFunction.text(arguments[0], row), INT8, null);
          if (!(number instanceof Long oid) || oid != Integer.toUnsignedLong(oid.intValue())) {
            throw new EvaluationException("an oid of an unusual form");
          }
          result.longs[row] = oid;
        });
    addOid(
        functions,
        "oid::int4",
        INT4,
        INT8,
        (arguments, row, result) -> result.longs[row] = (int) arguments[0].longs[row]);
    addOid(
        functions,
        "oid::int8",
        INT8,
        INT8,
        (arguments, row, result) -> result.longs[row] = arguments[0].longs[row]);
    addOid(
        functions,
        "oid::text",
        TEXT,
        INT8,
        (arguments, row, result) -> result.objects[row] = Long.toString(arguments[0].longs[row]));
  }

  private static void addOid(
      Functions functions, String key, ValueType to, ValueType from, RowFunction.Body body) {
    functions.add(RowFunction.of(key, to, List.of(from), body));
  }

  private static void registerIntegerAndNumeric(Functions functions, ValueType integer) {
    add(
        functions,
        integer,
        NUMERIC,
        (arguments, row, result) -> result.objects[row] = Numeric.of(arguments[0].longs[row]));
    add(
        functions,
        NUMERIC,
        integer,
        (arguments, row, result) ->
            result.longs[row] =
                NumericMath.toInteger(
                    NumericFunctions.value(arguments[0], row), integer.minRaw(), integer.maxRaw()));
  }

  private static void registerFloatAndNumeric(Functions functions) {
    add(
        functions,
        FLOAT4,
        NUMERIC,
        (arguments, row, result) ->
            result.objects[row] = NumericMath.ofFloat(arguments[0].doubles[row]));
    add(
        functions,
        FLOAT8,
        NUMERIC,
        (arguments, row, result) ->
            result.objects[row] = NumericMath.ofDouble(arguments[0].doubles[row]));
    add(
        functions,
        NUMERIC,
        FLOAT4,
        (arguments, row, result) ->
            result.doubles[row] = NumericMath.toFloat(NumericFunctions.value(arguments[0], row)));
    add(
        functions,
        NUMERIC,
        FLOAT8,
        (arguments, row, result) ->
            result.doubles[row] = NumericMath.toDouble(NumericFunctions.value(arguments[0], row)));
  }

  /** Casts to text and back, under both names of the type. */
  private static void registerTexts(Functions functions) {
    for (String text : List.of("text", "varchar")) {
      for (ValueType integer : INTEGERS) {
        addText(functions, integer, text, (vector, row) -> Long.toString(vector.longs[row]));
      }
      addText(functions, BOOL, text, (vector, row) -> vector.longs[row] == 0 ? "false" : "true");
      addText(
          functions, FLOAT4, text, (vector, row) -> PgText.ofFloat((float) vector.doubles[row]));
      addText(functions, FLOAT8, text, (vector, row) -> PgText.ofDouble(vector.doubles[row]));
      addText(
          functions,
          NUMERIC,
          text,
          (vector, row) -> NumericFunctions.value(vector, row).toString());
      for (ValueType to : List.of(BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC)) {
        functions.add(
            RowFunction.of(
                text + "::" + nameOf(to),
                to,
                List.of(TEXT),
                (arguments, row, result) ->
                    result.set(row, parse(RowFunction.text(arguments[0], row), to))));
      }
    }
  }

  /** Cuts a text to the length of {@code varchar(n)}. */
  private static void registerVarchar(Functions functions) {
    functions.add(
        RowFunction.of(
            "varchar(varchar,int4,bool)",
            TEXT,
            List.of(TEXT, INT4, BOOL),
            (arguments, row, result) ->
                result.objects[row] =
                    cut(
                        RowFunction.text(arguments[0], row),
                        arguments[1].longs[row],
                        arguments[2].longs[row] != 0)));
  }

  private static String cut(String text, long modifier, boolean isExplicit)
      throws EvaluationException {
    int header = 4;
    long length = modifier - header;
    if (length < 0 || text.codePointCount(0, text.length()) <= length) {
      return text;
    }
    int end = text.offsetByCodePoints(0, (int) length);
    for (int i = end; i < text.length() && !isExplicit; i++) {
      if (text.charAt(i) != ' ') {
        throw new EvaluationException("value too long");
      }
    }
    return text.substring(0, end);
  }

  private static Object parse(String text, ValueType type) throws EvaluationException {
    Object value = TextInput.parse(text, type, null);
    if (value == null) {
      throw new EvaluationException("text is no " + type);
    }
    return value;
  }

  private static long toInteger(double value, ValueType type) throws EvaluationException {
    double rounded = Math.rint(value);
    // The largest value plus one is a double, the largest itself may be none.
    double end = -(double) type.minRaw();
    if (rounded >= type.minRaw() && rounded < end) {
      return (long) rounded;
    }
    throw new EvaluationException("integer out of range");
  }

  private static double toFloat4(double value) throws EvaluationException {
    double result = (float) value;
    if ((Double.isInfinite(result) && !Double.isInfinite(value)) || (result == 0 && value != 0)) {
      throw new EvaluationException("float out of range");
    }
    return result;
  }

  private static void add(
      Functions functions, ValueType from, ValueType to, RowFunction.Body body) {
    functions.add(RowFunction.of(key(from, to), to, List.of(from), body));
  }

  private static void addText(Functions functions, ValueType from, String name, Output output) {
    functions.add(
        RowFunction.of(
            nameOf(from) + "::" + name,
            TEXT,
            List.of(from),
            (arguments, row, result) -> result.objects[row] = output.text(arguments[0], row)));
  }

  private static String key(ValueType from, ValueType to) {
    return nameOf(from) + "::" + nameOf(to);
  }

  private static String nameOf(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** A cast from one integer type to another, in plain loops. */
  private static final class IntegerCast extends ScalarFunction {
    IntegerCast(ValueType from, ValueType to) {
      super(CastFunctions.key(from, to), to, List.of(from), Dependence.NONE);
    }

    @Override
    public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
        throws EvaluationException {
      long[] from = arguments[0].longs;
      System.arraycopy(from, 0, result.longs, 0, count);
      long min = result().minRaw();
      long max = result().maxRaw();
      if (max == Long.MAX_VALUE) {
        return;
      }
      for (int i = 0; i < count; i++) {
        if ((from[i] < min || from[i] > max) && !result.isNull(i)) {
          throw new EvaluationException("integer out of range");
        }
      }
    }
  }

  /** A cast from an integer to a float, in plain loops. */
  private static final class IntegerToFloat extends ScalarFunction {
    IntegerToFloat(ValueType from, ValueType to) {
      super(CastFunctions.key(from, to), to, List.of(from), Dependence.NONE);
    }

    @Override
    public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context) {
      long[] from = arguments[0].longs;
      double[] into = result.doubles;
      if (result() == ValueType.FLOAT4) {
        for (int i = 0; i < count; i++) {
          into[i] = (float) from[i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          into[i] = from[i];
        }
      }
    }
  }
}
