package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootStampTest {
  private static final List<String> WORDS = List.of("core,http", "/product", "3 bundles");

  @TempDir Path directory;

  private BootStamp stamp;
  private Path input;

  @BeforeEach
  void write() throws Exception {
    stamp = new BootStamp(directory.resolve("stamp"));
    input = Files.writeString(directory.resolve("a jar with blanks.jar"), "1");
    stamp.write(WORDS, List.of(input, directory.resolve("missing")));
  }

  @Test
  void itHoldsWhileNothingChanges() throws Exception {
    assertThat(stamp.holds(WORDS)).isTrue();
  }

  @Test
  void anotherWordBreaksIt() throws Exception {
    assertThat(stamp.holds(List.of("core", "/product", "3 bundles"))).isFalse();
  }

  @Test
  void anotherSizeOrTimeBreaksIt() throws Exception {
    Files.setLastModifiedTime(input, FileTime.fromMillis(1));
    assertThat(stamp.holds(WORDS)).isFalse();
  }

  @Test
  void aFileThatAppearsOrGoesBreaksIt() throws Exception {
    Files.delete(input);
    assertThat(stamp.holds(WORDS)).isFalse();
    stamp.write(WORDS, List.of(input));
    Files.writeString(input, "");
    assertThat(stamp.holds(WORDS)).isFalse();
  }

  @Test
  void aForgottenOrDamagedOneDoesNotHold() throws Exception {
    Files.writeString(directory.resolve("stamp"), String.join("\n", WORDS) + "\ngarbage\n");
    assertThat(stamp.holds(WORDS)).isFalse();
    stamp.forget();
    assertThat(stamp.holds(WORDS)).isFalse();
  }
}
