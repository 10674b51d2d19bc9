package io.tablecache.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tablecache.testing.PostgresServer;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application module in a JVM of its own, with the jar on the module path. */
@Tag("packaged")
class ModulePathTest {
  private static final String MODULE =
      """
      module probe {
        requires java.sql;
        requires io.tablecache;
      }
      """;

  private static final String MAIN =
      """
      package probe;

      import io.tablecache.*;
      import java.sql.*;
      import java.time.Duration;

      public class Main {
        public static void main(String[] args) throws Exception {
          TableCacheDataSource dataSource = new TableCacheDataSource();
          dataSource.setUrl(args[0]);
          System.out.println(dataSource.getClass().getModule());
          System.out.println(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(30)));
          try (Connection connection = DriverManager.getConnection("jdbc:tablecache:" + args[0].substring(5));
              Statement statement = connection.createStatement()) {
            print(statement.executeQuery("SELECT id FROM device WHERE id >= 2 ORDER BY id"));
            print(statement.executeQuery("SELECT * FROM tablecache.outcomes"));
            System.out.println(connection.getMetaData().getConnection() == connection);
          }
        }

        private static void print(ResultSet result) throws SQLException {
          while (result.next()) {
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              System.out.print(result.getString(i) + " ");
            }
            System.out.println();
          }
        }
      }
      """;

  @TempDir private static Path directory;

  private static String output = "";
  private static String loadedClasses = "";

  @BeforeAll
  static void run() throws Exception {
    Path source = Files.createDirectories(directory.resolve("src/probe"));
    Files.writeString(source.resolveSibling("module-info.java"), MODULE);
    Files.writeString(source.resolve("Main.java"), MAIN);
    Path module = Files.createDirectories(directory.resolve("probe"));
    Files.writeString(
        module.resolve("tablecache.conf"), "tablecache.tables { device { relation = device } }");
    String url = PostgresServer.shared().createDatabase();
    try (Connection plain = DriverManager.getConnection(url);
        Statement statement = plain.createStatement()) {
      statement.execute("CREATE TABLE device (id integer PRIMARY KEY)");
      statement.execute("INSERT INTO device VALUES (1), (2), (3)");
    }

    String modulePath =
        String.join(
            File.pathSeparator,
            Objects.requireNonNull(System.getProperty("tablecache.test.jar")),
            jarOf(org.postgresql.Driver.class),
            jarOf(NullMarked.class));
    compile(
        "-p",
        modulePath,
        "-d",
        module.toString(),
        source.resolve("Main.java").toString(),
        source.resolveSibling("module-info.java").toString());
    Path classes = directory.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + classes,
                "-p",
                module + File.pathSeparator + modulePath,
                "-m",
                "probe/probe.Main",
                url)
            .redirectErrorStream(true)
            .start();
    output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    loadedClasses = Files.readString(classes);
  }

  private static void compile(String... arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    int status = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments);
    assertEquals(0, status, messages::toString);
  }

  private static String jarOf(Class<?> member) throws Exception {
    return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void application_onTheModulePath_isAnsweredFromTheCache() {
    assertEquals(
        List.of("module io.tablecache", "true", "2 ", "3 ", "device HIT 1 ", "true"),
        output.lines().toList());
  }

  @Test
  void reflectConfig_namesTheClassesThatCaffeineFindsByName() throws Exception {
    Set<String> loaded =
        Pattern.compile("io\\.tablecache\\.shaded\\.caffeine\\.cache\\.[A-Z]{2,}(?= )")
            .matcher(loadedClasses)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertFalse(loaded.isEmpty());

    String named =
        new String(
            Objects.requireNonNull(
                    getClass()
                        .getResourceAsStream(
                            "/META-INF/native-image/io.tablecache/tablecache-jdbc/"
                                + "reflect-config.json"))
                .readAllBytes());
    loaded.removeIf(name -> named.contains('"' + name + '"'));

    assertEquals(Set.of(), loaded);
  }
}
