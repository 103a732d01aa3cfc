package io.trajan.itests.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * What Debian's Ruby packages bring. Tests that need one are skipped, naming it, when it is absent.
 */
final class Gems {
  private static final Path SPECIFICATIONS =
      Path.of("/usr/share/rubygems-integration/all/specifications");

  private Gems() {}

  /** Skips where no Ruby could run in processes. */
  static void assumeRuby() {
    Path stages = io.trajan.itests.Product.root().resolve("target/dist/bin/vassal-stages");
    Assumptions.assumeTrue(Files.isExecutable(stages), "vassal-stages is not built: no C compiler");
    String path = System.getenv().getOrDefault("PATH", "/usr/bin");
    boolean ruby =
        java.util.Arrays.stream(path.split(":"))
            .anyMatch(d -> Files.isExecutable(Path.of(d, "ruby")));
    Assumptions.assumeTrue(ruby, "the package ruby is not installed");
  }

  static void assume(String gem) throws Exception {
    boolean there = false;
    if (Files.isDirectory(SPECIFICATIONS)) {
      try (var files = Files.list(SPECIFICATIONS)) {
        there = files.anyMatch(file -> file.getFileName().toString().matches(gem + "-[0-9].*"));
      }
    }
    Assumptions.assumeTrue(there, "the package ruby-" + gem + " is not installed");
  }
}
