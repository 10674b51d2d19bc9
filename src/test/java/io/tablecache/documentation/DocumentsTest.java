package io.tablecache.documentation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all documents have in common: their configs are legal, and what they name is there. */
final class DocumentsTest {
  private static final Pattern TEST =
      Pattern.compile("`([A-Z]\\w*Test(?:\\.[a-z]\\w*_\\w+)?)`", Pattern.UNICODE_CHARACTER_CLASS);

  @TempDir private Path directory;

  @Test
  void configSnippets_all_areLegal() throws IOException {
    int snippets = 0;
    for (Markdown document : Markdown.all()) {
      for (String snippet : document.blocks("hocon")) {
        Path file = directory.resolve("snippet-" + snippets++ + ".conf");
        Files.writeString(file, complete(snippet));
        assertDoesNotThrow(
            () -> ConfigReader.read(file.toString()), document.path() + ":\n" + snippet);
      }
    }
    assertTrue(snippets > 5, snippets + " snippets");
  }

  /** A snippet that is no whole config is a part of a table's section. */
  private static String complete(String snippet) {
    return snippet.startsWith("tablecache")
        ? snippet
        : "tablecache { tables { t { relation = t\n" + snippet + "\n} } }";
  }

  @Test
  void links_all_leadSomewhere() {
    List<String> dead = new ArrayList<>();
    for (Markdown document : Markdown.all()) {
      for (String link : document.links()) {
        if (!link.contains("://") && !leadsSomewhere(document, link)) {
          dead.add(document.path() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  private static boolean leadsSomewhere(Markdown from, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]);
    return Files.exists(target)
        && (parts.length == 1 || Markdown.read(target.toString()).anchors().contains(parts[1]));
  }

  @Test
  void tests_thatAreNamed_exist() throws IOException {
    Map<String, String> sources = testSources();
    List<String> missing = new ArrayList<>();
    for (Markdown document : Markdown.all()) {
      for (String name : document.groups(TEST)) {
        String[] parts = name.split("\\.", 2);
        String source = sources.getOrDefault(parts[0], "");
        if (source.isEmpty() || (parts.length == 2 && !source.contains(" " + parts[1] + "("))) {
          missing.add(document.path() + ": " + name);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  /** By the simple name, which tests of different packages may share. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }
}
