package io.tablecache.jdbc;

import io.tablecache.plan.StatementEffects;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A callable statement of the real connection, but for the connection, the results and the arrays
 * that an application can reach from it. What it calls may write and may change the session.
 */
final class CallableStatementHandler extends ForwardingHandler {
  private static final Set<Method> EXECUTIONS =
      Stream.of(CallableStatement.class.getMethods())
          .filter(method -> method.getName().startsWith("execute"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Method GENERATED_KEYS = method(Statement.class, "getGeneratedKeys");

  private @Nullable StatementResults results;

  private CallableStatementHandler(TableCacheConnection connection, CallableStatement real) {
    super(connection, real);
  }

  static CallableStatement wrap(TableCacheConnection connection, CallableStatement real) {
    return (CallableStatement)
        new CallableStatementHandler(connection, real)
            .proxy(CallableStatement.class, PGStatement.class);
  }

  @Override
  @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    Object result;
    if (EXECUTIONS.contains(method)) {
      connection().session().starts(StatementEffects.ANYTHING);
      try {
        result = forward(method, args);
      } finally {
        connection().session().ended(StatementEffects.ANYTHING, true);
      }
    } else {
      result = forward(method, args);
    }
    if (method.getReturnType() != ResultSet.class || !(result instanceof ResultSet rows)) {
      return result; // a ref cursor that is read as an object has a statement of its own
    }
    if (results == null) {
      results = new StatementResults((Statement) proxy, connection());
    }
    return method.equals(GENERATED_KEYS) ? results.generatedKeys(rows) : results.delegated(rows);
  }
}
