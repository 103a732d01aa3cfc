package io.trajan.deploy.framework;

import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.swap.AwayClock;
import io.trajan.deploy.swap.AwayClock.Absence;
import io.trajan.deploy.swap.OrderlyRefresh;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refreshes bundles, does something while they are stopped, and tells who was away. */
final class Refreshing {
  private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);

  private final Kit kit;
  private final List<Bundle> targets;

  Refreshing(Kit kit, Collection<Bundle> targets) {
    this.kit = kit;
    this.targets = List.copyOf(targets);
  }

  /** Everything that a refresh of the targets takes down, themselves included. */
  Collection<Bundle> closure() {
    return kit.system().getBundle().adapt(FrameworkWiring.class).getDependencyClosure(targets);
  }

  /**
   * The deployer cannot stop itself: nobody would be left to finish.
   *
   * @throws RefusedException when it would have to
   */
  void refuseIfItStopsUs() throws RefusedException {
    if (!targets.isEmpty() && closure().contains(kit.self())) {
      throw new RefusedException(
          kit.self().getSymbolicName()
              + " is part of this or needs its classes, and cannot stop itself");
    }
  }

  /** Does it; what fails on the way is said in the changes, for there is no way back. */
  List<Change> run(OrderlyRefresh.Action action) {
    var changes = new ArrayList<Change>();
    try (var clock = new AwayClock(kit.system())) {
      var order = new OrderlyRefresh(kit.system(), closure(), kit.patience());
      order.stop();
      try {
        action.run();
        order.refresh(targets);
      } catch (BundleException | IOException e) {
        LOG.error("the refresh of {} failed", targets, e);
        changes.add(new Change("failed", "refresh", targets.toString(), Words.of(e)));
      }
      for (var failure : order.start()) {
        LOG.warn("{}", failure);
        changes.add(new Change("failed", "bundle", failure, ""));
      }
      clock.absences().stream().map(Refreshing::change).forEach(changes::add);
    }
    return changes;
  }

  static Change change(Absence absence) {
    var gone = absence.nanos() < 0;
    return new Change(
        gone ? "stopped" : "restarted",
        absence.kind(),
        absence.name(),
        Words.millis(absence.nanos()));
  }
}
