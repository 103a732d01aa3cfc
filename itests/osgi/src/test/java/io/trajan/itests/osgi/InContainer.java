package io.trajan.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureException;
import io.trajan.launcher.BootServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.ops4j.pax.exam.Option;

/**
 * What a test needs to run among the bundles of features: the same files and the same jars as the
 * product. The launcher itself is not there; {@link BootServices} stands in for what it offers.
 */
final class InContainer {
  private static final Path DIST = Path.of(System.getProperty("trajan.dist", "target/dist"));

  private InContainer() {}

  /**
   * The bundles of the named features and of those they require, at their start levels, and JUnit.
   */
  static Option[] with(String... features) {
    List<Option> options = new ArrayList<>();
    options.add(systemPackages(BootServices.systemPackages().toArray(String[]::new)));
    options.add(junitBundles());
    options.add(frameworkStartLevel(FeatureBundle.HIGHEST_START_LEVEL));
    try {
      var seen = new LinkedHashSet<Coordinates>();
      for (var feature : new FeatureCatalog(DIST.resolve("features")).closure(List.of(features))) {
        for (var member : feature.bundles()) {
          if (seen.add(member.coordinates())) {
            options.add(
                bundle(jar(member.coordinates()).toUri().toString())
                    .startLevel(member.startLevel()));
          }
        }
      }
    } catch (FeatureException e) {
      throw new IllegalStateException(e);
    }
    return new Option[] {composite(options.toArray(Option[]::new))};
  }

  /** The names of all features the product has. */
  static String[] everyFeature() {
    return new FeatureCatalog(DIST.resolve("features")).names().toArray(String[]::new);
  }

  private static Path jar(Coordinates coordinates) {
    var onClassPath = DIST.resolve("lib").resolve(coordinates.fileName());
    return Files.exists(onClassPath)
        ? onClassPath
        : DIST.resolve("system").resolve(coordinates.path());
  }
}
