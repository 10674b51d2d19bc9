package io.tablecache.conformance.session;

import io.tablecache.conformance.session.TwinDatabases.Twin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A pair of connections that do the same, of the plain driver and of this one, and the statements
 * that were prepared on them. Confined to one thread.
 */
final class WalkActor implements AutoCloseable {
  private final TwinDatabases twins;
  private final String user;
  private final Map<String, Both<PreparedStatement>> prepared = new HashMap<>();
  private Both<Connection> connections;

  WalkActor(TwinDatabases twins, String user) throws Exception {
    this.twins = twins;
    this.user = user;
    this.connections = connect();
  }

  private Both<Connection> connect() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    // Statements that the server has named fail after DDL, in the plain driver only.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("options", "-c lock_timeout=5s");
    return Both.of(twin -> twins.connect(twin, properties));
  }

  String user() {
    return user;
  }

  Connection of(Twin twin) {
    return connections.of(twin);
  }

  /** Whether the plain driver's connection is in a transaction; the other one may not be yet. */
  boolean isInTransaction() throws SQLException {
    return connections.plain().unwrap(BaseConnection.class).getTransactionState()
        != TransactionState.IDLE;
  }

  /** Whether the next statement is a transaction of its own. */
  boolean commitsEachStatement() throws SQLException {
    return connections.plain().getAutoCommit() && !isInTransaction();
  }

  PreparedStatement prepared(Twin twin, String sql) throws Exception {
    Both<PreparedStatement> known = prepared.get(sql);
    if (known == null) {
      known = Both.of(one -> connections.of(one).prepareStatement(sql));
      prepared.put(sql, known);
    }
    return known.of(twin);
  }

  void reconnect() throws Exception {
    close();
    prepared.clear();
    connections = connect();
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.all()) {
      connection.close();
    }
  }
}
