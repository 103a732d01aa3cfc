package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger's vassal may read through the emperor. */
class ReachTest {
  private static final int STRANGER = 54_321;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "rwxr-xr-x, rw-r--r--, true",
    "rwxr-xr-x, rw-r-----, false",
    "rwx------, rw-r--r--, false",
    "rwx--x--x, r--r--r--, true"
  })
  void aStrangerReadsWhatOthersMayRead(String above, String file, boolean allowed)
      throws Exception {
    permit(directory, "rwxr-xr-x");
    Path inner = permit(Files.createDirectory(directory.resolve("inner")), above);
    Path secret = permit(Files.createFile(inner.resolve("secret")), file);
    Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
    assertThat(Reach.ofUser(STRANGER).allows(secret)).isEqualTo(allowed);
    assertThat(Reach.ofUser(STRANGER).allows(link)).isEqualTo(allowed);
    assertThat(Reach.of(secret).allows(secret)).isTrue();
    permit(inner, "rwxr-xr-x");
  }

  @Test
  void aStrangersVassalIsReadWithTheStrangersEyes() throws Exception {
    assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "needs root");
    permit(directory, "rwxr-xr-x");
    Bench bench = new Bench(directory);
    permit(bench.file("shadow", "root:x\n"), "rw-------");
    permit(bench.file("open", "fine\n"), "rw-r--r--");
    permit(bench.file("own", "mine\n"), "rw-------");
    Path file =
        bench.file(
            "hello.ini", "[uwsgi]\na = @(shadow)\nb = @(open)\nc = @(own)\nini = shadow:x\n");
    Files.setAttribute(file, "unix:uid", STRANGER);
    Files.setAttribute(directory.resolve("own"), "unix:uid", STRANGER);
    Survey survey = bench.reader(file).survey();
    assertThat(Bench.given(survey)).containsExactly("b=fine", "c=mine");
    assertThat(Bench.faults(survey))
        .hasSize(2)
        .allMatch(fault -> fault.endsWith("expected a file that the vassal file's owner may read"));
  }

  private static Path permit(Path path, String permissions) throws Exception {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
