package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tablecache.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that explains the outcomes has one line for each. */
final class OutcomesPageTest {
  private static final Path PAGE = Path.of("src", "site", "markdown", "outcomes.md");
  private static final Pattern LINE =
      Pattern.compile("^\\| `([A-Z_]+)` \\| (.*?) \\| (.*?) \\|$", Pattern.MULTILINE);

  @Test
  void page_lines_areTheOutcomesInTheirOrder() throws IOException {
    List<String> codes = new ArrayList<>();
    Matcher lines = LINE.matcher(Files.readString(PAGE));
    while (lines.find()) {
      codes.add(lines.group(1));
      assertFalse(lines.group(2).isBlank(), lines.group(1));
      assertFalse(lines.group(3).isBlank(), lines.group(1));
    }

    assertEquals(Arrays.stream(Outcome.values()).map(Outcome::name).toList(), codes);
  }
}
