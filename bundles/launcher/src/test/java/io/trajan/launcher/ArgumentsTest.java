package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @Test
  void homePortAndSwitchesAreRead() throws Exception {
    var arguments = Arguments.parse("--home", "/tmp/x", "--port", "80", "--timings");
    assertThat(arguments.home()).hasToString("/tmp/x");
    assertThat(arguments.port()).hasValue(80);
    assertThat(arguments.timings()).isTrue();
    assertThat(arguments.train()).isFalse();
  }

  @Test
  void anUnknownFlagIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> Arguments.parse("--hom", "x"))
        .hasMessageContaining("did you mean --home?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "", "100000"})
  void aPortOutOfRangeIsRefused(String port) {
    assertThatThrownBy(() -> Arguments.parse("--home", "x", "--port", port))
        .hasMessageContaining("--port is \"" + port + "\", expected 1 to 65535");
  }

  @Test
  void aFlagWithoutItsValueIsRefused() {
    assertThatThrownBy(() -> Arguments.parse("--home"))
        .hasMessageContaining("--home needs a value");
    assertThatThrownBy(Arguments::parse).hasMessageContaining("--home DIR is missing");
  }
}
