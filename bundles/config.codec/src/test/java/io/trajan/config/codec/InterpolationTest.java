package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
  @TempDir private Path temp;
  private final List<Fault> faults = new ArrayList<>();
  private Interpolation interpolation = new Interpolation(Map.of());

  @BeforeEach
  void sources() throws IOException {
    Path secrets = Files.createDirectories(temp.resolve("secrets"));
    Files.writeString(secrets.resolve("db-password"), "hunter2\n");
    Files.writeString(temp.resolve("outside"), "stolen");
    Files.createSymbolicLink(secrets.resolve("leak"), temp.resolve("outside"));
    Files.createSymbolicLink(secrets.resolve("alias"), Path.of("db-password"));
    Files.createDirectory(secrets.resolve("sub"));
    Files.write(secrets.resolve("binary"), new byte[] {(byte) 0xff, 0});
    Files.write(secrets.resolve("huge"), new byte[60_000]);
    Map<String, String> environment =
        Map.of("PORT", "8080", "LOOP", "$[env:LOOP]", "EMPTY", "", "BIG", "x".repeat(9000));
    interpolation =
        Sources.standard(
            environment, secrets, name -> name.equals("trajan.home") ? "/srv/trajan" : null);
  }

  private @Nullable Interpolated apply(String text) {
    faults.clear();
    ConfigItem item = new ConfigItem(text, new Place("a.cfg", 7), null);
    return interpolation.apply("key", item, faults::add);
  }

  private Interpolated sound(String text) {
    return Objects.requireNonNull(apply(text), () -> faults.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "plain|plain",
        "$[env:PORT]|8080",
        ":$[env:PORT]/$[prop:trajan.home]|:8080//srv/trajan",
        "$[env:NONE;default=9]|9",
        "$[env:NONE;default=]x|x",
        "$[env:EMPTY;default=9]x|x",
        "$$[env:PORT]|$[env:PORT]",
        "$$$[env:PORT]|$$[env:PORT]",
        "$ [x] $x|$ [x] $x",
        "$[env:LOOP]|$[env:LOOP]",
      })
  void placeholdersAreReplacedOnce(String text, String expected) {
    Interpolated result = sound(text);
    assertThat(faults).isEmpty();
    assertThat(result.text()).isEqualTo(expected);
    assertThat(result.shown()).isEqualTo(expected);
  }

  @Test
  void secretsTakeEffectButAreNeverShown() {
    Interpolated result = sound("user:$[secret:db-password]@host");
    assertThat(result.text()).isEqualTo("user:hunter2@host");
    assertThat(result.shown()).isEqualTo("user:***@host");
    assertThat(result).hasToString("user:***@host");
    assertThat(sound("$[secret:alias]").text()).isEqualTo("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "$[env:PROT]|expected an environment variable named PROT, or ;default=… (did you mean $[env:PORT]?)",
        "$[evn:PORT]|expected a placeholder of env:, prop:, secret: (did you mean env:?)",
        "$[PORT]|expected a placeholder of env:, prop:, secret:",
        "$[env:PORT|expected a closing ] of the placeholder",
        "$[env:$[env:PORT]]|expected no placeholder inside a placeholder",
        "$[env:PORT;type=Integer]|expected nothing but ;default=… behind the name",
        "$[prop:nothing]|expected a framework property named nothing, or ;default=…",
        "$[secret:db-pasword]|(did you mean $[secret:db-password]?)",
        "$[secret:../outside]|expected a relative path of letters",
        "$[secret:sub/../../outside]|expected a relative path of letters",
        "$[secret:/etc/passwd]|expected a relative path of letters",
        "$[secret:leak]|expected a file that does not lead out of",
        "$[secret:sub]|expected a regular file below",
        "$[secret:binary]|expected a secret in UTF-8",
        "$[secret:huge]|expected a secret of at most 48K",
        "$[secret:db-password/x]|expected a readable file below",
      })
  void whatCannotBeReplacedIsAFaultWithItsPlace(String text, String words) {
    assertThat(apply(text)).isNull();
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().toString()).startsWith("a.cfg:7: key = \"").contains(words);
    assertThat(faults.getFirst().toString()).doesNotContain("hunter2").doesNotContain("stolen");
  }

  @Test
  void theResultIsBounded() {
    assertThat(apply("$[env:BIG]".repeat(8))).isNull();
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().expectation()).contains("65536");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void garbageEndsInAnAnswer(long seed) {
    String[] pieces = {
      "$",
      "[",
      "]",
      "$[",
      "env:",
      "secret:",
      "prop:",
      "PORT",
      ";default=",
      "db-password",
      "..",
      "/",
      ":"
    };
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      Interpolated result = apply(text.toString());
      assertThat(result == null).as("seed %d: %s", seed, text).isEqualTo(!faults.isEmpty());
      assertThat(result == null ? "" : result.shown()).doesNotContain("hunter2");
    }
  }
}
