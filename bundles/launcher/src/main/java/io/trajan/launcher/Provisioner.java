package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Digest;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the bundles of the framework agree with a plan, before any of them starts. The rules, for a
 * bundle the product brings:
 *
 * <ul>
 *   <li>Not there: installed and marked to be started. If it succeeds another version that was
 *       stopped by hand, it stays stopped.
 *   <li>Its jar changed since we last looked: updated, also over an update made by hand, and the
 *       log says so.
 *   <li>Its jar is unchanged: left alone, whether somebody updated, stopped or started it.
 *   <li>Uninstalled by hand: stays uninstalled, whatever becomes of its jar.
 *   <li>No longer in the plan: uninstalled.
 * </ul>
 *
 * Bundles that came by another way are not touched. Doing it twice changes nothing, so a start that
 * was killed half way is repaired by the next one. Used once, on the main thread.
 */
final class Provisioner {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);

  private final BundleContext context;
  private final Distribution distribution;
  private final FeatureRecord before;
  private final Removals removals;

  Provisioner(
      BundleContext context, Distribution distribution, FeatureRecord before, Removals removals) {
    this.context = context;
    this.distribution = distribution;
    this.before = before;
    this.removals = removals;
  }

  /**
   * Does it.
   *
   * @return what to record
   */
  FeatureRecord provision(FeaturePlan plan) throws LaunchException, IOException {
    var installed = new HashMap<Coordinates, InstalledBundle>();
    for (var entry : plan.bundles().entrySet()) {
      installed.put(entry.getKey(), settle(entry.getKey(), entry.getValue()));
    }
    for (var feature : before.features()) {
      for (var bundle : feature.bundles()) {
        if (!installed.containsKey(bundle.coordinates()) && !plan.carries(bundle.coordinates())) {
          remove(bundle.coordinates());
        }
      }
    }
    return record(plan, installed);
  }

  private InstalledBundle settle(Coordinates coordinates, int startLevel)
      throws LaunchException, IOException {
    var jar = distribution.jar(coordinates);
    if (!Files.isRegularFile(jar)) {
      throw LaunchException.misconfigured(
          "the product is incomplete: " + coordinates + " should be " + jar);
    }
    var digest = Digest.of(jar);
    var recorded = before.bundle(coordinates);
    var bundle = context.getBundle(coordinates.location());
    try {
      if (bundle == null && !removals.contains(coordinates)) {
        install(coordinates, startLevel);
      } else if (bundle != null) {
        if (recorded.isEmpty() || !recorded.get().digest().equals(digest)) {
          update(bundle, coordinates);
        }
        if (recorded.isEmpty() || recorded.get().startLevel() != startLevel) {
          bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        }
      }
    } catch (BundleException e) {
      throw new LaunchException(
          ExitStatus.FAILED, coordinates + " cannot be installed: " + e.getMessage());
    }
    return new InstalledBundle(coordinates, digest, startLevel);
  }

  private void install(Coordinates coordinates, int startLevel)
      throws BundleException, IOException {
    Bundle bundle;
    try (var bytes = Files.newInputStream(distribution.jar(coordinates))) {
      bundle = context.installBundle(coordinates.location(), bytes);
    }
    bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
    var fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    if (!fragment && !predecessorStopped(coordinates)) {
      bundle.start();
    }
  }

  private boolean predecessorStopped(Coordinates successor) {
    return before.features().stream()
        .flatMap(feature -> feature.bundles().stream())
        .filter(bundle -> bundle.coordinates().sameButVersion(successor))
        .map(bundle -> context.getBundle(bundle.coordinates().location()))
        .anyMatch(old -> old != null && !old.adapt(BundleStartLevel.class).isPersistentlyStarted());
  }

  private void update(Bundle bundle, Coordinates coordinates) throws BundleException, IOException {
    try (var bytes = Files.newInputStream(distribution.jar(coordinates))) {
      bundle.update(bytes);
    }
    LOG.info("{} changed in the product and was updated", coordinates.artifact());
  }

  private void remove(Coordinates coordinates) {
    var bundle = context.getBundle(coordinates.location());
    if (bundle == null) {
      return;
    }
    try {
      bundle.uninstall();
      LOG.info("{} is in no feature any more and was uninstalled", coordinates);
    } catch (BundleException e) {
      LOG.warn("{} could not be uninstalled", coordinates, e);
    }
  }

  private static FeatureRecord record(
      FeaturePlan plan, Map<Coordinates, InstalledBundle> installed) {
    var features = new ArrayList<InstalledFeature>();
    plan.features()
        .forEach(
            (feature, origin) -> {
              List<InstalledBundle> bundles = new ArrayList<>();
              for (var bundle : feature.bundles()) {
                var known = installed.get(bundle.coordinates());
                if (known != null) {
                  bundles.add(known);
                }
              }
              var pids = feature.configurations().keySet().stream().sorted().toList();
              features.add(
                  new InstalledFeature(
                      feature.name(), feature.id(), origin, State.INSTALLED, bundles, pids));
            });
    features.addAll(plan.carried());
    return new FeatureRecord(features);
  }
}
