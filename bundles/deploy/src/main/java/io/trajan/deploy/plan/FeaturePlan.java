package io.trajan.deploy.plan;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * What has to happen so that the installed features become the wanted ones. A bundle is in {@code
 * bundlesOut} only when no feature that stays has it: that is all there is to reference counting.
 * Made by {@link FeaturePlanner}; immutable.
 *
 * @param before what is installed
 * @param entries what shall be installed, each feature after those it requires
 * @param uninstalled what shall be remembered as taken away by hand
 * @param adding features that come or change, in the order of installation
 * @param removing names of features that go, last installed first
 * @param bundlesIn bundles to install, in the order of starting
 * @param bundlesOut bundles to uninstall, in the order of stopping
 * @param pidsOut PIDs whose configuration goes
 */
public record FeaturePlan(
    FeatureRecord before,
    List<Entry> entries,
    List<InstalledFeature> uninstalled,
    List<Feature> adding,
    List<String> removing,
    List<FeatureBundle> bundlesIn,
    List<InstalledBundle> bundlesOut,
    List<String> pidsOut) {

  /** Whether nothing would change, not even the record. */
  public boolean isEmpty() {
    return bundlesIn.isEmpty()
        && adding.isEmpty()
        && new HashSet<>(after(c -> "").features()).equals(new HashSet<>(before.features()));
  }

  /**
   * The record of what is installed after the plan.
   *
   * @param digests gives the digest of a jar in {@code bundlesIn}
   */
  public FeatureRecord after(Function<Coordinates, String> digests) {
    var features = new ArrayList<InstalledFeature>();
    for (var entry : entries) {
      var bundles = entry.bundles().stream().map(b -> installed(b, digests)).toList();
      features.add(
          new InstalledFeature(
              entry.name(), entry.id(), entry.origin(), State.INSTALLED, bundles, entry.pids()));
    }
    features.addAll(uninstalled);
    return new FeatureRecord(features);
  }

  private InstalledBundle installed(FeatureBundle bundle, Function<Coordinates, String> digests) {
    var coordinates = bundle.coordinates();
    var digest =
        before
            .bundle(coordinates)
            .map(InstalledBundle::digest)
            .orElseGet(() -> digests.apply(coordinates));
    return new InstalledBundle(coordinates, digest, bundle.startLevel());
  }
}
