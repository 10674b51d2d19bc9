package io.tablecache.jdbc;

import io.tablecache.jdbc.forward.ForwardingConnection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;

/**
 * A connection that takes note when it hands something out by which its session can be used without
 * being seen: from then on nothing is answered from the cache.
 *
 * <p>As thread-safe as the driver's.
 */
abstract class HandingOutConnection extends ForwardingConnection {
  private @Nullable CopyManager copies;

  /** What is known of the session. */
  abstract Session session();

  @Override
  public CopyManager getCopyAPI() throws SQLException {
    session().taint();
    CopyManager known = copies;
    if (known == null) {
      delegate().getCopyAPI(); // throws if the connection is closed
      known = new NotedCopyManager(session());
      copies = known;
    }
    return known;
  }

  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    session().taint();
    return delegate().getLargeObjectAPI();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Fastpath getFastpathAPI() throws SQLException {
    session().taint();
    return delegate().getFastpathAPI();
  }

  @Override
  public PGReplicationConnection getReplicationAPI() {
    session().taint();
    return delegate().getReplicationAPI();
  }

  @Override
  public QueryExecutor getQueryExecutor() {
    session().taint();
    return delegate().getQueryExecutor();
  }

  @Override
  public ReplicationProtocol getReplicationProtocol() {
    session().taint();
    return delegate().getReplicationProtocol();
  }

  @Override
  public PGNotification @Nullable [] getNotifications() throws SQLException {
    return noted(delegate().getNotifications());
  }

  @Override
  public PGNotification @Nullable [] getNotifications(int timeoutMillis) throws SQLException {
    return noted(delegate().getNotifications(timeoutMillis));
  }

  private PGNotification @Nullable [] noted(PGNotification @Nullable [] notifications) {
    if (notifications != null && notifications.length > 0) {
      session().notified();
    }
    return notifications;
  }

  /**
   * Returns this object for every type that it is, but for {@link BaseConnection}: who asks for
   * that means to work behind this driver, such as to make the PostgreSQL driver's own objects.
   */
  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this) && iface != BaseConnection.class) {
      return iface.cast(this);
    }
    return handOut(this, delegate().unwrap(iface));
  }

  /** Takes note if what is handed out is not the wrapper itself, but a raw object behind it. */
  <T> T handOut(Object wrapper, T unwrapped) {
    if (unwrapped != wrapper) {
      session().taint();
    }
    return unwrapped;
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    return iface.isInstance(this) || delegate().isWrapperFor(iface);
  }
}
