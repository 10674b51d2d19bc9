package io.tablecache.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("packaged")
class PackagedJarTest {
  private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
  private static final Pattern USED_PACKAGE = Pattern.compile("(?m)^ {3}\\S+ +-> (\\S+)");
  private static final String NATIVE_IMAGE = "META-INF/native-image/io.tablecache/tablecache-jdbc/";
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

  private final Path path = path("tablecache.test.jar");
  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(path.toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void entries_all_areOursOrRelocated() {
    List<String> foreign =
        entries().filter(name -> !name.matches("(io/tablecache|META-INF)/.*")).toList();

    assertEquals(List.of(), foreign);
  }

  @Test
  void entries_libraries_areRelocated() {
    assertHasClass("io/tablecache/shaded/caffeine/cache/Caffeine.class");
    assertHasClass("io/tablecache/shaded/config/ConfigFactory.class");
  }

  @Test
  void entries_descriptorsOfLibraries_areLeftOut() {
    List<String> descriptors =
        entries()
            .filter(name -> name.endsWith("module-info.class") || name.startsWith("META-INF/maven"))
            .toList();

    assertEquals(List.of(), descriptors);
  }

  @Test
  void classes_all_speakOfNoUnrelocatedPackage() throws IOException {
    Pattern unrelocated = Pattern.compile("net/sf/jsqlparser|com/github/benmanes|com/typesafe");
    for (String name : entries().filter(entry -> entry.endsWith(".class")).toList()) {
      String bytes = new String(read(name), ISO_8859_1);
      assertFalse(unrelocated.matcher(bytes).find(), name);
    }
  }

  @Test
  void libraries_alone_workUnderTheirNewNames() throws IOException, ReflectiveOperationException {
    URL[] jars = {path.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      assertNotNull(
          loader
              .loadClass("io.tablecache.shaded.config.ConfigFactory")
              .getMethod("parseString", String.class)
              .invoke(null, "a { every = 15s }"));
      // Caffeine finds the class of such a cache by its name.
      Class<?> caffeine = loader.loadClass("io.tablecache.shaded.caffeine.cache.Caffeine");
      Object builder = caffeine.getMethod("newBuilder").invoke(null);
      caffeine.getMethod("maximumSize", long.class).invoke(builder, 10L);
      assertNotNull(caffeine.getMethod("build").invoke(builder));
    }
  }

  @Test
  void metaInf_ofTheProject_isInTheJarUnchanged() throws IOException {
    Path classes = path("tablecache.test.classes");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes.resolve("META-INF"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }

    for (Path file : files) {
      String name = classes.relativize(file).toString().replace('\\', '/');
      assertArrayEquals(Files.readAllBytes(file), read(name), name);
    }
    assertTrue(new String(read("META-INF/LICENSE"), UTF_8).contains("Apache License"));
  }

  @Test
  void module_automatic_hasItsDeclaredName() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();

    assertEquals("io.tablecache", manifest.getValue("Automatic-Module-Name"));
    assertTrue(ModuleFinder.of(path).find("io.tablecache").isPresent());
  }

  @Test
  void bundle_ofOsgi_exportsTheInterfaceAndImportsWhatTheClassesUse() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    String version = manifest.getValue("Implementation-Version").replace('-', '.');

    assertEquals("2", manifest.getValue("Bundle-ManifestVersion"));
    assertEquals("io.tablecache.jdbc", manifest.getValue("Bundle-SymbolicName"));
    assertEquals(version, manifest.getValue("Bundle-Version"));
    assertEquals("io.tablecache;version=\"" + version + "\"", manifest.getValue("Export-Package"));
    assertEquals(
        usedPackages(),
        Stream.of(manifest.getValue("Import-Package").split(","))
            .map(clause -> clause.replaceFirst(";.*", ""))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The packages outside of the jar and of java.* that its classes use. */
  private SortedSet<String> usedPackages() {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    int status =
        jdeps.run(writer, writer, "--multi-release", "17", "-verbose:package", path.toString());
    assertEquals(0, status, output::toString);
    return USED_PACKAGE
        .matcher(output.toString())
        .results()
        .map(result -> result.group(1))
        .filter(
            name -> !name.startsWith("java.") && jar.getEntry(name.replace('.', '/') + "/") == null)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nativeImage_metadata_namesWhatIsInTheJar() throws IOException {
    String reflect = new String(read(NATIVE_IMAGE + "reflect-config.json"), UTF_8);
    List<String> missing =
        Pattern.compile("\"name\": \"([^\"]+)\"")
            .matcher(reflect)
            .results()
            .map(result -> result.group(1).replace('.', '/') + ".class")
            .filter(name -> jar.getEntry(name) == null)
            .toList();

    assertEquals(List.of(), missing);
    assertNotNull(jar.getEntry(NATIVE_IMAGE + "proxy-config.json"));
    assertNotNull(jar.getEntry(NATIVE_IMAGE + "resource-config.json"));
  }

  @Test
  void dependencies_published_areThoseNotInTheJar() throws IOException {
    String pom = Files.readString(path("tablecache.test.pom"));
    List<String> runtime =
        DEPENDENCY
            .matcher(pom)
            .results()
            .map(result -> result.group(1))
            .filter(
                dependency ->
                    !dependency.matches("(?s).*(<scope>(provided|test)|<optional>true).*"))
            .map(PackagedJarTest::artifact)
            .toList();

    assertEquals(List.of("postgresql", "jspecify"), runtime);
  }

  private static String artifact(String dependency) {
    Matcher matcher = ARTIFACT.matcher(dependency);
    assertTrue(matcher.find());
    return matcher.group(1);
  }

  private void assertHasClass(String name) {
    assertNotNull(jar.getEntry(name), name);
  }

  private Stream<String> entries() {
    return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName);
  }

  private byte[] read(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertNotNull(entry, name);
    try (InputStream bytes = jar.getInputStream(entry)) {
      return bytes.readAllBytes();
    }
  }

  private static Path path(String property) {
    return Path.of(
        Objects.requireNonNull(System.getProperty(property), property + " is set by the build"));
  }
}
