package io.trajan.deploy.plan;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.Origin;
import io.trajan.feature.codec.InstalledFeature.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a wish into a {@link FeaturePlan}. Features asked for by the launcher's configuration or by
 * hand are the roots; everything they require is there because of them and goes with the last of
 * them. Stateless.
 */
public final class FeaturePlanner {
  private final FeatureRecord before;
  private final Shelf shelf;
  private final Map<String, InstalledFeature> there = new LinkedHashMap<>();
  private final Map<String, InstalledFeature> banned = new LinkedHashMap<>();
  private final Map<String, Origin> roots = new LinkedHashMap<>();

  /**
   * A planner for one wish.
   *
   * @param before what is installed now
   * @param shelf what could be
   */
  public FeaturePlanner(FeatureRecord before, Shelf shelf) {
    this.before = before;
    for (var feature : before.features()) {
      (feature.state() == State.INSTALLED ? there : banned).put(feature.name(), feature);
      if (feature.state() == State.INSTALLED && feature.origin() != Origin.REQUIRED) {
        roots.put(feature.name(), feature.origin());
      }
    }
    this.shelf = shelf.with(there.values());
  }

  /**
   * Installs features and what they require; what is there already stays as it is.
   *
   * @throws RefusedException when it cannot be done, with the reason
   */
  public FeaturePlan install(Collection<String> names) throws RefusedException {
    for (var name : names) {
      shelf.get(name);
      var taken = banned.remove(name);
      roots.putIfAbsent(name, taken == null ? Origin.RUNTIME : rootOrigin(taken.origin()));
    }
    unbanRequired(names);
    return plan(Set.of());
  }

  /**
   * Replaces features that are installed by what the shelf says of them now.
   *
   * @throws RefusedException when it cannot be done, with the reason
   */
  public FeaturePlan replace(Collection<String> names) throws RefusedException {
    for (var name : names) {
      shelf.get(name);
    }
    unbanRequired(names);
    return plan(Set.copyOf(names));
  }

  /**
   * Uninstalls features, and those that were there only because of them.
   *
   * @throws RefusedException when one is not installed, or a feature that stays requires it
   */
  public FeaturePlan uninstall(Collection<String> names) throws RefusedException {
    for (var name : names) {
      var feature = there.get(name);
      if (feature == null) {
        shelf.get(name);
        throw new RefusedException("feature " + name + " is not installed");
      }
      refuseIfNeeded(name, names);
      roots.remove(name);
      ban(feature);
    }
    return plan(Set.of());
  }

  /** A feature with nothing of its own only names others; taking one of them away is no breach. */
  private void refuseIfNeeded(String name, Collection<String> leaving) throws RefusedException {
    var needing = new LinkedHashSet<String>();
    for (var other : there.keySet()) {
      var feature = shelf.features().get(other);
      if (!leaving.contains(other)
          && feature != null
          && feature.requires().contains(name)
          && !namesOthersOnly(feature)
          && staysWithout(other, leaving)) {
        needing.add(other);
      }
    }
    if (!needing.isEmpty()) {
      var all = new LinkedHashSet<>(needing);
      all.add(name);
      throw new RefusedException(
          "feature "
              + name
              + " is required by "
              + String.join(", ", needing)
              + "; to uninstall both: feature:uninstall "
              + String.join(" ", all));
    }
  }

  private boolean staysWithout(String name, Collection<String> leaving) throws RefusedException {
    var rest = roots.keySet().stream().filter(root -> !leaving.contains(root)).toList();
    return shelf.closure(rest, banned.keySet()).stream().anyMatch(f -> f.name().equals(name));
  }

  private static boolean namesOthersOnly(Feature feature) {
    return feature.bundles().isEmpty() && feature.configurations().isEmpty();
  }

  /** What the launcher would bring back at its next start is remembered as unwanted. */
  private void ban(InstalledFeature feature) {
    if (feature.origin() != Origin.RUNTIME) {
      banned.put(
          feature.name(),
          new InstalledFeature(
              feature.name(),
              feature.id(),
              feature.origin(),
              State.UNINSTALLED,
              List.of(),
              List.of()));
    }
  }

  private static Origin rootOrigin(Origin recorded) {
    return recorded == Origin.BOOT ? Origin.BOOT : Origin.RUNTIME;
  }

