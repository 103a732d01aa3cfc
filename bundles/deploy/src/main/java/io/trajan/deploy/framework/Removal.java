package io.trajan.deploy.framework;

import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.osgi.framework.Bundle;

/** Takes bundles away, with a refresh of just those that used their classes. */
final class Removal {
  private final Kit kit;
  private final List<Bundle> going;
  private final Refreshing refreshing;

  static Removal of(Kit kit, Collection<InstalledBundle> bundles) {
    return new Removal(
        kit,
        bundles.stream()
            .map(bundle -> kit.system().getBundle(bundle.coordinates().location()))
            .filter(Objects::nonNull)
            .toList());
  }

  Removal(Kit kit, List<Bundle> going) {
    this.kit = kit;
    this.going = going;
    this.refreshing = new Refreshing(kit, going);
  }

  /**
   * The deployer cannot take itself away.
   *
   * @throws RefusedException when it would have to
   */
  void refuseIfItStopsUs() throws RefusedException {
    refreshing.refuseIfItStopsUs();
  }

  /** Does it. */
  List<Change> run() {
    if (going.isEmpty()) {
      return List.of();
    }
    announce();
    var changes = new ArrayList<Change>();
    for (var change :
        refreshing.run(
            () -> {
              for (var bundle : going) {
                bundle.uninstall();
              }
            })) {
      if (!isOneOfThose(change)) {
        changes.add(change);
      }
    }
    going.forEach(
        bundle ->
            changes.add(
                new Change(
                    "uninstalled",
                    "bundle",
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString())));
    return changes;
  }

  private void announce() {
    var others = refreshing.closure().stream().filter(b -> !going.contains(b)).toList();
    if (!others.isEmpty()) {
      kit.say("restarting " + others.stream().map(Bundle::getSymbolicName).toList());
    }
  }

  private boolean isOneOfThose(Change change) {
    return change.kind().equals("bundle")
        && going.stream().anyMatch(b -> change.name().equals(b.getSymbolicName()));
  }
}
