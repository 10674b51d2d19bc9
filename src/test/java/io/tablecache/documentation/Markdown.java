package io.tablecache.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document of the project. Immutable. */
final class Markdown {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private final Path path;
  private final String text;

  private Markdown(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  static Markdown read(String file) {
    Path path = Path.of(file);
    try {
      return new Markdown(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The README and all pages beside the code. */
  static List<Markdown> all() {
    List<Markdown> all = new ArrayList<>(List.of(read("README.md")));
    try (Stream<Path> pages = Files.list(Path.of("src/site/markdown"))) {
      pages.sorted().forEach(page -> all.add(read(page.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  Path path() {
    return path;
  }

  /** The fenced blocks of a language, in the order of the text. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** What the document's links name, as it is written. */
  List<String> links() {
    return groups(LINK);
  }

  /** The anchors that links to headings of this document may name. */
  List<String> anchors() {
    return groups(HEADING).stream()
        .map(heading -> heading.toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }

  /** The first group of each match. */
  List<String> groups(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map((MatchResult match) -> match.group(1)).toList();
  }
}
