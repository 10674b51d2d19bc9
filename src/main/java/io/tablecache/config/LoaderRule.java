package io.tablecache.config;

import org.jspecify.annotations.Nullable;

/**
 * What the config says of the cache's own sessions: the role that loads.
 *
 * @param origin where it is said
 * @param user the role's name
 * @param password its password, or null if none is needed; never in a message or a log
 */
public record LoaderRule(Origin origin, String user, @Nullable String password) {
  @Override
  public String toString() {
    return "LoaderRule[origin=" + origin + ", user=" + user + "]";
  }
}
