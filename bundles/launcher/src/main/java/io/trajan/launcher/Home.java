package io.trajan.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The directory an emperor lives in.
 *
 * @param root the directory itself, absolute
 */
record Home(Path root) {
  /** Where the files are that {@code $[secret:FILE]} names. */
  static final String SECRETS = "secrets";

  private static final List<String> OPEN = List.of("vassals", "deploy", "apps", "log");
  private static final List<String> PRIVATE = List.of("data", "run", SECRETS);

  /** What the emperor cannot live without writing to. */
  private static final List<String> WRITTEN = List.of("data", "run", "log");

  Path etc() {
    return root.resolve("etc");
  }

  Path data() {
    return root.resolve("data");
  }

  Path run() {
    return root.resolve("run");
  }

  Path log() {
    return root.resolve("log");
  }

  /**
   * Creates what is missing. A home without {@code etc/} is new: it is filled from the product's
   * configuration, with {@code etc/} last and by a rename, so that a home which was being filled
   * when the power failed is filled again. What is there already is never touched, also in a new
   * home.
   */
  void prepare(Path runtimeConfig) throws IOException {
    Files.createDirectories(root);
    if (!Files.exists(etc())) {
      var half = root.resolve("etc.new");
      copy(runtimeConfig, root, "etc", false);
      copy(runtimeConfig.resolve("etc"), half, "", true);
      Files.move(half, etc(), StandardCopyOption.ATOMIC_MOVE);
    }
    for (var directory : OPEN) {
      Files.createDirectories(root.resolve(directory));
    }
    for (var directory : PRIVATE) {
      if (!Files.exists(root.resolve(directory))) {
        Files.createDirectory(
            root.resolve(directory),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    }
    for (var directory : WRITTEN) {
      if (!Files.isWritable(root.resolve(directory))) {
        throw new AccessDeniedException(root.resolve(directory).toString());
      }
    }
  }

  /** A file of {@code etc/}, or the product's when this home has lost its own, which is said. */
  Path configuration(String file, Path runtimeConfig) {
    var own = etc().resolve(file);
    var shipped = runtimeConfig.resolve("etc").resolve(file);
    if (Files.exists(own, LinkOption.NOFOLLOW_LINKS) || !Files.exists(shipped)) {
      return own;
    }
    System.err.println("trajan: there is no " + own + "; going by " + shipped);
    return shipped;
  }

  private static void copy(Path from, Path to, String except, boolean replace) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!except.isEmpty() && from.relativize(directory).equals(Path.of(except))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var target = to.resolve(from.relativize(file));
            if (replace || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
              Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
