package io.tablecache.jdbc;

import io.tablecache.expression.DateOrder;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import io.tablecache.plan.ValueParser;

/** Reads lifted literals into slots as the session does. */
final class LiteralReading {
  private LiteralReading() {}

  /**
   * Puts a literal into a slot. The session's DateStyle is asked for only where it decides.
   *
   * @return false if the literal's value is not known exactly
   */
  static boolean bind(
      String text, SlotValues values, int slot, SlotSource source, Session session) {
    if (ValueParser.parse(text, source.type(), values, slot)) {
      return true;
    }
    boolean isDate = source.type() == ValueType.DATE || source.type() == ValueType.TIMESTAMP;
    if (!isDate || !DateOrder.decides(text)) {
      return false;
    }
    SessionFacts facts = session.facts().get();
    DateOrder order = facts == null ? null : DateOrder.of(facts.settings().dateStyle());
    return order != null && ValueParser.parse(text, source.type(), order, values, slot);
  }
}
