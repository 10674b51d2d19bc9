package io.tablecache.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.CacheConfig.OnConfigError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake is an error that names the file, the line, the key and what to do. */
class ConfigMistakesTest {
  @TempDir Path directory;

  /**
   * A config with one mistake.
   *
   * @param name what is wrong
   * @param line the line that the message must name
   * @param words what else the message must contain
   * @param text the config
   */
  record Mistake(String name, int line, List<String> words, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A mistake in a table's section, whose lines start at 3. */
  private static Mistake inTable(String name, int line, List<String> words, String body) {
    return new Mistake(name, line, words, "tablecache { tables {\n t {\n" + body + "\n }\n} }\n");
  }

  private static Mistake inWindow(String name, int line, List<String> words, String body) {
    return inTable(name, line, words, "relation = public.t\nwindow {\n" + body + "\n}");
  }

  private static Mistake inFreshness(String name, int line, List<String> words, String body) {
    return inTable(
        name,
        line,
        words,
        "relation = t\nwindow { range = ts, from = -2m }\nfreshness {\n" + body + "\n}");
  }

  private static Mistake atTop(String name, int line, List<String> words, String body) {
    return new Mistake(
        name, line, words, "tablecache {\n tables { t { relation = t } }\n" + body + "\n}\n");
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("broken syntax", 2, List.of("HOCON"), "tablecache {\n tables = = 3\n}"),
        new Mistake("not closed", 2, List.of("HOCON"), "tablecache {\n"),
        new Mistake(
            "no section", 1, List.of("tabelcache", "unknown key", "'tablecache'"), "tabelcache {}"),
        new Mistake(
            "section is a value", 1, List.of("must be a section in braces"), "tablecache = 3"),
        new Mistake(
            "no tables", 1, List.of("tablecache.tables", "names no table"), "tablecache {}"),
        new Mistake("empty tables", 2, List.of("names no table"), "tablecache {\n tables { }\n}"),
        new Mistake(
            "key beside the section",
            2,
            List.of("memory", "unknown key"),
            "tablecache { tables { t { relation = t } } }\nmemory { max = 1GiB }"),
        new Mistake(
            "table is a value",
            2,
            List.of("tablecache.tables.t", "section in braces", "'public.t'"),
            "tablecache { tables {\n t = public.t\n} }"),
        new Mistake(
            "table is null",
            2,
            List.of("tablecache.tables.t", "section in braces"),
            "tablecache { tables {\n t = null\n} }"),
        new Mistake(
            "relation twice",
            3,
            List.of("tables.b.relation", "same relation", "'a'"),
            "tablecache { tables {\n a { relation = public.t }\n b { relation = Public.T }\n} }"),
        new Mistake(
            "unresolved substitution",
            2,
            List.of("NO_SUCH_VARIABLE_HERE", "${?NAME}"),
            "tablecache { tables {\n t { relation = ${NO_SUCH_VARIABLE_HERE} }\n} }"),
        atTop("unknown key at top", 3, List.of("memroy", "'memory'"), "memroy { max = 1GiB }"),
        atTop("far-off key", 3, List.of("tablecache.x", "Known here: loader, memory"), "x = 1"),
        atTop("unknown in memory", 3, List.of("memory.maximum", "'max'"), "memory { maximum = 1 }"),
        atTop("memory zero", 3, List.of("memory.max", "more than zero"), "memory { max = 0 }"),
        atTop("memory negative", 3, List.of("memory.max", "not a size"), "memory { max = -5 MiB }"),
        atTop("memory no size", 3, List.of("memory.max", "'much'", "256MiB"), "memory.max = much"),
        atTop("memory is a value", 3, List.of("memory", "section in braces"), "memory = 1GiB"),
        atTop(
            "read-your-writes",
            3,
            List.of("read-your-writes", "'always'", "jvm, connection, off"),
            "read-your-writes = always"),
        atTop(
            "on-config-error",
            3,
            List.of("on-config-error", "'ignore'", "fail, delegate"),
            "on-config-error = ignore"),
        atTop("choice is a list", 3, List.of("single value", "a list"), "on-config-error = [fail]"),
        atTop("loader without user", 3, List.of("loader", "'user'"), "loader { password = x }"),
        atTop("unknown in loader", 3, List.of("loader.usr", "'user'"), "loader { usr = x }"),
        inTable("unknown in table", 4, List.of("t.idexes", "'indexes'"), "relation = t\nidexes {}"),
        inTable(
            "no relation", 2, List.of("tables.t", "has no 'relation'"), "window { range = ts }"),
        inTable("relation is a list", 3, List.of("relation", "single value"), "relation = [t]"),
        inTable("relation of three", 3, List.of("3 parts", "schema.name"), "relation = a.b.c"),
        inTable("relation empty part", 3, List.of("relation", "empty"), "relation = \"a.\""),
        inTable("relation blank", 3, List.of("relation", "empty"), "relation = \"\""),
        inTable("relation with blank", 3, List.of("double quotes"), "relation = \"my table\""),
        inTable("relation digit", 3, List.of("'1'", "double quotes"), "relation = \"1t\""),
        inTable("quote not closed", 3, List.of("not closed"), "relation = \"\\\"T\""),
        inTable("quoted name empty", 3, List.of("is empty"), "relation = \"a.\\\"\\\"\""),
        inTable("text after quote", 3, List.of("'x'"), "relation = \"\\\"T\\\"x\""),
        inTable(
            "index without columns",
            4,
            List.of("indexes.i", "neither 'segment' nor 'range'"),
            "relation = t\nindexes { i { } }"),
        inTable(
            "index with empty segment",
            4,
            List.of("indexes.i", "neither 'segment' nor 'range'"),
            "relation = t\nindexes { i { segment = [] } }"),
        inTable(
            "segment not a list",
            5,
            List.of("i.segment", "must be a list", "[device_id]"),
            "relation = t\nindexes { i {\n segment = device } }"),
        inTable(
            "segment of numbers",
            5,
            List.of("i.segment", "list of names", "'3'"),
            "relation = t\nindexes { i {\n segment = [a, 3] } }"),
        inTable(
            "segment twice",
            5,
            List.of("i.segment", "twice"),
            "relation = t\nindexes { i {\n segment = [a, A] } }"),
        inTable(
            "range in segment",
            6,
            List.of("i.range", "segment column too"),
            "relation = t\nindexes { i {\n segment = [a]\n range = a } }"),
        inTable(
            "range is dotted",
            5,
            List.of("i.range", "dots"),
            "relation = t\nindexes { i {\n range = t.a } }"),
        inTable(
            "unknown in index",
            5,
            List.of("i.segments", "'segment'"),
            "relation = t\nindexes { i {\n segments = [a] } }"),
        inTable(
            "indexes is a list",
            4,
            List.of("t.indexes", "section in braces"),
            "relation = t\nindexes = [ts]"),
        inWindow("window without range", 4, List.of("t.window", "has no 'range'"), "from = -2m"),
        inWindow(
            "unknown in window", 6, List.of("window.form", "'from'"), "range = ts\nform = -2m"),
        inWindow("from no bound", 6, List.of("window.from", "'soon'"), "range = ts\nfrom = soon"),
        inWindow("from broken unit", 6, List.of("from", "'-2q'"), "range = ts\nfrom = -2q"),
        inWindow("from broken date", 6, List.of("from", "-02-30"), "range=ts\nfrom=\"2026-02-30\""),
        inWindow("from fraction", 6, List.of("from", "'2.5'"), "range = ts\nfrom = 2.5"),
        inWindow("from huge", 6, List.of("bigint"), "range = ts\nfrom = 9223372036854775808"),
        inWindow("from a list", 6, List.of("from", "single"), "range = ts\nfrom = [1]"),
        inWindow("from too long", 6, List.of("too long"), "range = ts\nfrom = -99999999999d"),
        inWindow(
            "moving from after to",
            6,
            List.of("window.from", "(-1m)", "(-2m)", "after 'to'"),
            "range = ts\nfrom = -1m\nto = -2m"),
        inWindow(
            "fixed from after to",
            6,
            List.of("after 'to'"),
            "range = ts\nfrom = \"2026-01-02T00:00:00\"\nto = \"2026-01-01\""),
        inWindow(
            "zoned from after to",
            6,
            List.of("after 'to'"),
            "range = ts\nfrom = \"2026-01-01T01:00:00+01:00\"\nto = \"2025-12-31T23:59:59Z\""),
        inWindow(
            "integer from after to", 6, List.of("after 'to'"), "range = n\nfrom = 10\nto = -10"),
        inWindow("integer and date", 7, List.of("kind"), "range=n\nfrom=1\nto=\"2026-01-01\""),
        inWindow("integer and moving", 7, List.of("kind"), "range = n\nfrom = 1\nto = 0s"),
        inWindow("margin negative", 6, List.of("margin", "-1s"), "range = ts\nmargin = -1s"),
        inWindow("margin no unit", 6, List.of("margin", "unit", "15s"), "range = ts\nmargin = 10"),
        inWindow("unknown zone", 6, List.of("zone", "'Mars'"), "range = ts\nzone = Mars"),
        inFreshness("unknown in freshness", 6, List.of("'max-staleness'"), "max-stalenes = 1s"),
        inFreshness("every zero", 6, List.of("every", "longer than zero"), "every = 0s"),
        inFreshness("every negative", 6, List.of("every", "longer than zero"), "every = -15s"),
        inFreshness("every no unit", 6, List.of("every", "unit"), "every = 15"),
        inFreshness("every no number", 6, List.of("every", "'often'"), "every = often"),
        inFreshness("every a section", 6, List.of("every", "single value"), "every { s = 1 }"),
        inFreshness("staleness zero", 6, List.of("max-staleness"), "max-staleness = 0ms"),
        inFreshness("staleness negative", 6, List.of("max-staleness"), "max-staleness = -20s"),
        inFreshness("mode replicate", 6, List.of("mode", "not available"), "mode = replicate"),
        inFreshness("mode unknown", 6, List.of("mode", "'push'", "poll"), "mode = push"),
        inFreshness("append-only a value", 6, List.of("section in braces"), "append-only = true"),
        inFreshness("append-only bare", 6, List.of("append-only", "lateness"), "append-only { }"),
        inFreshness(
            "lateness negative", 6, List.of("lateness", "-5s"), "append-only { lateness = -5s }"),
        inFreshness("lateness misspelt", 6, List.of("'lateness'"), "append-only { latenes = 5s }"),
        inTable(
            "append-only without window",
            5,
            List.of("append-only", "needs a window"),
            "relation = t\nfreshness {\n append-only { lateness = 5s } }"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void read_mistake_namesFileLineAndWhatToDo(Mistake mistake) throws IOException {
    Path file = directory.resolve("mistake.conf");
    Files.writeString(file, mistake.text());
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.startsWith(file + ": " + mistake.line() + ": "),
        () -> "expected line " + mistake.line() + " in: " + message);
    for (String word : mistake.words()) {
      assertTrue(message.contains(word), () -> "expected " + word + " in: " + message);
    }
    assertEquals(OnConfigError.FAIL, e.onConfigError());
  }

  @Test
  void read_mistakeInIncludedFile_namesThatFile() throws IOException {
    Files.writeString(
        directory.resolve("inner.conf"), "t {\n relation = t\n freshness { evry = 1s }\n}");
    Path file = directory.resolve("outer.conf");
    Files.writeString(file, "tablecache {\n tables { include \"inner.conf\" }\n}");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    assertTrue(
        String.valueOf(e.getMessage())
            .contains("inner.conf: 3: tablecache.tables.t.freshness.evry"),
        e::getMessage);
  }

  @Test
  void read_badValueFromEnvironment_namesEnvironmentAndLineOfSection() throws IOException {
    Path file = directory.resolve("env.conf");
    Files.writeString(
        file,
        "tablecache {\n tables {\n  t {\n   relation = t\n   freshness {\n    every = ${PATH}\n"
            + "   }\n  }\n }\n}");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + ": 5"), message);
    assertTrue(message.contains("env variables"), message);
  }

