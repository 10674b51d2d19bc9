package io.tablecache;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@code jdbc:tablecache:} URL with its properties, taken apart: what the PostgreSQL driver gets,
 * and what is this driver's own.
 *
 * @param postgresUrl the PostgreSQL driver's URL
 * @param postgresProperties the PostgreSQL driver's properties
 * @param config where the config is, or null for {@code tablecache.conf} on the class path
 * @param enabled whether anything is cached at all
 * @param maxStaleness the age that the connection's sessions accept at most, or null for the
 *     tables' own
 */
record TableCacheUrl(
    String postgresUrl,
    Properties postgresProperties,
    @Nullable String config,
    boolean enabled,
    @Nullable String maxStaleness) {

  static final String PREFIX = "jdbc:tablecache:";
  static final String OWN_PROPERTIES = "tablecache.";
  static final String CONFIG = "tablecache.config";
  static final String ENABLED = "tablecache.enabled";
  static final String MAX_STALENESS = "tablecache.max_staleness";

  /** Whether the URL is this driver's; nothing is said of its correctness. */
  static boolean accepts(@Nullable String url) {
    return url != null && url.startsWith(PREFIX + "postgresql:");
  }

  /**
   * Takes an accepted URL apart. A property in the URL goes before the same one in {@code info}, as
   * in the PostgreSQL driver.
   */
  static TableCacheUrl parse(String url, @Nullable Properties info) {
    Properties own = new Properties();
    Properties others = new Properties();
    if (info != null) {
      info.forEach(others::put);
      for (String name : info.stringPropertyNames()) {
        (name.startsWith(OWN_PROPERTIES) ? own : others).put(name, info.getProperty(name));
      }
      others.keySet().removeIf(name -> name.toString().startsWith(OWN_PROPERTIES));
    }
    String rest = url.substring(PREFIX.length());
    int query = rest.indexOf('?');
    StringBuilder postgresUrl = new StringBuilder("jdbc:");
    postgresUrl.append(query < 0 ? rest : rest.substring(0, query));
    if (query >= 0) {
      char separator = '?';
      for (String argument : rest.substring(query + 1).split("&", -1)) {
        if (argument.startsWith(OWN_PROPERTIES)) {
          int equals = argument.indexOf('=');
          String name = equals < 0 ? argument : argument.substring(0, equals);
          String value = equals < 0 ? "" : argument.substring(equals + 1);
          own.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
        } else if (!argument.isEmpty()) {
          postgresUrl.append(separator).append(argument);
          separator = '&';
        }
      }
    }
    return new TableCacheUrl(
        postgresUrl.toString(),
        others,
        own.getProperty(CONFIG),
        !"false".equalsIgnoreCase(own.getProperty(ENABLED, "true").trim()),
        own.getProperty(MAX_STALENESS));
  }

  /** The PostgreSQL driver's URL without the given arguments. */
  String postgresUrlWithout(Set<String> names) {
    return without(postgresUrl, names);
  }

  /** A URL without the given arguments. */
  static String without(String url, Set<String> names) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    String kept =
        Arrays.stream(url.substring(query + 1).split("&", -1))
            .filter(argument -> !names.contains(argument.replaceFirst("=.*", "")))
            .collect(Collectors.joining("&"));
    return url.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
  }
}
