package io.tablecache.config;

/**
 * Where in the config something was said.
 *
 * @param description file and line, such as {@code tablecache.conf: 12}
 * @param path the key's path, such as {@code tablecache.tables.device_data.window}
 */
public record Origin(String description, String path) {
  /** An error about what was said here; the message says what is wrong and what to do. */
  public ConfigException error(String message) {
    return new ConfigException(description + ": " + path + ": " + message);
  }
}