  @Test
  void read_mistakeAndDelegateWanted_carriesTheWish() throws IOException {
    Path file = directory.resolve("delegate.conf");
    Files.writeString(file, "tablecache {\n on-config-error = delegate\n tables { }\n}");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    assertEquals(OnConfigError.DELEGATE, e.onConfigError());
  }

  @Test
  void read_mistakeBesidePassword_doesNotShowIt() throws IOException {
    Path file = directory.resolve("secret.conf");
    Files.writeString(
        file,
        "tablecache {\n tables { t { relation = t } }\n"
            + " loader { user = u, password = [s3cret] }\n}");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    assertFalse(String.valueOf(e.getMessage()).contains("s3cret"), e::getMessage);
  }

  @Test
  void read_missingFile_saysWhereWasLooked() {
    Path file = directory.resolve("none.conf");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file.toString()));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("tablecache.config"), e::getMessage);
  }

  @Test
  void read_missingResource_saysWhereWasLooked() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read("classpath:no/such.conf"));
    assertTrue(String.valueOf(e.getMessage()).contains("no/such.conf"), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("class loader"), e::getMessage);
  }

  @Test
  void read_noLocationAndNoDefault_saysWhereWasLooked() {
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigReader.read(null));
    assertTrue(String.valueOf(e.getMessage()).contains("tablecache.conf"), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("class path"), e::getMessage);
  }
}
