package io.trajan.deploy.framework;

import io.trajan.deploy.jar.BundleJar;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.deploy.swap.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Brings bundles into the framework: all installed, then all resolved, then started one after the
 * other. Whoever uses it takes the steps back when something fails. Confined to the deploy thread.
 */
final class Arrival {
  private final Kit kit;
  private final Shelf shelf;
  private final Undo undo;
  private final List<Change> changes;
  private final Map<Bundle, Integer> fresh = new LinkedHashMap<>();

  /**
   * Prepares; nothing happens yet.
   *
   * @param shelf for hints about what a refused bundle lacks
   * @param undo gets the steps back
   * @param changes gets what was done
   */
  Arrival(Kit kit, Shelf shelf, Undo undo, List<Change> changes) {
    this.kit = kit;
    this.shelf = shelf;
    this.undo = undo;
    this.changes = changes;
  }

  /** Installs, unless it is there. */
  void install(String location, BundleJar jar, int startLevel) throws BundleException, IOException {
    if (kit.system().getBundle(location) != null) {
      return;
    }
    kit.say("installing " + jar.identity());
    Bundle bundle;
    try (var bytes = Files.newInputStream(jar.file())) {
      bundle = kit.system().installBundle(location, bytes);
    }
    undo.add(bundle::uninstall);
    fresh.put(bundle, startLevel);
    changes.add(new Change("installed", "bundle", jar.symbolicName(), jar.version().toString()));
  }

  /**
   * Resolves what was installed.
   *
   * @throws RefusedException naming what a bundle lacks and the features that would help
   */
  void resolve() throws RefusedException {
    if (fresh.isEmpty()) {
      return;
    }
    wiring().resolveBundles(fresh.keySet());
    attachFragments();
    for (var bundle : fresh.keySet()) {
      if (bundle.getState() == Bundle.INSTALLED) {
        var lacks = new Missing(kit.system()).of(bundle);
        throw new RefusedException(
            lacks.isEmpty()
                ? bundle.getSymbolicName() + " does not resolve: " + whyNot(bundle)
                : new Hints(kit.places(), shelf).words(lacks));
      }
    }
    setStartLevels();
  }

  /**
   * The framework sets a start level by and by, on a thread of its own, and complains of bundles
   * that are gone by then; so only those that resolved get one.
   */
  private void setStartLevels() {
    fresh.forEach((bundle, level) -> bundle.adapt(BundleStartLevel.class).setStartLevel(level));
  }

  /** A host that is resolved already takes a fragment only when it is refreshed. */
  private void attachFragments() throws RefusedException {
    var hosts = new Fragments(kit.system()).hostsToRefresh(fresh.keySet());
    if (!hosts.isEmpty()) {
      var refreshing = new Refreshing(kit, hosts);
      refreshing.refuseIfItStopsUs();
      changes.addAll(refreshing.run(() -> {}));
      wiring().resolveBundles(fresh.keySet());
    }
  }

  private static String whyNot(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT);
      return "for no reason the framework names";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Starts what was installed, in the order of installation.
   *
   * @throws RefusedException naming the bundle that failed
   */
  void start() throws RefusedException {
    for (var bundle : fresh.keySet()) {
      if (!Fragments.isFragment(bundle)) {
        kit.say("starting " + bundle.getSymbolicName());
        try {
          bundle.start();
        } catch (BundleException e) {
          throw new RefusedException(
              bundle.getSymbolicName() + " does not start: " + Words.of(e), e);
        }
      }
    }
    new Troubles(kit).of(fresh.keySet()).forEach(t -> changes.add(t.asChange()));
  }

  private FrameworkWiring wiring() {
    return kit.system().getBundle().adapt(FrameworkWiring.class);
  }
}
