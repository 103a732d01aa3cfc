package io.trajan.itests.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A home and a product of a test's own, in a temporary directory that both sides know. */
final class Emperor {
  static final String ROOT = "trajan.itests.root";

  private final Path root;

  private Emperor(Path root) {
    this.root = root;
  }

  /** Makes the directories; called where the container is configured. */
  static Emperor create() {
    try {
      var root = Files.createTempDirectory("trajan-itest");
      var emperor = new Emperor(root);
      for (var directory :
          new String[] {"home/etc", "home/deploy", "home/data", "product/features"}) {
        Files.createDirectories(root.resolve(directory));
      }
      return emperor;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same, as the tests in the container see it. */
  static Emperor at(String root) {
    return new Emperor(Path.of(root));
  }

  Path root() {
    return root;
  }

  Path home() {
    return root.resolve("home");
  }

  Path product() {
    return root.resolve("product");
  }

  Path deploy() {
    return home().resolve("deploy");
  }

  /** Adds a jar to the product; its coordinates are {@code test:NAME:1}. */
  Path bundle(String name, SampleBundle bundle) throws IOException {
    return bundle.write(product().resolve("system/test/" + name + "/1/" + name + "-1.jar"));
  }

  /** Adds a feature to the product. */
  void feature(String name, String members) {
    write(product().resolve("features/" + name + ".json"), json(name, members));
  }

  /** The text of a feature file. */
  static String json(String name, String members) {
    return "{ \"id\": \"test:" + name + ":1\"" + (members.isEmpty() ? "" : ", ") + members + " }";
  }

  /** A file that is there whole or not at all. */
  static Path write(Path file, String text) {
    try {
      var half = file.resolveSibling("." + file.getFileName() + ".half");
      Files.writeString(half, text, StandardCharsets.UTF_8);
      return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
