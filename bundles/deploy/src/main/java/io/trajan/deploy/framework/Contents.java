package io.trajan.deploy.framework;

import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.JarStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Which private copy holds the content of a bundle that was updated or dropped, so that the next
 * update has a way back. A bundle that somebody else updated since is read out of the framework
 * instead. Kept on disk; confined to the deploy thread.
 */
public final class Contents {
  private final Path file;
  private final JarStore store;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Reads what was kept. */
  public Contents(Path file, JarStore store) throws IOException {
    this.file = file;
    this.store = store;
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        var parts = line.split("\t", -1);
        if (parts.length == 3 && parts[2].matches("[0-9]{1,18}")) {
          entries.put(parts[0], new Entry(parts[1], Long.parseLong(parts[2])));
        }
      }
    }
  }

  /**
   * One content.
   *
   * @param sha256 names the copy
   * @param modified when the framework took it over
   */
  private record Entry(String sha256, long modified) {}

  /** A copy of what a bundle consists of now. */
  public Path copyOf(Bundle bundle) throws IOException, BadJarException {
    var known = entries.get(bundle.getLocation());
    if (known != null
        && known.modified() == bundle.getLastModified()
        && Files.exists(store.file(known.sha256()))) {
      return store.file(known.sha256());
    }
    var half = Files.createTempFile(file.toAbsolutePath().getParent(), "snapshot", ".half");
    try {
      Snapshot.write(bundle, half);
      return store.take(half).file();
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** The sum of the copy that is in force for a bundle, or empty when it is not known. */
  public String sumOf(Bundle bundle) {
    var known = entries.get(bundle.getLocation());
    return known != null && known.modified() == bundle.getLastModified() ? known.sha256() : "";
  }

  /** Notes that a bundle has the content of a copy now. */
  public void put(Bundle bundle, String sha256) throws IOException {
    entries.put(bundle.getLocation(), new Entry(sha256, bundle.getLastModified()));
    write();
  }

  /** Forgets a bundle. */
  public void forget(String location) throws IOException {
    if (entries.remove(location) != null) {
      write();
    }
  }

  /** Forgets bundles that are gone, and deletes the copies that nothing needs. */
  public void tidy(BundleContext system, Set<String> alsoNeeded) throws IOException {
    if (entries.keySet().removeIf(location -> system.getBundle(location) == null)) {
      write();
    }
    var needed = entries.values().stream().map(Entry::sha256).collect(Collectors.toSet());
    needed.addAll(alsoNeeded);
    store.keepOnly(needed);
  }

  private void write() throws IOException {
    var text = new StringBuilder();
    entries.forEach(
        (location, e) ->
            text.append(location)
                .append('\t')
                .append(e.sha256())
                .append('\t')
                .append(e.modified())
                .append('\n'));
    SafeFile.write(file, text.toString());
  }
}
