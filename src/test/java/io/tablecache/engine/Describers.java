package io.tablecache.engine;

import io.tablecache.model.StatementDescriber;
import java.sql.DriverManager;

/** The describer of statements, for tests of other packages. */
public final class Describers {
  private Describers() {}

  /** Asks the database of a URL of the plain driver. */
  public static StatementDescriber of(String url) {
    return new EngineDescriber(() -> DriverManager.getConnection(url));
  }
}
