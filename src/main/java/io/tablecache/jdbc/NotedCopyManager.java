package io.tablecache.jdbc;

import io.tablecache.plan.StatementEffects;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.ByteStreamWriter;

/**
 * The real connection's COPY, of whose end the session takes note: a copy writes long after this
 * object was handed out.
 *
 * <p>Confined to the thread that uses the connection.
 */
final class NotedCopyManager extends CopyManager {
  private final Session session;

  NotedCopyManager(Session session) throws SQLException {
    super(session.real());
    this.session = session;
  }

  @Override
  public CopyIn copyIn(String sql) throws SQLException {
    return new NotedCopyIn(super.copyIn(sql), session);
  }

  // COPY (UPDATE ... RETURNING ...) TO writes as well.

  @Override
  public long copyOut(String sql, Writer to) throws SQLException, IOException {
    try {
      return super.copyOut(sql, to);
    } finally {
      ended(session);
    }
  }

  @Override
  public long copyOut(String sql, OutputStream to) throws SQLException, IOException {
    try {
      return super.copyOut(sql, to);
    } finally {
      ended(session);
    }
  }

  private static void ended(Session session) {
    session.ended(StatementEffects.WRITES, true);
  }

  /** A copy into a table. */
  private static final class NotedCopyIn implements CopyIn {
    private final CopyIn real;
    private final Session session;

    NotedCopyIn(CopyIn real, Session session) {
      this.real = real;
      this.session = session;
    }

    @Override
    public void writeToCopy(byte[] buffer, int offset, int size) throws SQLException {
      real.writeToCopy(buffer, offset, size);
    }

    @Override
    public void writeToCopy(ByteStreamWriter from) throws SQLException {
      real.writeToCopy(from);
    }

    @Override
    public void flushCopy() throws SQLException {
      real.flushCopy();
    }

    @Override
    public long endCopy() throws SQLException {
      try {
        return real.endCopy();
      } finally {
        ended(session);
      }
    }

    @Override
    public int getFieldCount() {
      return real.getFieldCount();
    }

    @Override
    public int getFormat() {
      return real.getFormat();
    }

    @Override
    public int getFieldFormat(int field) {
      return real.getFieldFormat(field);
    }

    @Override
    public boolean isActive() {
      return real.isActive();
    }

    @Override
    public void cancelCopy() throws SQLException {
      try {
        real.cancelCopy();
      } finally {
        ended(session);
      }
    }

    @Override
    public long getHandledRowCount() {
      return real.getHandledRowCount();
    }
  }
}
