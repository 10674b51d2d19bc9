package io.tablecache.conformance;

import io.tablecache.model.Outcome;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** Who answers a statement on a cached table: the same assertions hold for all. */
enum ServedFrom {
  /** The cache. */
  CACHE {
    @Override
    Connection connect(DeviceDatabase database) throws SQLException {
      return database.cached();
    }

    @Override
    <T> T query(DeviceDatabase database, Callable<T> execution) throws Exception {
      database.adjust();
      return database.assertOutcome(Outcome.HIT, execution);
    }
  },

  /** The database, through this driver. */
  DATABASE {
    @Override
    Connection connect(DeviceDatabase database) throws SQLException {
      Connection connection = database.cached();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET tablecache.bypass = on");
      }
      return connection;
    }

    @Override
    <T> T query(DeviceDatabase database, Callable<T> execution) throws Exception {
      database.adjust();
      return database.assertOutcome(Outcome.BYPASS, execution);
    }
  },

  /** The database, through the plain driver. */
  PLAIN_DRIVER {
    @Override
    Connection connect(DeviceDatabase database) throws SQLException {
      return database.plain();
    }

    @Override
    <T> T query(DeviceDatabase database, Callable<T> execution) throws Exception {
      return execution.call();
    }
  };

  /** A connection whose statements are answered so. */
  abstract Connection connect(DeviceDatabase database) throws SQLException;

  /** Executes one statement on {@code device_data} that could be answered from the cache. */
  abstract <T> T query(DeviceDatabase database, Callable<T> execution) throws Exception;
}
