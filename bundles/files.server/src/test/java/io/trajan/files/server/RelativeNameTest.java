package io.trajan.files.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "/a.txt => a.txt",
        "/a/b/c.txt => a/b/c.txt",
        "//a.txt => a.txt",
        "/a%20b.txt => a b.txt",
        "/%61.txt => a.txt",
        "/a%2e%2e.txt => a...txt",
        "/a..b => a..b",
        "/a%5Cb => a\\b",
        "/a\\b => a\\b",
        "/%252e%252e/x => %2e%2e/x",
        "/.well-known/acme-challenge/x => .well-known/acme-challenge/x",
        "/a+b => a+b",
        "/a;v=1 => a;v=1",
        "/caf%C3%A9 => cafÃ©",
        "/a/ => a/",
      })
  void pathsBecomeNames(String path, String name) {
    RelativeName read = RelativeName.of(path, 0, false);
    assertThat(read == null ? null : read.text()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../a",
        "/a/..",
        "/a/../b",
        "/.",
        "/./a",
        "/a/.",
        "/a/./b",
        "/%2e%2e/a",
        "/%2E./a",
        "/.%2e/a",
        "/a/%2e%2e",
        "/%2e/a",
        "/a%2fb",
        "/a%2Fb",
        "/..%2fa",
        "/%2e%2e%2fa",
        "/%2f",
        "/%2Fetc/passwd",
        "/a%00",
        "/a%00.txt",
        "/%",
        "/a%2",
        "/a%zz",
        "/a%-1",
        "/a%+1",
        "/a%２０",
        "/.git/config",
        "/.env",
        "/a/.htaccess",
        "/%2eenv",
        "/\u0100",
      })
  void whatCouldLeadAstrayIsRefused(String path) {
    assertThat(RelativeName.of(path, 0, false)).isNull();
  }

  @Test
  void dotFilesAreServedWhenWantedAndDotsNever() {
    assertThat(RelativeName.of("/.env", 0, true)).isNotNull();
    assertThat(RelativeName.of("/...", 0, true)).isNotNull();
    assertThat(RelativeName.of("/..", 0, true)).isNull();
    assertThat(RelativeName.of("/a/%2e%2e/b", 0, true)).isNull();
  }

  @Test
  void directoriesAreToldByTheirSlash() {
    assertThat(RelativeName.of("/a/", 0, false)).isEqualTo(new RelativeName("a/", true));
    assertThat(RelativeName.of("/", 0, false)).isEqualTo(new RelativeName("", true));
    assertThat(RelativeName.of("/m", 2, false)).isEqualTo(new RelativeName("", true));
    assertThat(RelativeName.of("/m/x", 2, false)).isEqualTo(new RelativeName("x", false));
  }

  @Test
  void hugeNamesAreRefused() {
    assertThat(RelativeName.of("/" + "a".repeat(4095), 0, false)).isNotNull();
    assertThat(RelativeName.of("/" + "a".repeat(5000), 0, false)).isNull();
  }

  @Test
  void garbageNeverLeadsUpwards() {
    long seed = 42;
    Random random = new Random(seed);
    String[] bits = {".", "..", "/", "%2e", "%2f", "%5c", "%00", "a", "%", "%25", "\\", "//"};
    for (int i = 0; i < 50_000; i++) {
      String path =
          "/"
              + random
                  .ints(random.nextInt(8), 0, bits.length)
                  .mapToObj(b -> bits[b])
                  .collect(Collectors.joining());
      RelativeName name = RelativeName.of(path, 0, random.nextBoolean());
      if (name != null) {
        assertThat(name.text())
            .as("seed %d: %s", seed, path)
            .doesNotStartWith("/")
            .doesNotContain("\0");
        assertThat(name.text().split("/")).as("seed %d: %s", seed, path).doesNotContain("..", ".");
      }
    }
  }
}
