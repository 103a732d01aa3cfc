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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

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

  /** A jar of the product's class path, whatever its version. */
  static Path onClassPath(String artifact) {
    try (var jars = Files.newDirectoryStream(DIST.resolve("lib"), artifact + "-[0-9]*.jar")) {
      return jars.iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the jar of one of our bundles with another version, and without some entries. */
  static void copyOfJar(Bundle bundle, Path to, String version, Set<String> without)
      throws IOException {
    var name = bundle.getSymbolicName();
    try (var found = Files.find(DIST.resolve("system"), 8, (f, a) -> isJarOf(f, name));
        var in = new JarFile(found.findFirst().orElseThrow().toFile())) {
      var manifest = in.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (var entry : in.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)
              && !without.contains(entry.getName())) {
            out.putNextEntry(new ZipEntry(entry.getName()));
            in.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
  }

  private static boolean isJarOf(Path file, String symbolicName) {
    return file.getFileName()
        .toString()
        .matches(symbolicName.replace(".", "\\.") + "-[0-9].*\\.jar");
  }

  private static Path jar(Coordinates coordinates) {
    var onClassPath = DIST.resolve("lib").resolve(coordinates.fileName());
    return Files.exists(onClassPath)
        ? onClassPath
        : DIST.resolve("system").resolve(coordinates.path());
  }
}
