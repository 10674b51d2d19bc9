package io.tablecache.engine;

import java.util.Properties;

/**
 * What connections must have in common to share an engine. The user is no part of it.
 *
 * @param hosts the servers' names as the URL lists them
 * @param ports their ports, as many
 * @param database the database's name
 * @param configSource where the config is read from
 */
public record EngineKey(String hosts, String ports, String database, String configSource) {
  /**
   * The key of a connection.
   *
   * @param parsed what pgjdbc's {@code Driver.parseURL} makes of the URL and its properties
   * @param configSource where the config is read from
   */
  public static EngineKey of(Properties parsed, String configSource) {
    return new EngineKey(
        parsed.getProperty("PGHOST", "localhost"),
        parsed.getProperty("PGPORT", "5432"),
        parsed.getProperty("PGDBNAME", parsed.getProperty("user", "")),
        configSource);
  }
}
