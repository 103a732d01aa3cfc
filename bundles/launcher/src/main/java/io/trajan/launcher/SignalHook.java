package io.trajan.launcher;

import java.lang.reflect.Proxy;

/**
 * Hears signals through {@code sun.misc.Signal}, the JDK's only way to them and supported by {@code
 * jdk.unsupported}. By reflection, because the compiler warns of that class and cannot be told not
 * to.
 */
final class SignalHook {
  private SignalHook() {}

  /**
   * Runs {@code action} on a thread of the JVM's own each time the signal comes; it must not block.
   */
  static void on(String name, Runnable action) {
    try {
      var signalClass = Class.forName("sun.misc.Signal");
      var handlerClass = Class.forName("sun.misc.SignalHandler");
      var handler =
          Proxy.newProxyInstance(
              SignalHook.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.invoke(action, arguments);
              });
      signalClass
          .getMethod("handle", signalClass, handlerClass)
          .invoke(null, signalClass.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot hear the signal " + name, e);
    }
  }
}