  private void unbanRequired(Collection<String> names) throws RefusedException {
    for (var feature : shelf.closure(names, Set.of())) {
      var taken = banned.remove(feature.name());
      if (taken != null && taken.origin() == Origin.BOOT) {
        roots.putIfAbsent(feature.name(), Origin.BOOT);
      }
    }
  }

  private FeaturePlan plan(Set<String> changed) throws RefusedException {
    var entries = new ArrayList<Entry>();
    var adding = new ArrayList<Feature>();
    for (var feature : shelf.closure(roots.keySet(), banned.keySet())) {
      var origin = roots.getOrDefault(feature.name(), Origin.REQUIRED);
      var installed = there.get(feature.name());
      if (installed != null && !changed.contains(feature.name())) {
        entries.add(Entry.staying(installed, origin));
      } else {
        entries.add(Entry.coming(feature, origin));
        adding.add(feature);
      }
    }
    refuseContradictions(entries);
    var names = entries.stream().map(Entry::name).toList();
    return new FeaturePlan(
        before,
        List.copyOf(entries),
        List.copyOf(banned.values()),
        List.copyOf(adding),
        there.keySet().stream().filter(name -> !names.contains(name)).toList().reversed(),
        bundlesIn(entries),
        bundlesOut(entries),
        pidsOut(entries));
  }

  private List<FeatureBundle> bundlesIn(List<Entry> entries) {
    var coming = new LinkedHashMap<Coordinates, FeatureBundle>();
    for (var entry : entries) {
      for (var bundle : entry.bundles()) {
        if (installed(bundle.coordinates()) == null) {
          coming.merge(
              bundle.coordinates(), bundle, (a, b) -> a.startLevel() <= b.startLevel() ? a : b);
        }
      }
    }
    return coming.values().stream()
        .sorted(Comparator.comparingInt(FeatureBundle::startLevel))
        .toList();
  }

  private List<InstalledBundle> bundlesOut(List<Entry> entries) {
    var kept = new HashSet<Coordinates>();
    entries.forEach(entry -> entry.bundles().forEach(b -> kept.add(b.coordinates())));
    var going = new LinkedHashMap<Coordinates, InstalledBundle>();
    for (var feature : there.values()) {
      for (var bundle : feature.bundles()) {
        if (!kept.contains(bundle.coordinates())) {
          going.putIfAbsent(bundle.coordinates(), bundle);
        }
      }
    }
    return going.values().stream()
        .sorted(Comparator.comparingInt(InstalledBundle::startLevel))
        .toList()
        .reversed();
  }

  private List<String> pidsOut(List<Entry> entries) {
    var kept = new HashSet<String>();
    entries.forEach(entry -> kept.addAll(entry.pids()));
    return there.values().stream()
        .flatMap(feature -> feature.pids().stream())
        .filter(pid -> !kept.contains(pid))
        .toList();
  }

  private @Nullable InstalledBundle installed(Coordinates coordinates) {
    return there.values().stream()
        .flatMap(feature -> feature.bundles().stream())
        .filter(bundle -> bundle.coordinates().equals(coordinates))
        .findFirst()
        .orElse(null);
  }

  private static void refuseContradictions(List<Entry> entries) throws RefusedException {
    var jars = new HashMap<Coordinates, String>();
    var pids = new HashMap<String, String>();
    for (var entry : entries) {
      for (var bundle : entry.bundles()) {
        refuseOtherVersion(bundle.coordinates(), entry.name(), jars);
        jars.put(bundle.coordinates(), entry.name());
      }
      for (var pid : entry.pids()) {
        var other = pids.put(pid, entry.name());
        if (other != null) {
          throw new RefusedException(
              "features " + other + " and " + entry.name() + " both configure " + pid);
        }
      }
    }
  }

  private static void refuseOtherVersion(
      Coordinates jar, String feature, Map<Coordinates, String> others) throws RefusedException {
    for (var other : others.entrySet()) {
      if (other.getKey().sameButVersion(jar)) {
        throw new RefusedException(
            "features %s and %s want different versions: %s and %s"
                .formatted(other.getValue(), feature, other.getKey(), jar));
      }
    }
  }
}
