package io.trajan.http.server.listen;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out who holds a port or a socket that cannot be bound, from {@code /proc}: the inode of the
 * socket, then the process with a descriptor of it. What belongs to other users is seen by root
 * only. Blocks for as long as reading {@code /proc} takes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class PortHolder {
  private static final String LISTENING = "0A";

  private final Path proc;

  PortHolder(Path proc) {
    this.proc = proc;
  }

  /** Who listens at a TCP port: {@code nginx (pid 812)}; empty when that cannot be seen. */
  Optional<String> ofPort(int port) {
    Set<String> inodes = new HashSet<>();
    Predicate<String[]> listens = row -> isListening(row, port);
    collect(proc.resolve("net/tcp"), listens, 9, inodes);
    collect(proc.resolve("net/tcp6"), listens, 9, inodes);
    return process(inodes);
  }

  /** Who has a Unix socket of that path bound. */
  Optional<String> ofSocket(String path) {
    Set<String> inodes = new HashSet<>();
    collect(proc.resolve("net/unix"), row -> row.length > 7 && row[7].equals(path), 6, inodes);
    return process(inodes);
  }

  private static boolean isListening(String[] row, int port) {
    return row.length > 9
        && row[3].equals(LISTENING)
        && row[1].endsWith(String.format(":%04X", port));
  }

  private static void collect(
      Path table, Predicate<String[]> wanted, int column, Set<String> inodes) {
    try {
      for (String line : Files.readAllLines(table)) {
        String[] row = line.strip().split("\\s+");
        if (wanted.test(row)) {
          inodes.add("socket:[" + row[column] + "]");
        }
      }
    } catch (IOException e) {
      inodes.clear(); // Not readable, so nobody is named.
    }
  }

  private Optional<String> process(Set<String> sockets) {
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          return Optional.of(name(process));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      return false; // Another user's, or gone meanwhile.
    }
    return false;
  }

  private static String name(Path process) throws IOException {
    List<String> name = Files.readAllLines(process.resolve("comm"));
    return (name.isEmpty() ? "?" : name.getFirst()) + " (pid " + process.getFileName() + ")";
  }
}
