package io.trajan.vassal.emperor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VassalFileNameTest {
  @ParameterizedTest
  @CsvSource({
    "hello.cfg, hello, cfg",
    "Hello.INI, Hello, ini",
    "shop.example.org.cfg, shop.example.org, cfg",
    "a_b-c.cfg, a_b-c, cfg",
    "0.cfg, 0, cfg"
  })
  void nameAndExtensionStandBesideTheLastDot(String file, String vassal, String extension) {
    VassalFileName name = VassalFileName.of(Path.of("/vassals", file)).orElseThrow();
    assertThat(name).isEqualTo(new VassalFileName(vassal, extension));
    assertThat(name.isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".hello.cfg",
        ".hello.cfg.swp",
        "hello.cfg~",
        "#hello.cfg#",
        "hello.cfg.swp",
        "4913",
        "hello.cfg.bak",
        "hello.cfg.tmp",
        "hello.cfg.dpkg-dist",
        "hello.cfg.rpmnew",
        "hello",
        "hello.",
        ".cfg",
        "hello.cfg.SWP",
        ".#hello.cfg",
        "hello.cfg.orig"
      })
  void whatEditorsAndPackageManagersLeaveIsNobodys(String file) {
    assertThat(VassalFileName.of(Path.of("/vassals", file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello world.cfg", "-x.cfg", "_x.cfg", "grüße.cfg", "a\nb.cfg"})
  void otherNamesAreVassalsWithAWrongName(String file) {
    assertThat(VassalFileName.of(Path.of("/vassals", file)).orElseThrow().isValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void namesHaveALongestLength(int length, boolean valid) {
    Path file = Path.of("/vassals", "x".repeat(length) + ".cfg");
    assertThat(VassalFileName.of(file).orElseThrow().isValid()).isEqualTo(valid);
  }
}
