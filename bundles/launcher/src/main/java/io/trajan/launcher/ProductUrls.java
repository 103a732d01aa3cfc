package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import org.osgi.service.url.AbstractURLStreamHandlerService;

/**
 * Makes the locations of the product's bundles URLs that yield their bytes, so that {@code update
 * BUNDLE} takes the jar of the product and {@code install trajan:GROUP:ARTIFACT:VERSION} brings
 * back what was uninstalled.
 */
final class ProductUrls extends AbstractURLStreamHandlerService {
  private final Distribution distribution;

  ProductUrls(Distribution distribution) {
    this.distribution = distribution;
  }

  @Override
  public URLConnection openConnection(URL url) throws IOException {
    try {
      return distribution.jar(Coordinates.parse(url.getPath())).toUri().toURL().openConnection();
    } catch (IllegalArgumentException e) {
      throw new IOException(url + ": " + e.getMessage(), e);
    }
  }
}
