package io.trajan.itests.linux.stages;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lines of a plan, encoded as the warden wants them. */
final class Plan {
  private final Path directory;
  private final StringBuilder lines = new StringBuilder("plan 1\n");

  /** A plan for a generation that lives in this directory. */
  Plan(Path directory) {
    this.directory = directory;
    add("directory", directory);
  }

  Plan add(String word, Object... arguments) {
    lines.append(word);
    for (Object argument : arguments) {
      lines.append(' ').append(encoded(argument.toString()));
    }
    lines.append('\n');
    return this;
  }

  /** The last stage: a shell that runs this. */
  Plan shell(String command) {
    return add("exec", "/bin/sh", "-c", command);
  }

  Path directory() {
    return directory;
  }

  String text() {
    return lines + "end\n";
  }

  private static String encoded(String argument) {
    StringBuilder text = new StringBuilder();
    for (byte octet : argument.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 127 && octet != '%') {
        text.append((char) octet);
      } else {
        text.append(String.format("%%%02X", octet));
      }
    }
    return text.toString();
  }
}
