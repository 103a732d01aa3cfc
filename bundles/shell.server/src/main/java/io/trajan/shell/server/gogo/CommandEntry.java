package io.trajan.shell.server.gogo;

import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.SpecReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * One function of a command service. The service is held only while it is called or described, so
 * that it can go at any time.
 */
public final class CommandEntry {
  private static final String API = "io.trajan.shell";

  private final BundleContext context;
  private final ServiceReference<Object> reference;
  private final String scope;
  private final String function;
  private volatile @Nullable CommandSpec spec;

  CommandEntry(
      BundleContext context, ServiceReference<Object> reference, String scope, String function) {
    this.context = context;
    this.reference = reference;
    this.scope = scope.toLowerCase(Locale.ROOT);
    this.function = function.toLowerCase(Locale.ROOT);
  }

  /** Scope and function, in small letters as Gogo has it. */
  public String name() {
    return scope + ":" + function;
  }

  /** The area. */
  public String scope() {
    return scope;
  }

  /** The verb. */
  public String function() {
    return function;
  }

  ServiceReference<Object> reference() {
    return reference;
  }

  /** What is known of it; null when its service is away or cannot be made. */
  public @Nullable CommandSpec spec() {
    CommandSpec known = spec;
    if (known != null) {
      return known;
    }
    try {
      return with(target -> spec(target), () -> null);
    } catch (Exception e) {
      return null;
    }
  }

  CommandSpec spec(Object target) {
    CommandSpec known = spec;
    if (known == null) {
      known = Extras.complete(SpecReader.read(target.getClass(), scope, function));
      spec = known;
    }
    return known;
  }

  /** A step with the service. */
  interface Step<T extends @Nullable Object> {
    T with(Object target) throws Exception;
  }

  /** Calls with the service, or the other when there is none. */
  <T extends @Nullable Object> T with(Step<T> step, Callable<T> absent) throws Exception {
    Object target;
    try {
      target = context.getService(reference);
    } catch (IllegalStateException e) {
      target = null; // our own bundle is stopping
    }
    if (target == null) {
      return absent.call();
    }
    try {
      return step.with(target);
    } finally {
      release();
    }
  }

  private void release() {
    try {
      context.ungetService(reference);
    } catch (IllegalStateException e) {
      // Our bundle was stopped by the command itself; the framework has released the service.
    }
  }

  /**
   * Whether its arguments are bound by our rules: it is ours, or its bundle uses our annotations.
   * Felix's commands were written for Gogo's own binding.
   */
  boolean isOurs() {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return false;
    }
    String name = bundle.getSymbolicName();
    return (name != null && name.startsWith("trajan.")) || imports(bundle);
  }

  /** The installed bundles by id and symbolic name. */
  List<String> bundles() {
    return Arrays.stream(context.getBundles())
        .flatMap(
            b -> Stream.of(Long.toString(b.getBundleId()), String.valueOf(b.getSymbolicName())))
        .toList();
  }

  /** Whether it is one of Felix's, which declare all their flags. */
  boolean isFelix() {
    Bundle bundle = reference.getBundle();
    String name = bundle == null ? null : bundle.getSymbolicName();
    return name != null && name.startsWith("org.apache.felix.");
  }

  private static boolean imports(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null || wiring.getRequiredWires("osgi.wiring.package") == null) {
      return false;
    }
    for (BundleWire wire : wiring.getRequiredWires("osgi.wiring.package")) {
      if (API.equals(wire.getCapability().getAttributes().get("osgi.wiring.package"))) {
        return true;
      }
    }
    return false;
  }
}
