package io.trajan.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server to measure.
 *
 * @param name what the table calls it
 * @param program the program that must be installed
 * @param files files to write into its directory first, by name
 * @param command how it is started, in its directory
 * @param port where it answers
 * @param front another process before it, such as nginx, or an empty list
 */
record Peer(
    String name,
    String program,
    Map<String, String> files,
    List<String> command,
    int port,
    List<String> front) {

  /** Whether its program is on the path. */
  boolean isInstalled() {
    return program.contains("/")
        ? Path.of(program).toFile().canExecute()
        : List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")).stream()
            .anyMatch(dir -> Path.of(dir, program).toFile().canExecute());
  }
}
