package io.trajan.http.server.listen;

import io.netty.channel.unix.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Closes a descriptor without a class of this bundle, not even that of a lambda: it is kept while
 * this bundle is replaced, and would keep the bundle's class loader with it.
 */
final class Closing {
  private Closing() {}

  /** A task that closes it. */
  static Runnable of(FileDescriptor descriptor) {
    try {
      MethodHandle close =
          MethodHandles.publicLookup()
              .findVirtual(FileDescriptor.class, "close", MethodType.methodType(void.class));
      return MethodHandleProxies.asInterfaceInstance(Runnable.class, close.bindTo(descriptor));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
