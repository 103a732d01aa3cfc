package io.trajan.deploy.command;

import io.trajan.deploy.command.FeatureDetails.BundleRow;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Puts together what is told about features. Pure. */
final class FeatureTable {
  private final Shelf shelf;
  private final FeatureRecord record;

  FeatureTable(Shelf shelf, FeatureRecord record) {
    this.shelf = shelf;
    this.record = record;
  }

  /** Every feature, by name. */
  List<FeatureRow> rows() {
    var rows = new TreeMap<String, FeatureRow>();
    shelf
        .broken()
        .forEach((name, why) -> rows.put(name, new FeatureRow(name, "", "broken", 0, "", why)));
    shelf.features().values().forEach(feature -> rows.put(feature.name(), row(feature)));
    for (var feature : record.features()) {
      if (feature.state() == State.INSTALLED) {
        rows.putIfAbsent(feature.name(), row(feature));
      }
    }
    return List.copyOf(rows.values());
  }

  private FeatureRow row(Feature feature) {
    return new FeatureRow(
        feature.name(),
        version(feature.id()),
        state(feature.name()),
        feature.bundles().size(),
        references(feature.name()),
        feature.description());
  }

  /** One whose file is gone. */
  private FeatureRow row(InstalledFeature feature) {
    return new FeatureRow(
        feature.name(),
        version(feature.id()),
        "installed",
        feature.bundles().size(),
        references(feature.name()),
        "");
  }

  /**
   * One feature with everything.
   *
   * @param bundles finds a bundle by its location, or gives null
   */
  FeatureDetails details(String name, Function<String, @Nullable Bundle> bundles)
      throws RefusedException {
    var feature = shelf.get(name);
    return new FeatureDetails(
        name,
        feature.id(),
        state(name),
        feature.description(),
        references(name),
        feature.requires(),
        feature.bundles().stream()
            .map(
                b ->
                    new BundleRow(
                        b.coordinates().toString(),
                        b.startLevel(),
                        state(bundles.apply(b.coordinates().location())),
                        shared(name, b.coordinates())))
            .toList(),
        feature.configurations().keySet().stream().sorted().toList(),
        feature.options());
  }

  private String state(String name) {
    return installed(name) == null ? "available" : "installed";
  }

  private @Nullable InstalledFeature installed(String name) {
    return record.feature(name).filter(f -> f.state() == State.INSTALLED).orElse(null);
  }

  private String references(String name) {
    var references = new ArrayList<String>();
    var installed = installed(name);
    if (installed != null) {
      switch (installed.origin()) {
        case BOOT -> references.add("boot");
        case RUNTIME -> references.add("hand");
        case REQUIRED -> {}
      }
      for (var other : record.features()) {
        var feature = shelf.features().get(other.name());
        if (other.state() == State.INSTALLED
            && feature != null
            && feature.requires().contains(name)) {
          references.add(other.name());
        }
      }
    }
    return String.join(" ", references);
  }

  private String shared(String name, Coordinates bundle) {
    return String.join(
        " ",
        record.features().stream()
            .filter(f -> f.state() == State.INSTALLED && !f.name().equals(name))
            .filter(f -> f.bundles().stream().anyMatch(b -> b.coordinates().equals(bundle)))
            .map(InstalledFeature::name)
            .filter(Objects::nonNull)
            .toList());
  }

  private static String version(String id) {
    return Coordinates.parse(id).version();
  }

  private static String state(@Nullable Bundle bundle) {
    if (bundle == null) {
      return "absent";
    }
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "active";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.INSTALLED -> "installed";
      default -> "absent";
    };
  }
}
