package io.trajan.launcher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trajan.feature.codec.Coordinates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code data/uninstalled}: which bundles of the product somebody uninstalled at run time,
 * a location a line. A bundle that is missing for another reason, a storage damaged by a crash, is
 * not listed and is installed again.
 */
final class Removals implements SynchronousBundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final Path file;

  @GuardedBy("this")
  private final Set<String> locations = new TreeSet<>();

  private Removals(Path file) {
    this.file = file;
  }

  static Removals read(Path file) throws IOException {
    var removals = new Removals(file);
    synchronized (removals) {
      try {
        removals.locations.addAll(Files.readAllLines(file));
      } catch (NoSuchFileException e) {
        // Nobody ever uninstalled anything.
      }
    }
    return removals;
  }

  synchronized boolean contains(Coordinates bundle) {
    return locations.contains(bundle.location());
  }

  /** Forgets those that no feature wants any more: if one does again, that is a new wish. */
  synchronized void retain(Set<Coordinates> wanted) throws IOException {
    if (locations.retainAll(wanted.stream().map(Coordinates::location).toList())) {
      write();
    }
  }

  @Override
  public synchronized void bundleChanged(BundleEvent event) {
    var location = event.getBundle().getLocation();
    if (!location.startsWith(Coordinates.SCHEME)) {
      return;
    }
    var changed =
        switch (event.getType()) {
          case BundleEvent.UNINSTALLED -> locations.add(location);
          case BundleEvent.INSTALLED -> locations.remove(location);
          default -> false;
        };
    if (changed) {
      try {
        write();
      } catch (IOException e) {
        LOG.error(
            "{} could not be written; {} will be back after the next start", file, location, e);
      }
    }
  }

  @GuardedBy("this")
  private void write() throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.write(temporary, locations);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
