package io.tablecache.config;

import com.typesafe.config.ConfigObject;
import io.tablecache.config.CacheConfig.OnConfigError;
import io.tablecache.model.ReadYourWrites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a config file, strictly: its first mistake is an error that names file and line. */
public final class ConfigReader {
  private static final Set<String> KEYS =
      Set.of("tables", "memory", "read-your-writes", "monotonic", "on-config-error", "loader");
  private static final long DEFAULT_MEMORY_MAX_BYTES = 256L << 20;

  /** What is either done or not. */
  private enum Switch {
    ON,
    OFF
  }

  private ConfigReader() {}

  /**
   * Reads the config.
   *
   * @param location a file's path, or {@code classpath:} and a resource's name; null for {@code
   *     tablecache.conf} on the class path
   * @throws ConfigException if there is none, or it has a mistake
   */
  public static CacheConfig read(@Nullable String location) {
    ConfigSource source = ConfigSource.find(location);
    ConfigObject parsed = source.parse();
    OnConfigError onConfigError = OnConfigError.FAIL;
    try {
      Section root = Section.root(parsed).allowing(Set.of("tablecache"));
      Section section = root.section("tablecache");
      if (section == null) {
        throw new ConfigException(
            source.name() + ": has no section 'tablecache'. Write tablecache { tables { ... } }");
      }
      onConfigError = section.choice("on-config-error", OnConfigError.class, OnConfigError.FAIL);
      return config(source.name(), section.allowing(KEYS), onConfigError);
    } catch (ConfigException mistake) {
      throw mistake.withOnConfigError(onConfigError);
    }
  }

  private static CacheConfig config(String source, Section section, OnConfigError onConfigError) {
    return new CacheConfig(
        source,
        tables(section),
        memoryMaxBytes(section),
        section.choice("read-your-writes", ReadYourWrites.class, ReadYourWrites.JVM),
        section.choice("monotonic", Switch.class, Switch.OFF) == Switch.ON,
        onConfigError,
        loader(section));
  }

  private static List<TableRule> tables(Section section) {
    Section tables = section.section("tables");
    List<TableRule> rules = new ArrayList<>();
    Map<List<String>, TableRule> byRelation = new HashMap<>();
    if (tables != null) {
      for (Map.Entry<String, Section> table : tables.sections().entrySet()) {
        TableRule rule = new TableReader(table.getKey(), table.getValue()).read();
        TableRule other =
            byRelation.putIfAbsent(
                List.of(rule.schema() == null ? "" : rule.schema(), rule.relation()), rule);
        if (other != null) {
          throw table
              .getValue()
              .error(
                  "relation",
                  "the same relation as of '"
                      + other.label()
                      + "' ("
                      + other.origin().description()
                      + "). Cache a relation once, with all its indexes");
        }
        rules.add(rule);
      }
    }
    if (rules.isEmpty()) {
      throw section.error("tables", "names no table. Add at least one");
    }
    return rules;
  }

  private static long memoryMaxBytes(Section section) {
    Section memory = section.section("memory");
    if (memory == null) {
      return DEFAULT_MEMORY_MAX_BYTES;
    }
    long bytes = memory.allowing(Set.of("max")).bytes("max", DEFAULT_MEMORY_MAX_BYTES);
    if (bytes <= 0) {
      throw memory.error("max", "must be more than zero, but is " + memory.text("max"));
    }
    return bytes;
  }

  private static @Nullable LoaderRule loader(Section section) {
    Section loader = section.section("loader");
    if (loader == null) {
      return null;
    }
    loader.allowing(Set.of("user", "password"));
    return new LoaderRule(
        loader.origin(),
        loader.requiredText("user", "Name the role that loads, or leave 'loader' out"),
        loader.text("password"));
  }
}
