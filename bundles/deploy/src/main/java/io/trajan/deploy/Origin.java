package io.trajan.deploy;

import io.trajan.deploy.framework.JarDrops;
import io.trajan.deploy.framework.Places;
import io.trajan.feature.codec.Coordinates;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Finds the jar a bundle came from. */
final class Origin {
  private static final String REFERENCE = "reference:";

  private final Places places;

  Origin(Places places) {
    this.places = places;
  }

  /** The bytes that are there today; the caller closes them. */
  InputStream open(Bundle bundle) throws IOException {
    var location = bundle.getLocation();
    if (location.startsWith(Coordinates.SCHEME)) {
      return Files.newInputStream(jar(location.substring(Coordinates.SCHEME.length())));
    }
    if (location.startsWith(JarDrops.LOCATION)) {
      var name = location.substring(JarDrops.LOCATION.length());
      return Files.newInputStream(places.deploy().resolve(name));
    }
    var update = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
    return stream(update == null ? location : update);
  }

  private Path jar(String coordinates) throws IOException {
    var parsed = Coordinates.parse(coordinates);
    return places
        .jar(parsed)
        .orElseThrow(() -> new NoSuchFileException(places.candidates(parsed).toString()));
  }

  private static InputStream stream(String location) throws IOException {
    var plain = location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
    try {
      return URI.create(plain).toURL().openStream();
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new IOException(
          "its location " + location + " cannot be read; name a file to update it from", e);
    }
  }
}
