package io.trajan.deploy.framework;

import io.trajan.feature.codec.Coordinates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where things are.
 *
 * @param home the emperor's home
 * @param product the product as it was unpacked
 */
public record Places(Path home, Path product) {
  /** The framework property with the home. */
  static final String HOME = "trajan.home";

  /** The framework property with the product's directory. */
  static final String PRODUCT = "trajan.dist";

  /**
   * Reads the framework's properties.
   *
   * @throws IllegalStateException naming the one that is missing
   */
  public static Places of(BundleContext context) {
    return new Places(directory(context, HOME), directory(context, PRODUCT));
  }

  private static Path directory(BundleContext context, String property) {
    var value = context.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("the framework has no property " + property);
    }
    return Path.of(value).toAbsolutePath().normalize();
  }

  /** Where an operator drops bundles and features. */
  public Path deploy() {
    return home.resolve("deploy");
  }

  /** What this bundle remembers. */
  public Path memory() {
    return home.resolve("data/deploy");
  }

  /** The record of installed features, which the launcher reads at the next start. */
  public Path record() {
    return home.resolve("data/features.json");
  }

  /** The features of the product. */
  public Path features() {
    return product.resolve("features");
  }

  /** The operator's configuration files. */
  public Path etc() {
    return home.resolve("etc");
  }

  /** The jar of a bundle: the product's, or one that was put beside the dropped features. */
  public Optional<Path> jar(Coordinates coordinates) {
    return candidates(coordinates).stream().filter(Files::isRegularFile).findFirst();
  }

  /** Where a jar would be looked for. */
  public List<Path> candidates(Coordinates coordinates) {
    return List.of(
        product.resolve("lib").resolve(coordinates.fileName()),
        product.resolve("system").resolve(coordinates.path()),
        deploy().resolve("system").resolve(coordinates.path()));
  }

  /** Whether a bundle lives on the class path of the process, where it cannot be replaced. */
  public boolean onClassPath(String location) {
    if (!location.startsWith(Coordinates.SCHEME)) {
      return false;
    }
    var coordinates = Coordinates.parse(location.substring(Coordinates.SCHEME.length()));
    return Files.exists(product.resolve("lib").resolve(coordinates.fileName()));
  }
}
