package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleException;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Makes bundles out of jars on the class path (OSGi Core 60, Connect). The caches of the JVM hold
 * classes of the application class loader only, so the fixed floor of the house starts several
 * times faster this way; the price is that these bundles share one class loader and change only
 * with a restart.
 */
final class ClassPathConnector implements ModuleConnector {
  private final Distribution distribution;

  ClassPathConnector(Distribution distribution) {
    this.distribution = distribution;
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing is kept in the framework's storage.
  }

  @Override
  public Optional<ConnectModule> connect(String location) throws BundleException {
    if (!location.startsWith(Coordinates.SCHEME)) {
      return Optional.empty();
    }
    var coordinates = Coordinates.parse(location.substring(Coordinates.SCHEME.length()));
    return distribution.connected(coordinates)
        ? Optional.of(new Module(distribution, coordinates))
        : Optional.empty();
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }

  private record Module(Distribution distribution, Coordinates coordinates)
      implements ConnectModule {
    @Override
    public ConnectContent getContent() throws IOException {
      return new ClassPathContent(distribution.jar(coordinates));
    }
  }
}
