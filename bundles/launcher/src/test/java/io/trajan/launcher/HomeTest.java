package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path directory;

  private Path shipped;
  private Home home;

  @BeforeEach
  void ship() throws Exception {
    shipped = Files.createDirectories(directory.resolve("runtime-config"));
    Files.createDirectories(shipped.resolve("etc"));
    Files.createDirectories(shipped.resolve("vassals"));
    Files.writeString(shipped.resolve("etc/x.cfg"), "a = 1");
    Files.writeString(shipped.resolve("vassals/hello.cfg"), "rack = x");
    home = new Home(directory.resolve("home"));
  }

  @Test
  void aNewHomeIsFilled() throws Exception {
    home.prepare(shipped);
    assertThat(home.etc().resolve("x.cfg")).hasContent("a = 1");
    assertThat(home.root().resolve("vassals/hello.cfg")).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.run())))
        .isEqualTo("rwx------");
    assertThat(home.root().resolve("etc.new")).doesNotExist();
  }

  @Test
  void whatAnExistingHomeHasIsNeverTouched() throws Exception {
    home.prepare(shipped);
    Files.writeString(home.etc().resolve("x.cfg"), "mine");
    Files.delete(home.root().resolve("vassals/hello.cfg"));
    home.prepare(shipped);
    assertThat(home.etc().resolve("x.cfg")).hasContent("mine");
    assertThat(home.root().resolve("vassals/hello.cfg")).doesNotExist();
  }

  @Test
  void whatIsThereBeforeANewHomeIsFilledStaysAsItIs() throws Exception {
    Files.createDirectories(home.root().resolve("vassals"));
    Files.writeString(home.root().resolve("vassals/hello.cfg"), "mine");
    home.prepare(shipped);
    assertThat(home.root().resolve("vassals/hello.cfg")).hasContent("mine");
    assertThat(home.etc().resolve("x.cfg")).hasContent("a = 1");
  }

  @Test
  void aFileThatEtcHasLostIsTheProducts() throws Exception {
    home.prepare(shipped);
    assertThat(home.configuration("x.cfg", shipped)).isEqualTo(home.etc().resolve("x.cfg"));
    Files.delete(home.etc().resolve("x.cfg"));
    assertThat(home.configuration("x.cfg", shipped)).isEqualTo(shipped.resolve("etc/x.cfg"));
    assertThat(home.configuration("y.cfg", shipped)).isEqualTo(home.etc().resolve("y.cfg"));
  }

  @Test
  void secretsAreForTheEmperorOnly() throws Exception {
    home.prepare(shipped);
    var secrets = Files.getPosixFilePermissions(home.root().resolve(Home.SECRETS));
    assertThat(PosixFilePermissions.toString(secrets)).isEqualTo("rwx------");
  }

  @Test
  void aHomeThatWasHalfFilledIsFilledAgain() throws Exception {
    Files.createDirectories(home.root().resolve("etc.new"));
    home.prepare(shipped);
    assertThat(home.etc().resolve("x.cfg")).exists();
  }

  @Test
  void theLockNotesThePidAndIsEmptiedAtTheEnd() throws Exception {
    home.prepare(shipped);
    try (var _ = HomeLock.take(home)) {
      assertThat(HomeLock.file(home)).hasContent(Long.toString(ProcessHandle.current().pid()));
      // Within one process Java itself refuses; between processes the launcher does.
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(OverlappingFileLockException.class);
    }
    assertThat(HomeLock.file(home)).isEmptyFile();
  }

  @Test
  void aPidFileLeftBehindMeansNothing() throws Exception {
    home.prepare(shipped);
    Files.writeString(HomeLock.file(home), "99999999\n");
    try (var _ = HomeLock.take(home)) {
      assertThat(HomeLock.file(home)).hasContent(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void thePidIsAlsoInTheFileForOtherPrograms() throws Exception {
    home.prepare(shipped);
    try (var _ = HomeLock.take(home)) {
      assertThat(HomeLock.pidFile(home)).hasContent(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(HomeLock.pidFile(home)).isEmptyFile();
  }

  @Test
  void aRemovedRunDirectoryHindersNoEnd() throws Exception {
    home.prepare(shipped);
    try (var _ = HomeLock.take(home)) {
      Files.delete(HomeLock.pidFile(home));
      Files.delete(home.run());
    }
    assertThat(HomeLock.file(home)).isEmptyFile();
  }

  @Test
  void aFileThatIsNamedAsHomeIsExplained() throws Exception {
    var file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> new Home(file).prepare(shipped))
        .isInstanceOfSatisfying(
            java.io.IOException.class,
            e ->
                assertThat(UnusableHome.words(file, e))
                    .isEqualTo("is not a directory; expected one, or nothing"));
  }
}
