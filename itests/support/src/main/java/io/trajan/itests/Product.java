package io.trajan.itests;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An emperor started by {@code ./trajan up} on a home of its own, as a person would. {@link #close}
 * stops it and removes the home, unless {@code -Dtrajan.itests.keep=true}. Not thread-safe, but for
 * {@link #shell}.
 */
public final class Product implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private final Path root = root();
  private final Path home;
  private final Process process;
  private final Path output;

  private Product(Path home) throws IOException {
    this.home = home;
    this.output = home.resolve("up.out");
    List<String> command =
        List.of(root.resolve("trajan").toString(), "up", "--home", home.toString());
    this.process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(home.resolve("up.err").toFile())
            .start();
  }

  /**
   * Starts an emperor whose home has these files, and waits for its READY line.
   *
   * @param files pairs of a path below the home and the text of the file
   */
  public static Product up(String... files) throws IOException {
    return up(Files.createTempDirectory("trajan-itest"), files);
  }

  /** The same, with an application of {@code itests/apps} in {@code apps/} of its home. */
  public static Product upWith(String application, String... files) throws IOException {
    Path home = Files.createTempDirectory("trajan-itest");
    app(home, application);
    return up(home, files);
  }

  private static Product up(Path home, String... files) throws IOException {
    Files.createDirectories(home.resolve("vassals"));
    copy(root().resolve("runtime-config/etc"), home.resolve("etc"));
    for (int i = 0; i < files.length; i += 2) {
      write(home.resolve(files[i]), files[i + 1]);
    }
    Product product = new Product(home);
    try {
      Wait.until(
          "READY", START, () -> !product.process.isAlive() || product.ready().startsWith("READY"));
      if (!product.process.isAlive()) {
        throw new AssertionError(
            "ended with status " + product.process.exitValue() + product.errors());
      }
      return product;
    } catch (AssertionError e) {
      String errors = product.errors();
      product.close();
      throw new AssertionError(e.getMessage() + "\n" + errors, e);
    }
  }

  /** The root of the checkout: the nearest directory upwards that holds the script. */
  public static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("trajan")) && Files.isDirectory(at.resolve("bundles"))) {
        return at;
      }
    }
    throw new IllegalStateException("not inside a checkout");
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Writes a file the way a careful person does: aside, then renamed. */
  public static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void app(Path home, String name) throws IOException {
    copy(root().resolve("itests/apps").resolve(name), home.resolve("apps").resolve(name));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Its home. */
  public Path home() {
    return home;
  }

  /** The pid of the emperor. */
  public long pid() {
    return process.pid();
  }

  /** What it printed on standard output: the READY line. */
  public String ready() throws IOException {
    return Files.exists(output) ? Files.readString(output) : "";
  }

  /** What it printed on standard error. */
  public String errors() throws IOException {
    Path file = home.resolve("up.err");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Runs one shell command and returns its output; a status other than 0 is an error. */
  public String shell(String... words) throws IOException, InterruptedException {
    Ran ran = tryShell(words);
    if (ran.status() != 0) {
      throw new AssertionError(
          String.join(" ", words) + " ended with " + ran.status() + ":\n" + ran.output());
    }
    return ran.output();
  }

  /** Runs one shell command. */
  public Ran tryShell(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("trajan").toString(), "shell"));
    command.addAll(List.of("--home", home.toString()));
    command.addAll(List.of(words));
    Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!shell.waitFor(60, TimeUnit.SECONDS)) {
      shell.destroyForcibly();
      throw new AssertionError(String.join(" ", words) + " did not end in 60 s");
    }
    return new Ran(shell.exitValue(), text);
  }

  /**
   * What a command did.
   *
   * @param status its exit status
   * @param output standard output and error
   */
  public record Ran(int status, String output) {}

  /** Stops it as TERM does and returns its exit status. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not stop in 60 s");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (!Boolean.getBoolean("trajan.itests.keep")) {
      remove(home);
    }
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, java.io.@org.jspecify.annotations.Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
