package io.trajan.deploy.framework;

import io.trajan.deploy.plan.Shelf;
import io.trajan.deploy.swap.Missing.Lack;
import io.trajan.feature.codec.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;

/** Knows which feature would bring what a bundle lacks. Reads manifests, so it is asked rarely. */
final class Hints {
  private final Places places;
  private final Shelf shelf;

  Hints(Places places, Shelf shelf) {
    this.places = places;
    this.shelf = shelf;
  }

  /** Every lack in words, with the features that would help. */
  String words(Collection<Lack> lacks) {
    var words = new ArrayList<String>();
    for (var lack : lacks) {
      words.add(lack + helpers(lack.requirement()).map(Hints::advice).orElse(""));
    }
    return String.join("; ", words);
  }

  private static String advice(List<String> features) {
    return " (feature:install " + String.join(" or ", features) + ")";
  }

  private Optional<List<String>> helpers(BundleRequirement requirement) {
    var wanted = wanted(requirement);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var names =
        shelf.features().values().stream()
            .filter(feature -> provides(feature, wanted))
            .map(Feature::name)
            .sorted()
            .toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /** A word that the header of a helping bundle contains. */
  private static String wanted(BundleRequirement requirement) {
    var filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    var prefix = "(" + PackageNamespace.PACKAGE_NAMESPACE + "=";
    var start = filter.indexOf(prefix);
    return start < 0 ? "" : filter.substring(start + prefix.length(), filter.indexOf(')', start));
  }

  private boolean provides(Feature feature, String packageName) {
    return feature.bundles().stream()
        .flatMap(bundle -> places.jar(bundle.coordinates()).stream())
        .anyMatch(jar -> exports(jar, packageName));
  }

  private static boolean exports(Path file, String packageName) {
    try (var jar = new JarFile(file.toFile())) {
      var manifest = jar.getManifest();
      var header =
          manifest == null ? null : manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
      return header != null
          && header.matches("(.*,)?" + packageName.replace(".", "\\.") + "([;,].*)?");
    } catch (IOException e) {
      return false;
    }
  }
}
