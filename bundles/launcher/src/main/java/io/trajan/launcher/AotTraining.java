package io.trajan.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the AOT cache (JEP 483, 514, 515) that later starts use. The script names the file after
 * everything it depends on, the JDK, the flags and the class path, so a stale one is never used and
 * here it is enough to see whether it is there. If not, once READY was said, a second process of
 * lowest priority starts the same bundles in a home of its own, below the start level of the
 * listeners, and ends; the JVM writes the cache at that end. The emperor itself is neither slowed
 * by recording nor kept from stopping by the writing.
 */
final class AotTraining {
  private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);

  /** The system property with the file that should exist. */
  private static final String PROPERTY = "trajan.aot";

  private static final long AT_MOST_SECONDS = 180;
  private static final int CACHES_KEPT = 4;

  private AotTraining() {}

  /** Starts the training in the background if the script asked for a cache that is not there. */
  static void startIfWanted(Path home) {
    var cache = System.getProperty(PROPERTY);
    if (cache != null && !Files.exists(Path.of(cache))) {
      Thread.ofPlatform().daemon().name("trajan-aot").start(() -> lockAndRun(Path.of(cache), home));
    }
  }

  /** One emperor of all that share the product trains; the lock of one that was killed is gone. */
  private static void lockAndRun(Path cache, Path home) {
    try {
      Files.createDirectories(cache.getParent());
      try (var lock =
          FileChannel.open(
              cache.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (lock.tryLock() != null && !Files.exists(cache)) {
          deleteUnfinished(cache.resolveSibling(""));
          run(cache, home);
        }
      }
    } catch (IOException e) {
      LOG.warn("no AOT cache", e);
    }
  }

  private static void run(Path cache, Path home) {
    var half = cache.resolveSibling(cache.getFileName() + ".new");
    var trainingHome = home.resolve("data").resolve("aot-training");
    try {
      delete(trainingHome);
      var began = System.nanoTime();
      var output = home.resolve("log").resolve("aot-training.log");
      var process =
          command(half, home, trainingHome)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      var stopping = new AtomicBoolean();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopping.set(true);
                    process.destroyForcibly();
                  }));
      if (!process.waitFor(AT_MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("no AOT cache: training took longer than {} s, see {}", AT_MOST_SECONDS, output);
      } else if (stopping.get()) {
        LOG.info("AOT cache not finished; the next start makes it");
      } else if (!Files.exists(half)) {
        LOG.warn(
            "no AOT cache: training ended with status {}, see {}", process.exitValue(), output);
      } else {
        Files.move(half, cache, StandardCopyOption.ATOMIC_MOVE);
        deleteOldest(cache.resolveSibling(""));
        var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        LOG.info(
            "AOT cache of {} KiB made in {} ms, used from the next start on",
            Files.size(cache) >> 10,
            took);
      }
    } catch (IOException e) {
      LOG.warn("no AOT cache", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clean(half, trainingHome);
    }
  }

  private static ProcessBuilder command(Path half, Path home, Path trainingHome)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19", java));
    for (var flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-XX:AOT") && !flag.startsWith("-D" + PROPERTY + "=")) {
        command.add(flag);
      }
    }
    command.add("-XX:AOTCacheOutput=" + half);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(Main.class.getName(), "--train", "--home", trainingHome.toString()));
    // The same features as the emperor, so the same launcher configuration; everything else is as
    // shipped.
    Files.createDirectories(trainingHome.resolve("etc"));
    for (var name : List.of(Settings.FILE, "logback.xml")) {
      Files.copy(home.resolve("etc").resolve(name), trainingHome.resolve("etc").resolve(name));
    }
    return new ProcessBuilder(command).redirectInput(new File("/dev/null"));
  }

  /** What trainings that were killed left; nobody else trains while we have the lock. */
  private static void deleteUnfinished(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "trajan-*.aot.new*")) {
      for (var file : files) {
        Files.delete(file);
      }
    }
  }

  /** Homes of one product may have different flags, and each its cache; the oldest go. */
  private static void deleteOldest(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      var caches =
          files
              .filter(file -> file.toString().endsWith(".aot"))
              .sorted(Comparator.comparingLong(AotTraining::written))
              .toList();
      for (var file : caches.subList(0, Math.max(0, caches.size() - CACHES_KEPT))) {
        Files.delete(file);
      }
    }
  }

  private static long written(Path file) {
    return file.toFile().lastModified();
  }

  private static void clean(Path half, Path trainingHome) {
    try {
      Files.deleteIfExists(half);
      delete(trainingHome);
    } catch (IOException e) {
      LOG.warn("cannot clean up after training", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, java.io.IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
