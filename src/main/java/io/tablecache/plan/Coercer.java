package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Functions;
import io.tablecache.expression.PathReader;
import io.tablecache.expression.ScalarFunction;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.TextInput;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Brings values to the types that PostgreSQL brings them to, and notes on what the calls that it
 * makes depend. Confined to one thread.
 */
final class Coercer {
  private boolean dependsOnZone;
  private boolean dependsOnNow;

  /** Whether a value depends on the session's time zone. */
  boolean dependsOnZone() {
    return dependsOnZone;
  }

  /** Whether a value depends on the transaction's time. */
  boolean dependsOnNow() {
    return dependsOnNow;
  }

  /** The value in another type, by an implicit or explicit cast. */
  Typed coerce(Typed value, int oid) throws Delegated {
    if (value.oid() == oid) {
      return value;
    }
    if (value.isUnknown()) {
      return literal(value, oid);
    }
    if (Signatures.isRelabel(value.oid(), oid) && value.type() == ValueType.ofOid(oid)) {
      return new Typed(value.expression(), oid, value.collation());
    }
    Signatures.Signature cast = Signatures.cast(value.oid(), oid);
    if (cast == null) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES, "a cast of " + value.type() + " to " + ValueType.ofOid(oid));
    }
    Expression call = call(cast.key(), List.of(value.expression()));
    Typed.Collation collation =
        Typed.isCollatable(oid)
            ? Typed.Collation.DEFAULT.with(value.collation())
            : Typed.Collation.NONE;
    return new Typed(call, oid, collation);
  }

  /** A quoted literal, or NULL, read as a type; the session's zone may be needed for it. */
  private Typed literal(Typed value, int oid) throws Delegated {
    String text = value.literal();
    ValueType type = ValueType.ofOid(oid);
    if (text == null) {
      return Typed.constant(null, oid);
    }
    if (oid == Oids.TEXT_ARRAY) {
      // Functions on paths take the array as its text.
      return new Typed(new Expression.Constant(text, ValueType.OTHER), oid, Typed.Collation.NONE);
    }
    if (oid == Oids.JSONPATH && PathReader.isPath(text)) {
      return new Typed(new Expression.Constant(text, ValueType.OTHER), oid, Typed.Collation.NONE);
    }
    if (oid == Oids.JSONPATH) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "a jsonpath beyond those that are followed");
    }
    if (type == ValueType.OTHER) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES, "a literal of type " + Signatures.typeName(oid));
    }
    Object parsed = TextInput.parse(text, type, null);
    if (oid == Oids.OID && parsed instanceof Long number && !isOid(number)) {
      parsed = null;
    }
    if (parsed == null && type == ValueType.TIMESTAMPTZ) {
      // The session's zone is needed.
      return Typed.of(
          call("literal::timestamptz", List.of(new Expression.Constant(text, ValueType.TEXT))),
          oid);
    }
    if (parsed == null) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES,
          "a literal of type " + Signatures.typeName(oid) + " of an unusual form");
    }
    return new Typed(
        new Expression.Constant(parsed, type),
        oid,
        Typed.isCollatable(oid) ? value.collation() : Typed.Collation.NONE);
  }

  private static boolean isOid(long number) {
    return number >= 0 && number <= Integer.toUnsignedLong(-1);
  }

  /** A call of an implemented function. */
  Expression call(String key, List<Expression> arguments) throws Delegated {
    ScalarFunction function = Functions.scalar(key);
    if (function == null) {
      throw new Delegated(Outcome.UNSUPPORTED_FUNCTION, key);
    }
    dependsOnZone |= function.dependence().onZone();
    dependsOnNow |= function.dependence().onNow();
    return new Expression.Call(function, arguments);
  }

  /** A value without a type yet is text where nothing else asks for a type. */
  Typed known(Typed value) throws Delegated {
    return value.isUnknown() ? coerce(value, Oids.TEXT) : value;
  }

  /** The values in their common type, as CASE, COALESCE and UNION have it. */
  List<Typed> common(List<Typed> values) throws Delegated {
    int oid = Signatures.commonType(values.stream().map(Typed::oid).toList());
    if (oid == 0) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "values of different types");
    }
    List<Typed> coerced = new ArrayList<>();
    Typed.Collation collation = Typed.Collation.NONE;
    for (Typed value : values) {
      Typed one = coerce(value, oid);
      collation = collation.with(one.collation());
      coerced.add(one);
    }
    Typed.Collation shared = collation;
    return coerced.stream().map(value -> value.collatedLike(shared)).toList();
  }

  /** Applies a type's modifiers, such as the scale of a numeric. */
  Typed modified(Typed value, Syntax.TypeName type) throws Delegated {
    List<Integer> modifiers = type.modifiers();
    if (value.oid() == Oids.BPCHAR && modifiers.isEmpty() && !type.name().equals("bpchar")) {
      // Without a length, it is char(1).
      modifiers = List.of(1);
    }
    if (modifiers.isEmpty()) {
      return value;
    }
    int first = modifiers.get(0);
    ValueType valueType = ValueType.ofOid(value.oid());
    boolean isPrecise =
        (valueType == ValueType.TIMESTAMP || valueType == ValueType.TIMESTAMPTZ)
            && modifiers.size() == 1;
    if (isPrecise && first == 6) {
      return value;
    }
    String name = Signatures.typeName(value.oid());
    Expression operand = value.expression();
    Expression.Constant modifier;
    if (isPrecise && first < 6) {
      modifier = new Expression.Constant((long) first, ValueType.INT4);
      return value.with(call(name + "(" + name + ",int4)", List.of(operand, modifier)));
    }
    if (valueType == ValueType.NUMERIC && modifiers.size() <= 2) {
      int scale = modifiers.size() == 2 ? modifiers.get(1) : 0;
      modifier =
          new Expression.Constant((long) ((first << 16) | (scale & 0x7FF)) + 4, ValueType.INT4);
      return value.with(call("numeric(numeric,int4)", List.of(operand, modifier)));
    }
    if (value.oid() == Oids.BPCHAR && modifiers.size() == 1) {
      modifier = new Expression.Constant((long) first + 4, ValueType.INT4);
      return value.with(
          call(
              "bpchar(bpchar,int4,bool)",
              List.of(operand, modifier, new Expression.Constant(1L, ValueType.BOOL))));
    }
    if (value.oid() == Oids.VARCHAR && modifiers.size() == 1) {
      modifier = new Expression.Constant((long) first + 4, ValueType.INT4);
      return value.with(
          call(
              "varchar(varchar,int4,bool)",
              List.of(operand, modifier, new Expression.Constant(1L, ValueType.BOOL))));
    }
    throw new Delegated(Outcome.UNSUPPORTED_TYPES, type.name() + modifiers);
  }

  /** The oid of a type that is no array. */
  static int oid(Syntax.TypeName type) throws Delegated {
    Integer oid = Signatures.typeOid(type.name());
    if (oid == null || type.dimensions() > 0) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, type.name());
    }
    return Objects.requireNonNull(oid);
  }
}
