package io.trajan.deploy.swap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Measures who was away and for how long: bundles from stopping to started, components from the
 * unregistration of their service to the next registration. Thread-safe; its listeners belong to
 * the context it was given and are removed by {@link #close}.
 */
public final class AwayClock implements AutoCloseable, SynchronousBundleListener, ServiceListener {
  /** The filter that services of components pass. */
  private static final String COMPONENTS = "(component.name=*)";

  private final BundleContext context;
  private final Map<String, Long> down = new LinkedHashMap<>();
  private final Map<String, Long> up = new LinkedHashMap<>();

  /** Starts to listen. */
  public AwayClock(BundleContext context) {
    this.context = context;
    context.addBundleListener(this);
    try {
      context.addServiceListener(this, COMPONENTS);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("a constant filter", e);
    }
  }

  /**
   * One absence.
   *
   * @param kind {@code bundle} or {@code component}
   * @param name the bundle's symbolic name or the component's key
   * @param nanos how long; negative when it has not come back
   */
  public record Absence(String kind, String name, long nanos) {}

  @Override
  public void bundleChanged(BundleEvent event) {
    var key = "bundle " + event.getBundle().getSymbolicName();
    switch (event.getType()) {
      case BundleEvent.STOPPING -> gone(key);
      case BundleEvent.STARTED -> back(key);
      default -> {}
    }
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    var key = "component " + key(event.getServiceReference());
    switch (event.getType()) {
      case ServiceEvent.UNREGISTERING -> gone(key);
      case ServiceEvent.REGISTERED -> back(key);
      default -> {}
    }
  }

  /** The name of a component, with its instance when it has a factory configuration. */
  static String key(ServiceReference<?> reference) {
    return key(
        String.valueOf(reference.getProperty("component.name")),
        reference.getProperty("service.factoryPid"),
        reference.getProperty("service.pid"));
  }

  /** The same for properties from elsewhere. */
  public static String key(String name, @Nullable Object factoryPid, @Nullable Object pid) {
    return factoryPid == null ? name : name + " [" + pid + "]";
  }

  private synchronized void gone(String key) {
    down.putIfAbsent(key, System.nanoTime());
    up.remove(key);
  }

  private synchronized void back(String key) {
    if (down.containsKey(key)) {
      up.put(key, System.nanoTime());
    }
  }

  /** Everyone who was away since the start, in the order of going. */
  public synchronized List<Absence> absences() {
    var absences = new ArrayList<Absence>();
    down.forEach(
        (key, since) -> {
          var until = up.get(key);
          var space = key.indexOf(' ');
          absences.add(
              new Absence(
                  key.substring(0, space),
                  key.substring(space + 1),
                  until == null ? -1 : until - since));
        });
    return absences;
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
    context.removeServiceListener(this);
  }
}
