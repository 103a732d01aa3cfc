package io.trajan.files.server;

import io.trajan.config.codec.BoundedPattern;
import io.trajan.config.codec.CostlyMatchException;
import io.trajan.files.server.http.AcceptedCodings;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Of which files there may be compressed ones beside them, and in which codings. Immutable. */
final class Variants {
  private static final Map<String, String> EXTENSIONS =
      Map.of("br", ".br", "zstd", ".zst", "gzip", ".gz");

  private final List<Coding> codings;
  private final boolean all;
  private final List<BoundedPattern> patterns;
  private final List<Path> directories;
  private final List<String> suffixes;

  /**
   * A content coding.
   *
   * @param name as in Content-Encoding
   * @param extension of the files in it
   */
  record Coding(String name, String extension) {}

  private Variants(
      List<String> codings,
      boolean all,
      List<BoundedPattern> patterns,
      List<Path> directories,
      List<String> suffixes) {
    this.codings =
        codings.stream().map(c -> new Coding(c, EXTENSIONS.getOrDefault(c, ""))).toList();
    this.all = all;
    this.patterns = patterns;
    this.directories = directories;
    this.suffixes = suffixes;
  }

  static Variants of(VassalSpec spec) {
    List<Path> directories =
        Stream.concat(
                spec.values(FilesOptions.GZIP_DIR).stream(),
                spec.values(FilesOptions.GZIP_PREFIX).stream())
            .map(path -> spec.file().resolveSibling(path).normalize())
            .toList();
    List<String> suffixes =
        Stream.concat(
                spec.values(FilesOptions.GZIP_EXT).stream(),
                spec.values(FilesOptions.GZIP_SUFFIX).stream())
            .toList();
    List<BoundedPattern> patterns = spec.values(FilesOptions.GZIP);
    boolean rules = !(patterns.isEmpty() && directories.isEmpty() && suffixes.isEmpty());
    List<String> codings =
        spec.value(FilesOptions.PRECOMPRESSED)
            .orElse(rules || spec.require(FilesOptions.GZIP_ALL) ? List.of("gzip") : List.of());
    boolean all = spec.require(FilesOptions.GZIP_ALL) || !rules;
    return new Variants(codings, all, patterns, directories, suffixes);
  }

  /** Whether the answer for a file depends on what the client accepts. */
  boolean mayExistFor(Path root, String name) {
    return !codings.isEmpty() && (all || isNamed(root, name));
  }

  private boolean isNamed(Path root, String name) {
    return suffixes.stream().anyMatch(name::endsWith)
        || directories.stream().anyMatch(d -> isIn(d, root, name))
        || patterns.stream().anyMatch(p -> matches(p, root + "/" + name));
  }

  private static boolean isIn(Path directory, Path root, String name) {
    return (root + "/" + name).startsWith(directory + "/");
  }

  private static boolean matches(BoundedPattern pattern, String name) {
    try {
      return pattern.find(name) != null;
    } catch (CostlyMatchException e) {
      return false; // then it is sent as it is
    }
  }

  /**
   * The codings that the client accepts, the most welcome first, then in the order of the
   * configuration.
   */
  List<Coding> accepted(AcceptedCodings client) {
    List<Coding> welcome = new ArrayList<>(codings);
    welcome.removeIf(each -> client.quality(each.name()) == 0);
    welcome.sort(Comparator.comparingInt((Coding c) -> client.quality(c.name())).reversed());
    return welcome;
  }
}
