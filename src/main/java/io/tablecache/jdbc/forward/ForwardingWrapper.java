package io.tablecache.jdbc.forward;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * A JDBC object in front of another one of its kind, found under every type that either of them is.
 *
 * <p>As thread-safe as its delegate.
 */
abstract class ForwardingWrapper implements Wrapper {

  /** The object that the calls are passed on to. */
  protected abstract Wrapper delegate() throws SQLException;

  /** Returns the first that is of the type: this object, the delegate, what the delegate wraps. */
  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    Wrapper delegate = delegate();
    return iface.isInstance(delegate) ? iface.cast(delegate) : delegate.unwrap(iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return true;
    }
    Wrapper delegate = delegate();
    return iface.isInstance(delegate) || delegate.isWrapperFor(iface);
  }
}
