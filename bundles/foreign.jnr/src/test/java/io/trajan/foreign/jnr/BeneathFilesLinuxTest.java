package io.trajan.foreign.jnr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trajan.foreign.ForeignException;
import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BeneathFilesLinuxTest {
  @TempDir private Path temp;
  private Path root = Path.of("");
  private final BeneathFiles files = new BeneathFiles();

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(temp.resolve("root"));
    Files.createDirectories(root.resolve("sub/deep"));
    Files.writeString(root.resolve("index.html"), "hello");
    Files.writeString(root.resolve("sub/page"), "page");
    Files.writeString(temp.resolve("secret"), "secret");
    Files.createDirectories(temp.resolve("root-sibling"));
    Files.writeString(temp.resolve("root-sibling/x"), "sibling");
    Files.createSymbolicLink(root.resolve("inside"), Path.of("sub/page"));
    Files.createSymbolicLink(root.resolve("sub/up"), Path.of("../index.html"));
    Files.createSymbolicLink(root.resolve("outside"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("absolute"), root.resolve("index.html"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nothing"));
  }

  private String content(String relative) throws IOException {
    try (RootedFile file = files.open(root, relative, RootedFiles.Wait.MAY_WAIT)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
      while (buffer.hasRemaining() && file.channel().read(buffer) >= 0) {
        assertThat(buffer.position()).isPositive();
      }
      return new String(buffer.array(), UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, hello",
    "sub/page, page",
    "sub/../index.html, hello",
    "./sub//page, page",
    "inside, page",
    "sub/up, hello",
  })
  void whatIsBelowTheRootIsOpened(String relative, String expected) throws IOException {
    assertThat(content(relative)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "../secret, EXDEV",
    "sub/../../secret, EXDEV",
    "../root/index.html, EXDEV",
    "../root-sibling/x, EXDEV",
    "/etc/passwd, EXDEV",
    "outside, EXDEV",
    "absolute, EXDEV",
    "nothing, ENOENT",
    "dangling, ENOENT",
    "index.html/x, ENOTDIR",
    "index.html/, ENOTDIR",
    "loop, ELOOP",
    "sub, EISDIR",
    "sub/, EISDIR",
    "., EISDIR",
    "'', EISDIR",
    "€, EINVAL",
  })
  void everythingElseIsRefusedWithItsError(String relative, String error) {
    assertThatThrownBy(() -> files.open(root, relative, RootedFiles.Wait.MAY_WAIT))
        .isInstanceOfSatisfying(ForeignException.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessageContaining(root + "/" + relative);
  }

  @Test
  void namesBeyondWhatTheKernelTakesAreRefused() {
    assertThatThrownBy(() -> files.open(root, "x".repeat(300)))
        .hasMessageContaining("ENAMETOOLONG");
    assertThatThrownBy(() -> files.open(root, "x/".repeat(3000)))
        .hasMessageContaining("ENAMETOOLONG");
    assertThatThrownBy(() -> files.open(root, "index.html\0.png")).hasMessageContaining("EINVAL");
    assertThatThrownBy(() -> files.open(temp.resolve("none"), "x")).hasMessageContaining("ENOENT");
  }

  @Test
  void theNameIsBytesOfTheRequest() throws IOException {
    Files.writeString(root.resolve("é"), "accent");
    String asBytes = new String("é".getBytes(UTF_8), ISO_8859_1);
    assertThat(content(asBytes)).isEqualTo("accent");
  }

  @Test
  void aFifoADeviceAndASocketAreRefusedWithoutWaiting() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> files.open(root, "fifo"))
                .isInstanceOfSatisfying(
                    ForeignException.class, e -> assertThat(e.error()).isEqualTo("ENXIO")));
    assertThatThrownBy(() -> files.open(Path.of("/dev"), "zero")).hasMessageContaining("ENXIO");
  }

  @Test
  void magicLinksAreNoWayOut() {
    assertThatThrownBy(() -> files.open(Path.of("/proc/self"), "root/etc/passwd"))
        .isInstanceOf(ForeignException.class);
    assertThatThrownBy(() -> files.open(Path.of("/proc/self"), "exe"))
        .isInstanceOf(ForeignException.class);
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root reads everything");
    Files.setPosixFilePermissions(
        root.resolve("index.html"), PosixFilePermissions.fromString("---------"));
    assertThatThrownBy(() -> files.open(root, "index.html")).hasMessageContaining("EACCES");
  }

  @Test
  void sizeTimeAndIdentityAreThoseOfTheOpenedFile() throws IOException {
    Instant modified = Instant.parse("2024-05-06T07:08:09.123456789Z");
    Files.setLastModifiedTime(root.resolve("index.html"), FileTime.from(modified));
    try (RootedFile file = files.open(root, "index.html", RootedFiles.Wait.MAY_WAIT);
        RootedFile same = files.open(root, "sub/up", RootedFiles.Wait.MAY_WAIT);
        RootedFile other = files.open(root, "sub/page", RootedFiles.Wait.MAY_WAIT)) {
      assertThat(file.size()).isEqualTo(5);
      assertThat(file.modified()).isEqualTo(modified);
      assertThat(file.inode())
          .isEqualTo(Files.getAttribute(root.resolve("index.html"), "unix:ino"))
          .isEqualTo(same.inode())
          .isNotEqualTo(other.inode());
      assertThat(file.device()).isEqualTo(other.device());
    }
  }

  @Test
  void aNameTheKernelKnowsIsOpenedWithoutWaiting() throws IOException {
    content("sub/page");
    try (RootedFile file = files.open(root, "sub/page", RootedFiles.Wait.NEVER)) {
      assertThat(file.size()).isEqualTo(4);
    }
    assertThatThrownBy(() -> files.open(root, "outside", RootedFiles.Wait.NEVER))
        .isInstanceOf(ForeignException.class);
    // The kernel does not walk upwards in its cache, so it may say so before it says no.
    assertThatThrownBy(() -> files.open(root, "../secret", RootedFiles.Wait.NEVER))
        .isInstanceOf(ForeignException.class);
  }

  @ParameterizedTest
  @EnumSource(RootedFiles.Wait.class)
  void noDescriptorIsLeftBehind(RootedFiles.Wait wait) throws IOException {
    content("sub/page");
    long before = descriptors();
    for (int i = 0; i < 200; i++) {
      files.open(root, "sub/page", wait).close();
      for (String wrong : new String[] {"sub", "nothing", "outside", "fifo"}) {
        assertThatThrownBy(() -> files.open(root, wrong, wait)).isInstanceOf(IOException.class);
      }
    }
    assertThat(descriptors()).isLessThan(before + 20);
  }

  private static long descriptors() throws IOException {
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      return list.count();
    }
  }
}
