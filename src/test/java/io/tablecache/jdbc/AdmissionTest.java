package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tablecache.jdbc.SessionFacts.Settings;
import io.tablecache.jdbc.SessionFacts.TableFacts;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.Columns;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the facts of a session say of a table: those that a sound local server never shows. */
final class AdmissionTest {
  private static final ServerIdentity CACHE = new ServerIdentity(7_000_000_001L, 1, 16_384);
  private static final TableDefinition TABLE = table();
  private static final List<Integer> ALL = List.of(0, 1);

  private static final TableFacts READABLE =
      new TableFacts(true, true, true, true, List.of(), false);

  private static TableDefinition table() {
    return new TableDefinition(
        "t",
        20_000,
        "public",
        "t",
        TableDefinition.Kind.TABLE,
        List.of(Columns.integer(0, "id"), Columns.integer(1, "data")),
        List.of(0),
        List.of(),
        IndexDefinition.NO_RANGE,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }

  private static Settings settings() {
    return new Settings(
        "app",
        "app",
        "read committed",
        "read committed",
        "public",
        true,
        "UTC",
        "ISO, MDY",
        "postgres",
        "hex",
        "1",
        "UTF8",
        "on",
        "C",
        "on",
        "",
        "",
        "on",
        "off",
        "Default",
        "",
        false);
  }

  private static @Nullable Outcome refusal(
      @Nullable ServerIdentity server, boolean inRecovery, TableFacts facts, List<Integer> read) {
    return new SessionFacts(server, inRecovery, settings(), Map.of(TABLE, facts))
        .refusal(TABLE, read, true, CACHE);
  }

  @Test
  void refusal_sameServerAndReadableTable_isNone() {
    assertNull(refusal(CACHE, false, READABLE, ALL));
  }

  @Test
  void refusal_serverInRecovery_isInRecovery() {
    assertEquals(Outcome.IN_RECOVERY, refusal(null, true, READABLE, ALL));
    assertEquals(Outcome.IN_RECOVERY, refusal(CACHE, true, READABLE, ALL));
  }

  @Test
  void refusal_otherClusterTimelineOrDatabase_isOtherServer() {
    assertEquals(
        Outcome.OTHER_SERVER,
        refusal(new ServerIdentity(7_000_000_002L, 1, 16_384), false, READABLE, ALL));
    assertEquals(
        Outcome.OTHER_SERVER,
        refusal(new ServerIdentity(7_000_000_001L, 2, 16_384), false, READABLE, ALL));
    assertEquals(
        Outcome.OTHER_SERVER,
        refusal(new ServerIdentity(7_000_000_001L, 1, 16_385), false, READABLE, ALL));
  }

  @Test
  void refusal_serverThatMayNotBeAsked_isSessionUnknown() {
    assertEquals(Outcome.SESSION_UNKNOWN, refusal(null, false, READABLE, ALL));
  }

  @Test
  void refusal_someColumnsReadable_isByTheColumnsThatAreNamed() {
    ColumnDefinition first = TABLE.column(0);
    TableFacts one = new TableFacts(true, true, true, false, List.of(first.attnum()), false);

    assertNull(refusal(CACHE, false, one, List.of(0)));
    assertNull(refusal(CACHE, false, one, List.of()));
    assertEquals(Outcome.NO_PRIVILEGE, refusal(CACHE, false, one, ALL));
    TableFacts none = new TableFacts(true, true, true, false, List.of(), false);
    assertEquals(Outcome.NO_PRIVILEGE, refusal(CACHE, false, none, List.of()));
  }

  @Test
  void refusal_definitionThatTheFactsAreNotOf_isDefinitionChanged() {
    SessionFacts facts = new SessionFacts(CACHE, false, settings(), Map.of(TABLE, READABLE));
    TableDefinition equal = table();

    assertEquals(Outcome.DEFINITION_CHANGED, facts.refusal(equal, ALL, true, CACHE));
  }
}
