package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types that PostgreSQL gave a statement's slots, as they are used. Confined to one thread. */
final class SlotTypes {
  private final List<TemplateTokens.Origin> origins;
  private final List<Integer> oids;
  private final @Nullable SlotSource[] sources;

  /**
   * @param oids the type of each slot as PostgreSQL said it
   */
  SlotTypes(List<TemplateTokens.Origin> origins, List<Integer> oids) throws Delegated {
    if (oids.size() != origins.size()) {
      throw new Delegated(Outcome.AMBIGUOUS, "PostgreSQL counts " + oids.size() + " parameters");
    }
    this.origins = origins;
    this.oids = oids;
    this.sources = new SlotSource[origins.size()];
  }

  /** The slot of a value that is compared with a column. */
  Expression.Slot scalar(Syntax.Value value) throws Delegated {
    int oid = oids.get(value.slot());
    return use(
        value.slot(), value.cast() == null ? oid : TypeRules.typeAfterCast(oid, value.cast()));
  }

  /** The slot of an array, typed as its elements are. */
  Expression.Slot array(Syntax.Value value) throws Delegated {
    int oid = oids.get(value.slot());
    int elementOid = Oids.elementOf(oid);
    if (elementOid == Oids.UNSPECIFIED
        || value.cast() != null
        || origins.get(value.slot()).isLiteral()) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "an array of type oid " + oid);
    }
    ValueType type = ValueType.ofOid(elementOid);
    set(value.slot(), oid, type, true);
    return new Expression.Slot(value.slot(), type);
  }

  /** The slot of a value that counts rows. */
  int count(Syntax.Value value) throws Delegated {
    Expression.Slot slot = scalar(value);
    if (!slot.type().isInteger()) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "a count of rows of type " + slot.type());
    }
    return slot.index();
  }

  private Expression.Slot use(int slot, int oid) {
    ValueType type = ValueType.ofOid(oid);
    set(slot, oid, type, false);
    return new Expression.Slot(slot, type);
  }

  private void set(int slot, int oid, ValueType type, boolean isArray) {
    TemplateTokens.Origin origin = origins.get(slot);
    sources[slot] = new SlotSource(origin.isLiteral(), origin.position(), oid, type, isArray);
  }

  /** All slots; each must have been used. */
  List<SlotSource> sources() throws Delegated {
    List<SlotSource> used = new ArrayList<>();
    for (SlotSource source : sources) {
      if (source == null) {
        throw new Delegated(Outcome.AMBIGUOUS, "a parameter that is not used");
      }
      used.add(source);
    }
    return used;
  }
}
