package io.trajan.feature.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"io.netty:netty-common:4.2.18.Final", "com.github.jnr:jffi:jar:native:1.4.3"})
  void bothFormsAreReadAndWritten(String text) {
    assertThat(Coordinates.parse(text)).hasToString(text);
  }

  @Test
  void theJarIsWhereMavenWouldPutIt() {
    assertThat(Coordinates.parse("com.github.jnr:jffi:jar:native:1.4.3").path())
        .isEqualTo("com/github/jnr/jffi/1.4.3/jffi-1.4.3-native.jar");
  }

  @Test
  void theLocationIsThatOfTheVersion() {
    assertThat(Coordinates.parse("a:b:1").location()).isEqualTo("trajan:a:b:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:b",
        "a:b:",
        "a:b:1:c",
        "a:b:war:c:1",
        "a:b:1:2:3:4",
        "../x:b:1",
        "a:..:1",
        "a:b:1/2"
      })
  void whatIsNotCoordinatesIsRefused(String text) {
    assertThatThrownBy(() -> Coordinates.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
