package io.tablecache.config;

import com.typesafe.config.ConfigException.Parse;
import com.typesafe.config.ConfigException.UnresolvedSubstitution;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A config file that was found.
 *
 * @param name how messages name it
 * @param file the file, or null if it is a resource
 * @param resource the resource, or null if it is a file
 * @param classLoader who found it, and finds what it includes
 */
record ConfigSource(
    String name, @Nullable File file, @Nullable URL resource, @Nullable ClassLoader classLoader) {
  private static final String CLASSPATH = "classpath:";
  private static final String DEFAULT_RESOURCE = "tablecache.conf";

  /** Finds what a location names; for null, {@code tablecache.conf} on the class path. */
  static ConfigSource find(@Nullable String location) {
    if (location == null || location.isBlank()) {
      return resource(
          DEFAULT_RESOURCE,
          "Put it there, or set tablecache.config to a file's path or to classpath:<resource>");
    }
    String trimmed = location.strip();
    if (trimmed.startsWith(CLASSPATH)) {
      String resource = trimmed.substring(CLASSPATH.length());
      return resource(
          resource.startsWith("/") ? resource.substring(1) : resource, "Correct tablecache.config");
    }
    File file = new File(trimmed);
    if (!file.isFile()) {
      throw new ConfigException(
          "there is no config file "
              + trimmed
              + ", looked for at "
              + file.getAbsolutePath()
              + ". Correct tablecache.config; write classpath:<resource> for a resource");
    }
    return new ConfigSource(trimmed, file, null, ConfigSource.class.getClassLoader());
  }

  private static ConfigSource resource(String resource, String whatToDo) {
    List<String> lookedWith = new ArrayList<>();
    ClassLoader[] loaders = {
      Thread.currentThread().getContextClassLoader(), ConfigSource.class.getClassLoader()
    };
    for (ClassLoader loader : loaders) {
      if (loader != null) {
        URL url = loader.getResource(resource);
        if (url != null) {
          return new ConfigSource(resource, null, url, loader);
        }
        lookedWith.add(String.valueOf(loader));
      }
    }
    throw new ConfigException(
        "there is no config: looked for the resource "
            + resource
            + " on the class path with the thread's and with the driver's class loader ("
            + String.join(", ", lookedWith)
            + "). "
            + whatToDo);
  }

  /** The file's content, with includes and substitutions resolved. */
  ConfigObject parse() {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setAllowMissing(false)
            .setClassLoader(classLoader)
            .setOriginDescription(name);
    try {
      return (file != null
              ? ConfigFactory.parseFile(file, options)
              : ConfigFactory.parseURL(java.util.Objects.requireNonNull(resource), options))
          .resolve()
          .root();
    } catch (UnresolvedSubstitution unresolved) {
      throw new ConfigException(
          unresolved.getMessage() + ". Set it, or write ${?NAME} for what may be missing",
          unresolved);
    } catch (Parse broken) {
      throw new ConfigException(broken.getMessage() + ". Correct the HOCON at that line", broken);
    } catch (com.typesafe.config.ConfigException unreadable) {
      throw new ConfigException(name + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
