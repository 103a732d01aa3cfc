package io.trajan.deploy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Waits until the framework has reached its start level; before that, bundles come one by one. */
final class StartedFramework {
  private static final long POLL_MILLIS = 200;

  private final BundleContext system;

  StartedFramework(BundleContext system) {
    this.system = system;
  }

  /** Says whether it has; false when {@code enough} became true first, or on interruption. */
  boolean await(BooleanSupplier enough) {
    var started = new CountDownLatch(1);
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.STARTED) {
            started.countDown();
          }
        };
    system.addFrameworkListener(listener);
    try {
      while (system.getBundle().getState() != Bundle.ACTIVE) {
        if (enough.getAsBoolean()) {
          return false;
        }
        if (started.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      system.removeFrameworkListener(listener);
    }
  }
}
