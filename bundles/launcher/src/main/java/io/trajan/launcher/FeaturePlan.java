package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.Origin;
import io.trajan.feature.codec.InstalledFeature.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which features this start is for.
 *
 * <ul>
 *   <li>Those of the launcher's configuration, unless one was uninstalled at run time: it stays
 *       away until it is installed again or the configuration no longer names it.
 *   <li>Those that were installed at run time, as far as the product knows them.
 *   <li>What these require, unless it was uninstalled at run time from a feature that merely names
 *       others.
 * </ul>
 *
 * Features installed at run time from files that are not the product's are carried along untouched;
 * they are the deployer's business.
 *
 * @param features in the order of installation, with who asked for each
 * @param carried records that are kept as they are
 */
record FeaturePlan(Map<Feature, Origin> features, List<InstalledFeature> carried) {
  static FeaturePlan make(List<String> boot, FeatureRecord before, FeatureCatalog catalog)
      throws FeatureException {
    var known = catalog.names();
    var asked = new LinkedHashSet<String>();
    var carried = new ArrayList<InstalledFeature>();
    for (var name : boot) {
      var recorded = before.feature(name);
      if (recorded.isPresent() && recorded.get().state() == State.UNINSTALLED) {
        carried.add(recorded.get());
      } else {
        asked.add(name);
      }
    }
    for (var feature : before.features()) {
      if (feature.origin() == Origin.RUNTIME && feature.state() == State.INSTALLED) {
        if (!known.contains(feature.name())) {
          carried.add(feature);
        } else {
          asked.add(feature.name());
        }
      }
    }
    var away = takenAway(before, catalog.closure(asked));
    carried.addAll(away);
    var without = away.stream().map(InstalledFeature::name).collect(Collectors.toSet());
    var features = new LinkedHashMap<Feature, Origin>();
    for (var feature : catalog.closure(asked, without)) {
      features.put(feature, origin(feature.name(), boot, asked));
    }
    return new FeaturePlan(features, List.copyOf(carried));
  }

  /** Features that were taken by hand out of others that merely name them. */
  private static List<InstalledFeature> takenAway(FeatureRecord before, List<Feature> closure) {
    return before.features().stream()
        .filter(f -> f.state() == State.UNINSTALLED && f.origin() == Origin.REQUIRED)
        .filter(f -> closure.stream().anyMatch(other -> other.name().equals(f.name())))
        .toList();
  }

  private static Origin origin(String name, List<String> boot, LinkedHashSet<String> asked) {
    if (boot.contains(name)) {
      return Origin.BOOT;
    }
    return asked.contains(name) ? Origin.RUNTIME : Origin.REQUIRED;
  }

  /** Every bundle there has to be, with the lowest start level any feature gives it. */
  Map<Coordinates, Integer> bundles() {
    var bundles = new LinkedHashMap<Coordinates, Integer>();
    for (var feature : features.keySet()) {
      feature.bundles().forEach(b -> bundles.merge(b.coordinates(), b.startLevel(), Math::min));
    }
    return bundles;
  }

  /** Whether a carried feature, still installed, has the bundle. */
  boolean carries(Coordinates coordinates) {
    return carried.stream()
        .filter(feature -> feature.state() == State.INSTALLED)
        .flatMap(feature -> feature.bundles().stream())
        .anyMatch(bundle -> bundle.coordinates().equals(coordinates));
  }
}
