package io.tablecache.conformance.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of cases: each is played by the plain driver and by this one on databases that are
 * alike, and each read of a cached table is a hit or ends by exactly the reason that the case says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionCasesTest {
  private TwinDatabases twins;

  @BeforeAll
  void open() throws Exception {
    twins = TwinDatabases.open();
  }

  @AfterAll
  void close() throws Exception {
    twins.close();
  }

  static List<SessionCase> cases() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(PurityCases.all());
    cases.addAll(TransactionCases.all());
    cases.addAll(NameCases.all());
    cases.addAll(PermissionCases.all());
    cases.addAll(DefinitionCases.all());
    cases.addAll(SettingCases.all());
    cases.addAll(ClockCases.all());
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void session_asInTheCase_isAsByThePlainDriver(SessionCase shown) throws Exception {
    twins.resetIfChanged();
    try (Play play = new Play(twins)) {
      shown.script().play(play);
    } catch (AssertionError e) {
      throw new AssertionError(shown.name() + ": " + e.getMessage(), e);
    }
  }

  @Test
  void cases_together_areManyAndHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    cases().forEach(shown -> assertTrue(names.add(shown.name()), shown.name()));
    assertTrue(names.size() >= 150, "only " + names.size());
  }

  @Test
  void cases_together_holdOffThePitfallsOfSessions() {
    Set<Integer> heldOff = new TreeSet<>();
    cases().forEach(shown -> heldOff.addAll(shown.pitfalls()));
    assertEquals(
        Set.of(32, 33, 34, 35, 36, 37, 38, 41, 51, 52, 54, 55, 56, 57, 58, 59, 60), heldOff);
  }
}
