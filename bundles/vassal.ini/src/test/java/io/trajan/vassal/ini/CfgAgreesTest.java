package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Interpolation;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.emperor.file.CfgFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a .cfg and an .ini can both say, they say alike. */
class CfgAgreesTest {
  private static final String[] VALUES = {
    "x",
    "127.0.0.1:8080",
    "%n.sock",
    "%d%s",
    "%p",
    "/srv/%c/%%",
    "%h-%V",
    "$(FOO)/x",
    "a b  c",
    "%e%v",
    "a=b",
    "#no",
    "é"
  };
  private static final Map<String, String> ENVIRONMENT = Map.of("FOO", "foo");
  private static final CfgFormat CFG =
      new CfgFormat("vm", "1.0", ENVIRONMENT::get, new Interpolation(Map.of()));

  @TempDir Path directory;

  private VassalSpec cfg(String text) {
    Path file = directory.resolve("hello.ini");
    var reading = CFG.read("hello", file, text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading.faults()).isEmpty();
    return VassalSpec.of("hello", file, reading.given());
  }

  private VassalSpec ini(String text) {
    Survey survey = new Bench(directory, ENVIRONMENT).survey("[uwsgi]\n" + text);
    assertThat(Bench.faults(survey)).isEmpty();
    return VassalSpec.of("hello", directory.resolve("hello.ini"), survey.reading().given());
  }

  @Test
  void theSameLinesAreTheSameVassal() {
    String lines = "http-socket = 127.0.0.1:8080\nrack = ../apps/%n/config.ru\nenv = A=$(FOO)\n";
    assertThat(ini(lines).digest()).isEqualTo(cfg(lines).digest());
    assertThat(ini("env = A=1\nenv = B=%%\n").digest())
        .isEqualTo(cfg("env = [ \"A=1\", \"B=%%\" ]\n").digest());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverBothCanSayIsReadAlike(long seed) {
    Random random = new Random(seed);
    List<String> options = List.copyOf(Bench.CATALOGUE.options());
    for (int round = 0; round < 100; round++) {
      StringBuilder ini = new StringBuilder();
      StringBuilder cfg = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        String option = options.get((i * 131 + random.nextInt(100)) % options.size());
        if (Bench.CATALOGUE.ignored(option) != null
            || !Bench.CATALOGUE.canonical(option).equals(option)
            || ini.indexOf("\n" + option + " = ") >= 0
            || ini.indexOf(option + " = ") == 0) {
          continue;
        }
        String value = VALUES[random.nextInt(VALUES.length)];
        ini.append(option).append(" = ").append(value).append("\n");
        cfg.append(option).append(" = \"").append(value).append("\"\n");
      }
      assertThat(ini(ini.toString()).digest())
          .as("seed %d round %d:%n%s", seed, round, ini)
          .isEqualTo(cfg(cfg.toString()).digest());
    }
  }
}
