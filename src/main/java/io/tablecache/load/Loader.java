package io.tablecache.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tablecache.config.ConfigException;
import io.tablecache.config.TableRule;
import io.tablecache.load.LoadResult.Adjusted;
import io.tablecache.load.LoadResult.Failed;
import io.tablecache.model.Clock;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Loads and adjusts all tables that are due together, in one read-only REPEATABLE READ transaction,
 * so that their snapshots show one state of the database.
 *
 * <p>Keeps one connection open between rounds. Confined to one thread at a time, but {@link #close}
 * may be called by any thread and ends a round that is under way.
 */
public final class Loader implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Loader.class.getName());

  private final ConnectionSource connections;
  private final Clock clock;
  private final Duration lockTimeout;

  /** The last findings, by label: the definition's object is kept as long as nothing changes. */
  private final Map<String, Inspection> inspections = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable LoaderSession session;

  @GuardedBy("lock")
  private boolean closed;

  public Loader(ConnectionSource connections, Clock clock) {
    this(connections, clock, LoaderSession.LOCK_TIMEOUT);
  }

  Loader(ConnectionSource connections, Clock clock, Duration lockTimeout) {
    this.connections = connections;
    this.clock = clock;
    this.lockTimeout = lockTimeout;
  }

  /**
   * Inspects the catalog without loading anything.
   *
   * @return one definition per rule, in the same order; a following round uses the same objects
   *     unless something has changed
   * @throws ConfigException if a rule does not fit the catalog
   * @throws SQLException if the database cannot be asked
   */
  public List<TableDefinition> inspect(List<TableRule> rules) throws SQLException {
    LoaderSession current = session();
    boolean lost = true;
    try {
      current.begin();
      List<TableDefinition> found = new ArrayList<>();
      try {
        for (TableRule rule : rules) {
          found.add(inspect(current, rule).definition());
        }
      } finally {
        current.rollback();
      }
      lost = false;
      return found;
    } catch (ConfigException e) {
      lost = false;
      throw e;
    } finally {
      if (lost) {
        discard(current);
      }
    }
  }

  /**
   * Reads what the catalog says of statements beyond their texts.
   *
   * @param labels of the cached tables, by their relations' oids
   */
  public HiddenEffects hiddenEffects(Map<Long, String> labels) throws SQLException {
    LoaderSession current = session();
    boolean lost = true;
    try {
      current.begin();
      try {
        HiddenEffects found = HiddenEffectsReader.read(current.connection(), labels);
        lost = false;
        return found;
      } finally {
        current.rollback();
      }
    } finally {
      if (lost) {
        discard(current);
      }
    }
  }

  /**
   * Reads a digest of what session facts depend on in the catalog: an equal one means that nothing
   * of it has changed. Where the role may not ask, each digest is another one.
   *
   * @param cachedOids the cached tables
   */
  public String catalogStamp(Set<Long> cachedOids) throws SQLException {
    LoaderSession current = session();
    boolean lost = true;
    try {
      String stamp = CatalogStampReader.read(current.connection(), cachedOids);
      lost = false;
      return stamp;
    } catch (SQLException e) {
      if (SqlStates.isConnectionLost(e)) {
        throw e;
      }
      lost = false;
      LOGGER.log(System.Logger.Level.DEBUG, "The catalog could not be asked", e);
      return "not known at " + clock.nanoTime();
    } finally {
      if (lost) {
        discard(current);
      }
    }
  }

  /** Those of the server's processes that still have a session. */
  public Set<Integer> alive(Set<Integer> processIds) throws SQLException {
    LoaderSession current = session();
    boolean lost = true;
    try {
      Set<Integer> alive = current.alive(processIds);
      lost = false;
      return alive;
    } finally {
      if (lost) {
        discard(current);
      }
    }
  }

  /**
   * Runs one round.
   *
   * @return one result per request, in the same order
   * @throws SQLException if the round as a whole failed: no connection, or the transaction was lost
   */
  public List<LoadResult> run(List<LoadRequest> due) throws SQLException {
    LoaderSession current = session();
    boolean usable = false;
    try {
      List<LoadResult> results = round(current, due);
      usable = results.stream().noneMatch(Loader::isInRecovery);
      return results;
    } finally {
      if (!usable) {
        discard(current);
      }
    }
  }

  private static boolean isInRecovery(LoadResult result) {
    return result instanceof Failed failed && failed.outcome() == Outcome.IN_RECOVERY;
  }

  private List<LoadResult> round(LoaderSession current, List<LoadRequest> due) throws SQLException {
    List<String> names = new ArrayList<>();
    for (LoadRequest request : due) {
      names.add(current.qualifiedName(request.rule()));
    }
    current.begin();
    List<@Nullable SQLException> notLocked = new RelationLocks(current, lockTimeout).lock(names);
    RoundStart start = current.start(clock);
    List<LoadResult> results = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      results.add(
          start.inRecovery()
              ? inRecovery(due.get(i), start)
              : load(current, start, due.get(i), notLocked.get(i)));
    }
    current.commit();
    return results;
  }

  private static LoadResult inRecovery(LoadRequest request, RoundStart start) {
    Adjustment former = request.former();
    String message =
        request.rule().label()
            + ": the server is in recovery; let the cache connect to the primary server";
    return new Failed(
        Outcome.IN_RECOVERY,
        message,
        new SQLException(message, SqlStates.IN_RECOVERY),
        former == null || former.server().equals(start.server()));
  }

  private LoadResult load(
      LoaderSession current,
      RoundStart start,
      LoadRequest request,
      @Nullable SQLException notLocked)
      throws SQLException {
    Adjustment former = request.former();
    boolean sameServer = former == null || former.server().equals(start.server());
    if (notLocked != null && SqlStates.mayPass(notLocked)) {
      return failed(request, notLocked, sameServer);
    }
    current.savepoint();
    LoadResult result;
    try {
      Inspection inspection = unchanged(current, start, request);
      if (inspection == null || notLocked != null) {
        inspection = inspect(current, request.rule());
      }
      if (notLocked != null) {
        throw notLocked;
      }
      result = new Adjusted(new TableLoad(current, clock, start, request, inspection).run());
    } catch (OverMemoryException e) {
      result = new Failed(Outcome.OVER_MEMORY, messageOf(e), e, sameServer);
    } catch (ConfigException e) {
      result = new Failed(Outcome.LOAD_FAILED, messageOf(e), e, false);
    } catch (SQLException e) {
      if (SqlStates.isConnectionLost(e)) {
        throw e;
      }
      result = failed(request, e, sameServer && !SqlStates.isUndefined(e));
    } catch (RuntimeException e) {
      result = failed(request, e, sameServer);
    }
    if (result instanceof Adjusted) {
      current.releaseSavepoint();
    } else {
      current.rollbackToSavepoint();
    }
    return result;
  }

  private Inspection inspect(LoaderSession current, TableRule rule) throws SQLException {
    Inspection found = current.inspector().inspect(rule);
    Inspection known = inspections.get(rule.label());
    if (known != null && known.definition().sameAs(found.definition())) {
      found = found.with(known.definition());
    }
    inspections.put(rule.label(), found);
    return found;
  }

  /** The last findings, if the catalog cannot have changed since the former adjustment. */
  private @Nullable Inspection unchanged(
      LoaderSession current, RoundStart start, LoadRequest request) {
    Adjustment former = request.former();
    Inspection known = inspections.get(request.rule().label());
    return former != null
            && known != null
            && known.definition() == former.snapshot().definition()
            && TableLoad.isUnchanged(current, start, former)
        ? known
        : null;
  }

  private static LoadResult failed(LoadRequest request, Exception cause, boolean keepsFormer) {
    String reason =
        cause instanceof SQLException e ? SqlStates.messageWithoutData(e) : messageOf(cause);
    // The cause is logged as well.
    Exception told = cause instanceof SQLException e ? SqlStates.withoutData(e) : cause;
    return new Failed(
        Outcome.LOAD_FAILED,
        request.rule().label() + " could not be loaded: " + reason,
        told,
        keepsFormer);
  }

  private static String messageOf(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getName() : message;
  }

  private LoaderSession session() throws SQLException {
    lock.lock();
    try {
      requireOpen();
      if (session != null) {
        return session;
      }
    } finally {
      lock.unlock();
    }
    Connection opened = connections.open();
    LoaderSession fresh = null;
    try {
      fresh = LoaderSession.of(opened, lockTimeout);
    } finally {
      if (fresh == null) {
        opened.abort(Runnable::run);
      }
    }
    lock.lock();
    try {
      if (!closed) {
        session = fresh;
        return fresh;
      }
    } finally {
      lock.unlock();
    }
    abort(fresh);
    throw closedException();
  }

  @GuardedBy("lock")
  private void requireOpen() throws SQLException {
    if (closed) {
      throw closedException();
    }
  }

  private static SQLException closedException() {
    return new SQLException("the loader is closed", SqlStates.CONNECTION_DOES_NOT_EXIST);
  }

  private void discard(LoaderSession lost) {
    lock.lock();
    try {
      if (session == lost) {
        session = null;
      }
    } finally {
      lock.unlock();
    }
    abort(lost);
  }

  private static void abort(LoaderSession session) {
    try {
      session.abort();
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "A connection could not be closed.", e);
    }
  }

  @Override
  public void close() {
    LoaderSession last;
    lock.lock();
    try {
      closed = true;
      last = session;
      session = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      abort(last);
    }
  }
}
