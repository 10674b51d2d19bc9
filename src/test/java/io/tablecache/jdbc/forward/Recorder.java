package io.tablecache.jdbc.forward;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delegate that notes each call and answers it as it was told.
 *
 * <p>Confined to one thread.
 */
public final class Recorder implements InvocationHandler {
  private static final Object[] NONE = {};

  private final List<Call> calls = new ArrayList<>();
  private @Nullable Object result;
  private @Nullable Throwable failure;

  /** A call that has arrived, with the very objects that it brought. */
  public record Call(Method method, Object[] arguments) {
    public boolean is(Method other, Object[] otherArguments) {
      return method.getName().equals(other.getName())
          && method.getReturnType() == other.getReturnType()
          && Arrays.equals(method.getParameterTypes(), other.getParameterTypes())
          && sameObjects(method.getParameterTypes(), arguments, otherArguments);
    }

    private static boolean sameObjects(Class<?>[] types, Object[] left, Object[] right) {
      for (int i = 0; i < types.length; i++) {
        if (types[i].isPrimitive() ? !left[i].equals(right[i]) : left[i] != right[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** A delegate with these interfaces, whose calls arrive here. */
  public Object proxy(List<Class<?>> interfaces) {
    return Proxy.newProxyInstance(
        Recorder.class.getClassLoader(), interfaces.toArray(Class<?>[]::new), this);
  }

  public void answerWith(@Nullable Object answer) {
    result = answer;
    failure = null;
    calls.clear();
  }

  public void failWith(Throwable throwable) {
    failure = throwable;
    calls.clear();
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    calls.add(new Call(method, arguments == null ? NONE : arguments));
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
