package io.trajan.deploy.plan;

import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.Origin;
import java.util.List;

/**
 * A feature that shall be installed.
 *
 * @param name its name
 * @param id its coordinates
 * @param origin who asked for it
 * @param bundles its bundles
 * @param pids the PIDs of its configurations
 */
record Entry(
    String name, String id, Origin origin, List<FeatureBundle> bundles, List<String> pids) {

  static Entry coming(Feature feature, Origin origin) {
    var pids = feature.configurations().keySet().stream().sorted().toList();
    return new Entry(feature.name(), feature.id(), origin, feature.bundles(), pids);
  }

  /** One that is installed stays what it is, whatever its file says today. */
  static Entry staying(InstalledFeature installed, Origin origin) {
    var bundles =
        installed.bundles().stream()
            .map(b -> new FeatureBundle(b.coordinates(), b.startLevel()))
            .toList();
    return new Entry(installed.name(), installed.id(), origin, bundles, installed.pids());
  }
}
