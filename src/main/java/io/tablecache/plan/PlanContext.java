package io.tablecache.plan;

import io.tablecache.expression.DerivedSlot;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Expressions;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one statement's planning has found so far: slots, the tables that are read, what values
 * depend on. Confined to one thread.
 */
final class PlanContext {
  /** How many relations are read; those of WITH count each time that they are named. */
  private static final int MAX_RELATIONS = 32;

  private final List<Tokens.Origin> origins;
  private final List<Integer> slotOids;
  private final Coercer coercer = new Coercer();
  private final List<SlotSource> sources = new ArrayList<>();
  private final List<DerivedSlot> derived = new ArrayList<>();
  private final Map<Expression, Expression.Slot> derivedByValue = new HashMap<>();
  private final Set<Integer> outerSlots = new HashSet<>();
  private final Map<TableDefinition, Use> uses = new IdentityHashMap<>();
  private final List<TableDefinition> tables = new ArrayList<>();
  private final List<DatabaseTraits> traits = new ArrayList<>();
  private int nextSlot;
  private int relations;

  /** How a table is named and read. */
  private static final class Use {
    private final TreeSet<Integer> columns = new TreeSet<>();
    private boolean isUnqualified;
  }

  /**
   * @param slotOids the type of each slot as PostgreSQL said it
   */
  PlanContext(List<Tokens.Origin> origins, List<Integer> slotOids) throws Delegated {
    if (origins.size() != slotOids.size()) {
      throw new Delegated(
          Outcome.AMBIGUOUS, "PostgreSQL counts " + slotOids.size() + " parameters");
    }
    this.origins = origins;
    this.slotOids = slotOids;
    for (int i = 0; i < origins.size(); i++) {
      sources.add(source(i));
    }
    nextSlot = origins.size();
  }

  private SlotSource source(int slot) {
    int oid = slotOids.get(slot);
    int elementOid = Oids.elementOf(oid);
    boolean isArray = elementOid != Oids.UNSPECIFIED;
    Tokens.Origin origin = origins.get(slot);
    if (isReadLater(slot)) {
      return new SlotSource(true, origin.position(), Oids.TEXT, ValueType.TEXT, false);
    }
    if (oid == Oids.OID) {
      // No value is taken over for a parameter of a type with rules of its own.
      return new SlotSource(origin.isLiteral(), origin.position(), oid, ValueType.OTHER, false);
    }
    return new SlotSource(
        origin.isLiteral(),
        origin.position(),
        oid,
        ValueType.ofOid(isArray ? elementOid : oid),
        isArray);
  }

  /**
   * Whether the slot has the text of a literal that is read when it is used: in the session's time
   * zone, or by the rules of oids.
   */
  private boolean isReadLater(int slot) {
    int oid = slotOids.get(slot);
    return origins.get(slot).literal() == Literal.Kind.STRING
        && (oid == Oids.TIMESTAMPTZ || oid == Oids.OID);
  }

  Coercer coercer() {
    return coercer;
  }

  /** The values that each execution must bring, by slot. */
  List<SlotSource> sources() {
    return sources;
  }

  List<DerivedSlot> derived() {
    return derived;
  }

  int slotCount() {
    return nextSlot;
  }

