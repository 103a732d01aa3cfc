package io.trajan.rack.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * What Debian's Ruby packages bring. Tests that need one are skipped by its name when it is absent.
 */
final class Debian {
  private static final Path GEMS = Path.of("/usr/share/rubygems-integration/all/specifications");

  private Debian() {}

  static void assume(String gem) throws Exception {
    boolean there = false;
    if (Files.isDirectory(GEMS)) {
      try (var specifications = Files.list(GEMS)) {
        there = specifications.anyMatch(s -> s.getFileName().toString().matches(gem + "-[0-9].*"));
      }
    }
    Assumptions.assumeTrue(there, "the package ruby-" + gem + " is not installed");
  }
}
