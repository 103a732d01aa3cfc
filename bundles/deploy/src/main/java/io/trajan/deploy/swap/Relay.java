package io.trajan.deploy.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Updates the bundle these classes come from, or one it depends on. The deployer makes it in a
 * class loader that has a copy of this package and outlives the bundle; so everything that goes in
 * and out is a type of the JDK or of the framework. While it works, a service with the property
 * {@value #MARK} is registered: the deployer that comes up meanwhile waits until it is gone and
 * then reads the verdict.
 */
public final class Relay implements Callable<Map<String, Object>> {
  /** The property of the service that is there while a relay works. */
  public static final String MARK = "trajan.deploy.relay";

  private final BundleContext system;
  private final Bundle target;
  private final Path next;
  private final Path last;
  private final Duration patience;
  private final Path verdict;

  /**
   * Prepares; nothing happens yet.
   *
   * @param system the system bundle's context
   * @param target the bundle to update
   * @param next the new content
   * @param last the content to go back to
   * @param patienceMillis how long it may take to come up
   * @param verdict the file that gets the name of the content in force, and the failure if any
   */
  public Relay(
      BundleContext system,
      Bundle target,
      Path next,
      Path last,
      Long patienceMillis,
      Path verdict) {
    this.system = system;
    this.target = target;
    this.next = next;
    this.last = last;
    this.patience = Duration.ofMillis(patienceMillis);
    this.verdict = verdict;
  }

  /** Does it; the answer has {@code failure}, {@code broken} and {@code absences}. */
  @Override
  public Map<String, Object> call() throws IOException {
    var properties = FrameworkUtil.asDictionary(Map.of(MARK, target.getLocation()));
    var mark = system.registerService(Object.class, new Object(), properties);
    try {
      var outcome =
          new Swap(system, target, patience).run(next, last, new ServicesCheck(system, target));
      var content = outcome.failure().isEmpty() ? next : last;
      Files.writeString(verdict, content.getFileName() + "\n" + outcome.failure() + "\n");
      return answer(outcome);
    } finally {
      mark.unregister();
    }
  }

  private static Map<String, Object> answer(Swap.Outcome outcome) {
    var absences = new ArrayList<Map<String, Object>>();
    for (var absence : outcome.absences()) {
      absences.add(
          Map.of("kind", absence.kind(), "name", absence.name(), "nanos", absence.nanos()));
    }
    var answer = new HashMap<String, Object>();
    answer.put("failure", outcome.failure());
    answer.put("broken", outcome.broken());
    answer.put("absences", absences);
    return answer;
  }

  /**
   * The services that components of the bundle had registered are there again, and not only by
   * name: a component that cannot be activated is registered all the same, and gives nothing.
   */
  private static final class ServicesCheck implements Supplier<Standing> {
    private final BundleContext system;
    private final Bundle bundle;
    private final Set<String> before;

    ServicesCheck(BundleContext system, Bundle bundle) {
      this.system = system;
      this.bundle = bundle;
      this.before = Set.copyOf(components().keySet());
    }

    private Map<String, ServiceReference<?>> components() {
      var found = new HashMap<String, ServiceReference<?>>();
      ServiceReference<?>[] services = bundle.getRegisteredServices();
      for (var service : services == null ? List.<ServiceReference<?>>of() : List.of(services)) {
        if (service.getProperty("component.name") != null) {
          found.put(AwayClock.key(service), service);
        }
      }
      return found;
    }

    @Override
    public Standing get() {
      var now = components();
      var missing = new HashSet<>(before);
      missing.removeAll(now.keySet());
      if (!missing.isEmpty()) {
        return Standing.missing("components are missing: " + missing);
      }
      for (var name : before) {
        if (!gives(now.get(name))) {
          return Standing.failed(
              "component " + name + " cannot be activated; the log has the reason");
        }
      }
      return Standing.UP;
    }

    private boolean gives(@Nullable ServiceReference<?> service) {
      if (service == null) {
        return false;
      }
      var given = system.getService(service) != null;
      system.ungetService(service);
      return given;
    }
  }
}
