package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path directory;

  @Test
  void featuresAreSeparatedByCommasOrBlanks() throws Exception {
    var settings = read("# why\n features = core, http  rack\nstop.timeout.seconds = 5\n");
    assertThat(settings.features()).containsExactly("core", "http", "rack");
    assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.readyTimeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void everyFaultIsReportedWithItsLine() {
    assertThatThrownBy(() -> read("feature = core\nready.timeout.seconds = 0\nnonsense\n"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("x.cfg:1: unknown key \"feature\"; did you mean \"features\"?")
        .hasMessageContaining("x.cfg:3: \"nonsense\" is not of the form key = value")
        .hasMessageContaining("features: missing")
        .hasMessageContaining("ready.timeout.seconds: \"0\"; expected whole seconds, 1 to 3600");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    assertThatThrownBy(() -> read("features = a\nfeatures = b\n"))
        .hasMessageContaining(":2: key \"features\" appears twice");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    var file = directory.resolve("x.cfg");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Settings.read(file)).hasMessageContaining("not UTF-8");
  }

  @Test
  void whatIsShippedIsValid() throws Exception {
    assertThat(Settings.read(Path.of("../../runtime-config/etc/" + Settings.FILE)).features())
        .contains("core");
  }

  private Settings read(String text) throws Exception {
    var file = directory.resolve("x.cfg");
    Files.writeString(file, text);
    return Settings.read(file);
  }
}
