package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCacheDriver;
import io.tablecache.jdbc.forward.Recorder;
import io.tablecache.jdbc.forward.SampleValues;
import io.tablecache.testing.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgArray;

class ForwardingHandlerTest {
  /** What is replaced by an object of the application's connection. */
  private static final Set<Class<?>> REPLACED =
      Set.of(Connection.class, ResultSet.class, Array.class);

  private static TableCacheConnection connection;

  /** A proxy, how to put it before a delegate, and the interfaces it stands for. */
  record Kind(
      String name,
      BiFunction<TableCacheConnection, Object, Object> before,
      List<Class<?>> interfaces) {

    @Override
    public String toString() {
      return name;
    }

    /** Every method of the interfaces, inherited and default ones included, but for wrapping. */
    List<Method> methods() {
      return interfaces.stream()
          .flatMap(type -> Stream.of(type.getMethods()))
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .filter(method -> method.getDeclaringClass() != Wrapper.class)
          .toList();
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(
            "callable statement",
            (session, real) -> CallableStatementHandler.wrap(session, (CallableStatement) real),
            List.of(CallableStatement.class, PGStatement.class)),
        new Kind(
            "database metadata",
            (session, real) -> DatabaseMetaDataHandler.wrap(session, (DatabaseMetaData) real),
            List.of(DatabaseMetaData.class)));
  }

  @BeforeAll
  static void open() throws Exception {
    String url = PostgresServer.shared().createDatabase();
    try (Connection plain = DriverManager.getConnection(url);
        Statement statement = plain.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY)");
    }
    Path config = Files.createTempFile("tablecache", ".conf");
    Files.writeString(config, "tablecache.tables.t { relation = public.t }");
    Connection opened =
        new TableCacheDriver()
            .connect(
                url.replaceFirst("^jdbc:", "jdbc:tablecache:") + "&tablecache.config=" + config,
                new Properties());
    assertNotNull(opened);
    connection = (TableCacheConnection) opened;
    Files.delete(config);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMethod_called_reachesTheRealObjectAndReturnsItsResult(Kind kind)
      throws ReflectiveOperationException {
    Recorder recorder = new Recorder();
    Object proxy = kind.before().apply(connection, recorder.proxy(kind.interfaces()));
    SampleValues samples = new SampleValues();
    List<Method> wrong = new ArrayList<>();
    for (Method method : kind.methods()) {
      Object[] arguments = samples.arguments(method);
      boolean replaced = REPLACED.contains(method.getReturnType());
      Object result = replaced ? null : samples.result(method);
      recorder.answerWith(result);

      Object returned = method.invoke(proxy, arguments);

      boolean calledOnce =
          recorder.calls().size() == 1 && recorder.calls().get(0).is(method, arguments);
      boolean same =
          result != null && method.getReturnType().isPrimitive()
              ? result.equals(returned)
              : result == returned;
      if (!calledOnce || !same) {
        wrong.add(method);
      }
    }
    assertTrue(kind.methods().size() > 100, "the interface's methods were found");
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMethod_realObjectFails_throwsTheSameException(Kind kind) throws IllegalAccessException {
    Recorder recorder = new Recorder();
    Object proxy = kind.before().apply(connection, recorder.proxy(kind.interfaces()));
    SampleValues samples = new SampleValues();
    List<Method> wrong = new ArrayList<>();
    for (Method method : kind.methods()) {
      Throwable failure =
          method.getExceptionTypes().length == 0
              ? new IllegalStateException("failed")
              : new SQLException("failed");
      recorder.failWith(failure);
      try {
        method.invoke(proxy, samples.arguments(method));
        wrong.add(method);
      } catch (InvocationTargetException e) {
        if (e.getCause() != failure) {
          wrong.add(method);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void sessionArray_overridesEveryMethodOfThePgArray() throws NoSuchMethodException {
    List<Method> inherited = new ArrayList<>();
    for (Method method : PgArray.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class) {
        Method found = SessionArray.class.getMethod(method.getName(), method.getParameterTypes());
        if (found.getDeclaringClass() != SessionArray.class) {
          inherited.add(method);
        }
      }
    }
    assertEquals(List.of(), inherited);
  }
}
