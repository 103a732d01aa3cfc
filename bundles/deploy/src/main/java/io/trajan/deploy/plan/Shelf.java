package io.trajan.deploy.plan;

import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The features that could be installed, by name. Immutable.
 *
 * @param features by name
 * @param broken why a feature file that is there cannot be used, by name
 */
public record Shelf(Map<String, Feature> features, Map<String, String> broken) {
  public Shelf {
    features = Map.copyOf(features);
    broken = Map.copyOf(broken);
  }

  /**
   * The feature of a name.
   *
   * @throws RefusedException when there is none, with the nearest name, or its file is broken
   */
  public Feature get(String name) throws RefusedException {
    var found = features.get(name);
    if (found != null) {
      return found;
    }
    var fault = broken.get(name);
    if (fault != null) {
      throw new RefusedException(fault);
    }
    var nearest = Nearest.to(name, features.keySet());
    throw new RefusedException(
        "there is no feature \""
            + name
            + "\""
            + nearest
                .map(n -> "; did you mean \"" + n + "\"?")
                .orElse("; feature:list shows them"));
  }

  /** This shelf, with what is recorded of installed features whose files are gone or broken. */
  Shelf with(Collection<InstalledFeature> installed) {
    var all = new HashMap<>(features);
    for (var each : installed) {
      all.computeIfAbsent(each.name(), name -> remembered(each));
    }
    return new Shelf(all, broken);
  }

  private static Feature remembered(InstalledFeature installed) {
    var bundles =
        installed.bundles().stream()
            .map(b -> new FeatureBundle(b.coordinates(), b.startLevel()))
            .toList();
    return new Feature(
        installed.name(), installed.id(), "", List.of(), bundles, Map.of(), List.of(), List.of());
  }

  /**
   * The named features with all they require, each after those it requires.
   *
   * @param without names that are left out wherever they are required
   * @throws RefusedException when one is missing, or features require each other in a circle
   */
  public List<Feature> closure(Collection<String> names, Set<String> without)
      throws RefusedException {
    var found = new LinkedHashSet<Feature>();
    for (var name : names) {
      add(name, without, new LinkedHashSet<>(), found);
    }
    return List.copyOf(found);
  }

  private void add(
      String name, Set<String> without, SequencedSet<String> path, SequencedSet<Feature> found)
      throws RefusedException {
    if (without.contains(name)) {
      return;
    }
    if (!path.add(name)) {
      throw new RefusedException(
          "features require each other: " + String.join(" -> ", path) + " -> " + name);
    }
    var feature = required(name, path);
    for (var next : feature.requires()) {
      add(next, without, path, found);
    }
    path.removeLast();
    found.add(feature);
  }

  private Feature required(String name, SequencedSet<String> path) throws RefusedException {
    try {
      return get(name);
    } catch (RefusedException e) {
      throw path.size() == 1
          ? e
          : new RefusedException(
              e.getMessage() + " (required: " + String.join(" -> ", path) + ")", e);
    }
  }
}
