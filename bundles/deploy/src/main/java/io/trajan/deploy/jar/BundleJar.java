package io.trajan.deploy.jar;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Version;

/**
 * A jar that was read from the first byte to the last and is a bundle. Immutable.
 *
 * @param file where it is; nobody else writes there
 * @param sha256 of its bytes, lower-case hexadecimal
 * @param symbolicName the bundle's name
 * @param version its version
 * @param fragment whether it is a fragment, which is never started
 * @param exports the packages it exports
 * @param contents a check sum over names and bytes of each package's files, by package
 */
public record BundleJar(
    Path file,
    String sha256,
    String symbolicName,
    Version version,
    boolean fragment,
    Set<String> exports,
    Map<String, Long> contents) {
  public BundleJar {
    exports = Set.copyOf(exports);
    contents = Map.copyOf(contents);
  }

  /** Symbolic name and version, as people write them. */
  public String identity() {
    return symbolicName + " " + version;
  }
}
