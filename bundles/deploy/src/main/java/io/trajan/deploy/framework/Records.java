package io.trajan.deploy.framework;

import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Digest;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import java.io.IOException;
import org.osgi.framework.Bundle;

/** Reads and amends the record of installed features. Stateless; writing is the deploy thread's. */
public final class Records {
  private Records() {}

  /**
   * What is installed.
   *
   * @throws RefusedException when the file is broken
   */
  public static FeatureRecord read(Places places) throws RefusedException {
    try {
      return FeatureRecord.read(places.record());
    } catch (FeatureException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Notes that a bundle has the bytes that the product's jar has today, if it does, so that the
   * next start does not take the jar for one that changed since.
   *
   * @param sha256 of the content in force
   */
  static void noteContent(Places places, Bundle bundle, String sha256)
      throws IOException, RefusedException {
    if (!bundle.getLocation().startsWith(Coordinates.SCHEME)) {
      return;
    }
    var coordinates =
        Coordinates.parse(bundle.getLocation().substring(Coordinates.SCHEME.length()));
    var jar = places.jar(coordinates);
    var record = read(places);
    if (jar.isEmpty()
        || record.bundle(coordinates).isEmpty()
        || !Jars.sha256(jar.get()).equals(sha256)) {
      return;
    }
    var digest = Digest.of(jar.get());
    var features = record.features().stream().map(f -> with(f, coordinates, digest)).toList();
    new FeatureRecord(features).write(places.record());
  }

  private static InstalledFeature with(
      InstalledFeature feature, Coordinates coordinates, String digest) {
    var bundles =
        feature.bundles().stream()
            .map(
                b ->
                    b.coordinates().equals(coordinates)
                        ? new InstalledBundle(coordinates, digest, b.startLevel())
                        : b)
            .toList();
    return new InstalledFeature(
        feature.name(), feature.id(), feature.origin(), feature.state(), bundles, feature.pids());
  }
}
