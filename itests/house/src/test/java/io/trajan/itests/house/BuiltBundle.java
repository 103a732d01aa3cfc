package io.trajan.itests.house;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A bundle of the house as it was built.
 *
 * @param directory its directory below {@code bundles/}
 * @param jar the built jar
 * @param manifest its main attributes
 */
record BuiltBundle(String directory, Path jar, Attributes manifest) {
  /** Every bundle; a directory whose jar is not built is an error. */
  static List<BuiltBundle> all() {
    try (Stream<Path> directories = Files.list(root().resolve("bundles"))) {
      return directories
          .filter(d -> Files.exists(d.resolve("pom.xml")))
          .filter(d -> !d.getFileName().toString().equals("launcher"))
          .map(BuiltBundle::of)
          .sorted(Comparator.comparing(BuiltBundle::directory))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher, which is a plain jar. */
  static BuiltBundle launcher() {
    Path directory = root().resolve("bundles/launcher");
    return of(directory, directory.resolve("target/lib"));
  }

  /** The root of the checkout. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("bundles"))) {
        return at;
      }
    }
    throw new IllegalStateException("not inside a checkout");
  }

  /** The name of the package that belongs to it: the directory without a trailing {@code .api}. */
  String ownPackage() {
    return "io.trajan." + directory.replaceFirst("\\.api$", "");
  }

  /** Whether it is a promise, which others may import. */
  boolean isPromise() {
    return directory.endsWith(".api")
        || directory.endsWith(".codec")
        || directory.equals("shell")
        || directory.equals("testkit");
  }

  Parameters header(String name) {
    return OSGiHeader.parseHeader(manifest.getValue(name));
  }

  /** Packages of ours that have classes in the jar. */
  Set<String> packages() {
    try (JarFile file = new JarFile(jar.toFile())) {
      Set<String> packages = new TreeSet<>();
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("io/trajan/") && name.endsWith(".class"))
          .forEach(
              name -> packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.')));
      return packages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BuiltBundle of(Path directory) {
    return of(directory, directory.resolve("target"));
  }

  private static BuiltBundle of(Path directory, Path target) {
    Path jar =
        jar(directory, target)
            .orElseThrow(() -> new IllegalStateException(directory + " is not built"));
    try (JarFile file = new JarFile(jar.toFile())) {
      return new BuiltBundle(
          directory.getFileName().toString(), jar, file.getManifest().getMainAttributes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> jar(Path directory, Path target) {
    String prefix = "trajan." + directory.getFileName() + "-";
    try (Stream<Path> built = Files.list(target)) {
      return built
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.toString().endsWith(".jar") && !f.toString().endsWith("-sources.jar"))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
