package io.tablecache.jdbc.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

class ForwardingTest {

  /** A forwarding class, how to put it before a delegate, and the interfaces it stands for. */
  record Kind(
      Class<?> forwardingClass, Function<Object, Wrapper> before, List<Class<?>> interfaces) {

    @Override
    public String toString() {
      return forwardingClass.getSimpleName();
    }

    /** Every method of the interfaces, inherited and default ones included. */
    List<Method> methods() {
      return interfaces.stream()
          .flatMap(type -> Stream.of(type.getMethods()))
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .toList();
    }

    /** All but the two that answer for the forwarder itself. */
    List<Method> forwardedMethods() {
      return methods().stream().filter(m -> m.getDeclaringClass() != Wrapper.class).toList();
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(
            ForwardingConnection.class,
            delegate -> new TestConnection((BaseConnection) delegate),
            List.of(BaseConnection.class, PGConnection.class)),
        new Kind(
            ForwardingStatement.class,
            delegate -> new TestStatement((Statement) delegate),
            List.of(Statement.class, PGStatement.class)),
        new Kind(
            ForwardingPreparedStatement.class,
            delegate -> new TestPreparedStatement((PreparedStatement) delegate),
            List.of(PreparedStatement.class, PGStatement.class)),
        new Kind(
            ForwardingResultSet.class,
            delegate -> new TestResultSet((ResultSet) delegate),
            List.of(ResultSet.class, PGRefCursorResultSet.class)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMethod_isOverriddenByTheForwardingClass(Kind kind) throws NoSuchMethodException {
    List<Method> inherited = new ArrayList<>();
    for (Method method : kind.methods()) {
      Method found = kind.forwardingClass().getMethod(method.getName(), method.getParameterTypes());
      if (found.getDeclaringClass().isInterface()) {
        inherited.add(method);
      }
    }
    assertEquals(List.of(), inherited);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMethod_called_reachesTheDelegateWithSameArgumentsAndReturnsItsResult(Kind kind)
      throws ReflectiveOperationException {
    Recorder recorder = new Recorder();
    Wrapper forwarder = kind.before().apply(recorder.proxy(kind.interfaces()));
    SampleValues samples = new SampleValues();
    List<Method> wrong = new ArrayList<>();
    for (Method method : kind.forwardedMethods()) {
      Object[] arguments = samples.arguments(method);
      Object result = samples.result(method);
      recorder.answerWith(result);

      Object returned = method.invoke(forwarder, arguments);

      boolean calledOnce =
          recorder.calls().size() == 1 && recorder.calls().get(0).is(method, arguments);
      if (!calledOnce || !isSame(method.getReturnType(), result, returned)) {
        wrong.add(method);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMethod_delegateFails_throwsTheSameException(Kind kind) throws IllegalAccessException {
    Recorder recorder = new Recorder();
    Wrapper forwarder = kind.before().apply(recorder.proxy(kind.interfaces()));
    SampleValues samples = new SampleValues();
    List<Method> wrong = new ArrayList<>();
    for (Method method : kind.forwardedMethods()) {
      Throwable failure = failureThatMayBeThrown(method);
      recorder.failWith(failure);
      try {
        method.invoke(forwarder, samples.arguments(method));
        wrong.add(method);
      } catch (InvocationTargetException e) {
        if (e.getCause() != failure) {
          wrong.add(method);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void unwrap_typeOfForwarderOrDelegate_isThatObjectAndNotAsked(Kind kind) throws SQLException {
    Recorder recorder = new Recorder();
    Object delegate = recorder.proxy(with(kind.interfaces(), Runnable.class));
    Wrapper forwarder = kind.before().apply(delegate);

    assertSame(forwarder, forwarder.unwrap(kind.interfaces().get(0)));
    assertSame(forwarder, forwarder.unwrap(kind.interfaces().get(1)));
    assertSame(forwarder, forwarder.unwrap(kind.forwardingClass()));
    assertSame(delegate, forwarder.unwrap(Runnable.class));
    assertTrue(forwarder.isWrapperFor(kind.interfaces().get(0)));
    assertTrue(forwarder.isWrapperFor(Runnable.class));
    assertEquals(List.of(), recorder.calls());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void unwrap_typeOfNeither_isWhatTheDelegateAnswers(Kind kind) throws SQLException {
    Recorder recorder = new Recorder();
    Wrapper forwarder = kind.before().apply(recorder.proxy(kind.interfaces()));
    Runnable inner = () -> {};

    recorder.answerWith(inner);
    assertSame(inner, forwarder.unwrap(Runnable.class));
    recorder.answerWith(true);
    assertTrue(forwarder.isWrapperFor(Runnable.class));
    recorder.answerWith(false);
    assertFalse(forwarder.isWrapperFor(Runnable.class));
    SQLException failure = new SQLException("neither");
    recorder.failWith(failure);
    assertSame(failure, assertThrows(SQLException.class, () -> forwarder.unwrap(Runnable.class)));
  }

  @Test
  void statement_delegateCannotBeMade_throwsWhyWhereTheInterfaceLetsIt() {
    SQLException failure = new SQLException("no delegate");
    ForwardingStatement statement =
        new ForwardingStatement() {
          @Override
          protected Statement delegate() throws SQLException {
            throw failure;
          }
        };

    assertSame(failure, assertThrows(SQLException.class, statement::getMaxRows));
    assertSame(failure, assertThrows(SQLException.class, statement::getLastOID));
    assertSame(
        failure,
        assertThrows(IllegalStateException.class, statement::getPrepareThreshold).getCause());
  }

  private static boolean isSame(Class<?> type, @Nullable Object expected, @Nullable Object actual) {
    return type.isPrimitive() && expected != null ? expected.equals(actual) : expected == actual;
  }

  private static Throwable failureThatMayBeThrown(Method method) {
    List<Class<?>> declared = List.of(method.getExceptionTypes());
    if (declared.contains(SQLException.class)) {
      return new SQLException("of the delegate");
    }
    return declared.contains(SQLClientInfoException.class)
        ? new SQLClientInfoException("of the delegate", Map.of())
        : new IllegalStateException("of the delegate");
  }

  private static List<Class<?>> with(List<Class<?>> types, Class<?> type) {
    List<Class<?>> all = new ArrayList<>(types);
    all.add(type);
    return all;
  }

  private static final class TestConnection extends ForwardingConnection {
    private final BaseConnection delegate;

    TestConnection(BaseConnection delegate) {
      this.delegate = delegate;
    }

    @Override
    protected BaseConnection delegate() {
      return delegate;
    }
  }

  private static final class TestStatement extends ForwardingStatement {
    private final Statement delegate;

    TestStatement(Statement delegate) {
      this.delegate = delegate;
    }

    @Override
    protected Statement delegate() {
      return delegate;
    }
  }

  private static final class TestPreparedStatement extends ForwardingPreparedStatement {
    private final PreparedStatement delegate;

    TestPreparedStatement(PreparedStatement delegate) {
      this.delegate = delegate;
    }

    @Override
    protected PreparedStatement delegate() {
      return delegate;
    }
  }

  private static final class TestResultSet extends ForwardingResultSet {
    private final ResultSet delegate;

    TestResultSet(ResultSet delegate) {
      this.delegate = delegate;
    }

    @Override
    protected ResultSet delegate() {
      return delegate;
    }
  }
}
