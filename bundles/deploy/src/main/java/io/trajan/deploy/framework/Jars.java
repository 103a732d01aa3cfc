package io.trajan.deploy.framework;

import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.BundleJar;
import io.trajan.deploy.jar.JarCheck;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.FeatureBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentConstants;

/** Finds the jars of features and refuses those that cannot be installed. Stateless. */
final class Jars {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Kit kit;

  Jars(Kit kit) {
    this.kit = kit;
  }

  /**
   * The jar of a feature's bundle, read whole.
   *
   * @throws RefusedException when it is missing, damaged, not the one the feature means, or there
   *     already by another way
   */
  BundleJar of(FeatureBundle bundle) throws RefusedException {
    var coordinates = bundle.coordinates();
    var file =
        kit.places()
            .jar(coordinates)
            .orElseThrow(
                () ->
                    new RefusedException(
                        coordinates
                            + ": there is no such jar; looked for "
                            + kit.places().candidates(coordinates)));
    try {
      refuseOther(bundle, file);
      var jar = JarCheck.check(file, "");
      refuseDuplicate(jar, coordinates);
      return jar;
    } catch (BadJarException e) {
      throw new RefusedException(coordinates + ": " + file + " is " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RefusedException(coordinates + ": cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void refuseOther(FeatureBundle bundle, Path file)
      throws IOException, RefusedException {
    var expected = bundle.sha256();
    if (expected.isEmpty()) {
      return;
    }
    var actual = sha256(file);
    if (!actual.equalsIgnoreCase(expected)) {
      throw new RefusedException(
          "%s: the SHA-256 of %s is %s, the feature says %s"
              .formatted(bundle.coordinates(), file, actual, expected));
    }
  }

  private void refuseDuplicate(BundleJar jar, Coordinates coordinates) throws RefusedException {
    var same = same(jar);
    if (same != null && !same.getLocation().equals(coordinates.location())) {
      throw new RefusedException(
          "%s: %s is installed already, from %s"
              .formatted(coordinates, jar.identity(), same.getLocation()));
    }
  }

  /** The installed bundle with the jar's symbolic name and version. */
  @org.jspecify.annotations.Nullable
  Bundle same(BundleJar jar) {
    for (var bundle : kit.system().getBundles()) {
      if (jar.symbolicName().equals(bundle.getSymbolicName())
          && jar.version().equals(bundle.getVersion())) {
        return bundle;
      }
    }
    return null;
  }

  /**
   * The installed bundle of another version that has the jar's name and components of its own: the
   * two would do everything twice.
   */
  @org.jspecify.annotations.Nullable
  Bundle rival(BundleJar jar) {
    for (var bundle : kit.system().getBundles()) {
      if (jar.symbolicName().equals(bundle.getSymbolicName())
          && bundle.getHeaders("").get(ComponentConstants.SERVICE_COMPONENT) != null) {
        return bundle;
      }
    }
    return null;
  }

  static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[BUFFER_BYTES];
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
