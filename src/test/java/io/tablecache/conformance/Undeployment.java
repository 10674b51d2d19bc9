package io.tablecache.conformance;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * What a container does when an application ends: deregisters the drivers of its class loader. To
 * be loaded by that class loader, since DriverManager asks who calls.
 */
public final class Undeployment implements Runnable {
  @Override
  public void run() {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == Undeployment.class.getClassLoader()) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          throw new IllegalStateException("not deregistered: " + driver, e);
        }
      }
    }
  }
}
