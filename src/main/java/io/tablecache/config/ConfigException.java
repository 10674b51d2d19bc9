package io.tablecache.config;

import io.tablecache.config.CacheConfig.OnConfigError;
import org.jspecify.annotations.Nullable;

/** A mistake in the config; the message names file, line, key, value and what to do. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OnConfigError onConfigError;

  public ConfigException(String message) {
    this(message, null);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    this(message, cause, OnConfigError.FAIL);
  }

  private ConfigException(String message, @Nullable Throwable cause, OnConfigError onConfigError) {
    super(message, cause);
    this.onConfigError = onConfigError;
  }

  /** What the config itself wants to happen; {@link OnConfigError#FAIL} where that is not known. */
  public OnConfigError onConfigError() {
    return onConfigError;
  }

  /** The same mistake, in a config that says what to do then. */
  public ConfigException withOnConfigError(OnConfigError wanted) {
    ConfigException copy = new ConfigException(String.valueOf(getMessage()), getCause(), wanted);
    copy.setStackTrace(getStackTrace());
    return copy;
  }
}