  /** The value of a parameter or lifted literal; arrays have no value of their own. */
  Typed parameter(int slot) throws Delegated {
    SlotSource source = sources.get(slot);
    if (isReadLater(slot)) {
      int oid = slotOids.get(slot);
      String reading = oid == Oids.OID ? "literal::oid" : "literal::timestamptz";
      Expression text = new Expression.Slot(slot, ValueType.TEXT);
      return Typed.of(coercer.call(reading, List.of(text)), oid);
    }
    if (source.isArray()) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "an array in place of a value");
    }
    return Typed.of(new Expression.Slot(slot, source.type()), source.typeOid());
  }

  SlotSource source(Syntax.Parameter parameter) {
    return sources.get(parameter.slot());
  }

  /** A slot for a column of an outer query's row. */
  Expression.Slot outerSlot(ValueType type) {
    outerSlots.add(nextSlot);
    return new Expression.Slot(nextSlot++, type);
  }

  /** A slot for an array that is read from a text. */
  int arraySlot(Expression text, ValueType elementType) throws Delegated {
    if (!isDerivable(text)) {
      throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, "an array that depends on the row");
    }
    derived.add(new DerivedSlot(nextSlot, text, elementType));
    return nextSlot++;
  }

  /** Whether the value is the same for all rows and known before any is read. */
  boolean isDerivable(Expression value) {
    return !Expressions.hasSubquery(value)
        && !Expressions.contains(
            value,
            part ->
                part instanceof Expression.Column
                    || (part instanceof Expression.Slot slot && outerSlots.contains(slot.index())));
  }

  /** The expression with slots in place of the parts that are the same for all rows. */
  Expression derive(Expression expression) {
    return Expressions.replace(
        expression,
        part -> {
          if (part instanceof Expression.Slot || part instanceof Expression.Constant) {
            return part;
          }
          return isDerivable(part) ? slotOf(part) : null;
        });
  }

  /** A slot with the value, which is the same for all rows. */
  Expression.Slot slotOf(Expression value) {
    if (value instanceof Expression.Slot slot) {
      return slot;
    }
    Expression.Slot known = derivedByValue.get(value);
    if (known == null) {
      known = new Expression.Slot(nextSlot++, value.type());
      derived.add(new DerivedSlot(known.index(), value, null));
      derivedByValue.put(value, known);
    }
    return known;
  }

  /** Whether values of the type are rows, made by ROW or held in a column. */
  boolean isComposite(int oid) {
    return oid == Oids.RECORD
        || tables.stream()
            .flatMap(table -> table.columns().stream())
            .anyMatch(column -> column.isComposite() && column.baseTypeOid() == oid);
  }

  /** Refuses operators where the database has some of its own. */
  void requireBuiltInOperators() throws Delegated {
    if (!traits.stream().allMatch(DatabaseTraits::builtInOperatorsOnly)) {
      throw new Delegated(
          Outcome.UNSUPPORTED_FUNCTION, "the database has operators on built-in types");
    }
  }

  /** Refuses a function of whose name the database has one of its own. */
  void requireBuiltInFunction(String name) throws Delegated {
    if (traits.stream().anyMatch(one -> one.shadowedFunctions().contains(name))) {
      throw new Delegated(
          Outcome.UNSUPPORTED_FUNCTION, "the database has a function " + name + " of its own");
    }
  }

  /** Refuses what depends on the case of letters where that is unusual. */
  void requirePlainCase() throws Delegated {
    if (!traits.stream().allMatch(DatabaseTraits::plainCase)) {
      throw new Delegated(Outcome.UNSUPPORTED_FUNCTION, "letter case by the rules of a language");
    }
  }

  /** Refuses what the server's processor may compute otherwise than this JVM. */
  void requireRoundingOfEachOperation() throws Delegated {
    if (!traits.stream().allMatch(DatabaseTraits::roundsEachOperation)) {
      throw new Delegated(
          Outcome.UNSUPPORTED_FUNCTION, "floats by a processor that fuses operations");
    }
  }

  /** The collation of text that no column or COLLATE gives one, as far as it is known. */
  Typed.Collation known(Typed.Collation collation) {
    boolean isBytewise =
        !traits.isEmpty() && traits.stream().allMatch(DatabaseTraits::bytewiseCollation);
    return collation == Typed.Collation.DEFAULT && isBytewise
        ? Typed.Collation.BYTEWISE
        : collation;
  }

  /** Counts a relation that is read. */
  void countRelation() throws Delegated {
    if (++relations > MAX_RELATIONS) {
      throw new Delegated(Outcome.TOO_COMPLEX, "more than " + MAX_RELATIONS + " relations");
    }
  }

  /** Notes that the statement names a table. */
  void names(TableDefinition table, boolean isUnqualified) throws Delegated {
    countRelation();
    if (!table.traits().publicOperators()) {
      throw new Delegated(
          Outcome.UNSUPPORTED_FUNCTION, "not everybody may execute the built-in operators");
    }
    traits.add(table.traits());
    Use use = uses.get(table);
    if (use == null) {
      use = new Use();
      uses.put(table, use);
      tables.add(table);
    }
    use.isUnqualified |= isUnqualified;
  }

  /** Notes that the statement names a column. */
  void reads(TableDefinition table, ColumnDefinition column) throws Delegated {
    Use use = uses.get(table);
    if (use != null) {
      use.columns.add(column.ordinal());
    }
    if (!column.isCached()) {
      throw new Delegated(Outcome.UNCACHEABLE_COLUMN, column.name() + ": " + column.unsupported());
    }
  }

  /** The tables in the order in which they are named. */
  List<TableUse> tables() {
    List<TableUse> list = new ArrayList<>();
    for (TableDefinition table : tables) {
      Use use = uses.get(table);
      if (use != null) {
        list.add(new TableUse(table, use.isUnqualified, List.copyOf(use.columns)));
      }
    }
    return list;
  }
}
