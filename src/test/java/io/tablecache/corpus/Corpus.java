package io.tablecache.corpus;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder with the corpus: a schema, a seed and statements.
 *
 * @param schema SQL that makes the tables
 * @param seed SQL that fills them, with {@code :now} for the run's instant
 * @param statements in the file's order
 */
record Corpus(String schema, String seed, List<CorpusStatement> statements) {
  private static final String PROPERTY = "tablecache.corpus";
  private static final String DEFAULT = "../shared/corpus";

  /** Reads the folder that the system property names. */
  static Corpus read() throws IOException {
    Path folder = Path.of(System.getProperty(PROPERTY, DEFAULT)).toAbsolutePath().normalize();
    Path file = folder.resolve("corpus.jsonl");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          "There is no corpus in " + folder + ". Name its folder by -D" + PROPERTY + "=...");
    }
    List<CorpusStatement> statements = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        statements.add(
            CorpusStatement.of(
                ConfigFactory.parseString(
                        line, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root()
                    .unwrapped()));
      }
    }
    return new Corpus(
        Files.readString(folder.resolve("schema.sql")),
        Files.readString(folder.resolve("seed.sql")),
        statements);
  }
}
