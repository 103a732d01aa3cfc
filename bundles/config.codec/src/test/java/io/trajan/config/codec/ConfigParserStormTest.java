package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, an answer comes, and what was written sound is read back. */
class ConfigParserStormTest {
  private static final String[] PIECES = {
    "a", "key", " = ", "=", ":", "\n", "\r\n", "\\", "\\\n", "\"", "[", "]", "(", ")", ",", "#",
    "!", "I\"", "$[", "env:", ".1", ".2", " ", "\t", "\\u00", "é", "\0", "😀", "\ufeff", "\\\"",
    "%", "B[\""
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void garbageEndsInAnAnswerWithFaultsInsideTheFile(long seed) {
    RandomGenerator random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = garbage(random);
      ConfigDocument document = ConfigParser.parse("storm", bytes);
      int lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1).length;
      for (Fault fault : document.faults()) {
        assertThat(fault.place().line()).as("seed %d round %d", seed, round).isBetween(0, lines);
        assertThat(fault.toString().chars().noneMatch(Character::isISOControl)).isTrue();
      }
      assertThat(document.entries().stream().map(ConfigEntry::key).distinct())
          .hasSameSizeAs(document.entries());
    }
  }

  private static byte[] garbage(RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(60);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void whatIsWrittenQuotedIsReadBack(long seed) {
    RandomGenerator random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      StringBuilder file = new StringBuilder();
      String[] values = new String[1 + random.nextInt(20)];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(random);
        file.append("k").append(i).append(random.nextBoolean() ? " = \"" : "=[\"");
        boolean list = file.charAt(file.length() - 2) == '[';
        file.append(escaped(values[i])).append(list ? "\"\n]\n" : "\"\n");
      }
      ConfigDocument document = ConfigParserTest.parse(file.toString());
      assertThat(document.faults()).as("seed %d round %d", seed, round).isEmpty();
      for (int i = 0; i < values.length; i++) {
        assertThat(document.entry("k" + i).orElseThrow().text()).isEqualTo(values[i]);
      }
    }
  }

  private static String value(RandomGenerator random) {
    StringBuilder value = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return value.toString();
  }

  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\0", "\\u0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\",
        "\"",
        "[",
        "a = \\\n",
        "a = [\n",
        "a=[\"\",",
        "\\u0041",
        "a.1=\n",
        "$[",
        "= ",
        "a = \"\\\\"
      })
  void amountsOfOneThingCostLinearTime(String piece) {
    String text = "k = " + piece.repeat((1 << 20) / piece.length() - 4);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> ConfigParserTest.parse(text));
  }
}
