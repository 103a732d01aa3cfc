package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, an answer comes, soon. */
class StormTest {
  private static final String[] PIECES = {
    "a",
    "b",
    " = ",
    "=",
    "\n",
    "\r\n",
    "\n[uwsgi]\n",
    "[",
    "]",
    ";",
    "#",
    "%(a)",
    "%(b)",
    "%(_)",
    "%(a b + 1)",
    "%(",
    ")",
    "$(FOO)",
    "$(NOPE)",
    "$(",
    "@(self.ini)",
    "@(",
    "%n",
    "%%",
    "%q",
    "%",
    "if-env = FOO\n",
    "if-not-env = FOO\n",
    "if-opt = a\n",
    "if-x = 1\n",
    "else\n",
    "endif\n",
    "endfor =\n",
    "for = 1 2 3\n",
    "for-times = 7\n",
    "for-glob = *\n",
    "for-readline = self.ini\n",
    "ini = :uwsgi\n",
    "ini = self.ini\n",
    "ini = self.ini:x\n",
    "include = self.ini\n",
    "inherit = self.ini\n",
    "set-ph = a=%(b)\n",
    "set = b=%(a)\n",
    "\na = ",
    "\nb = ",
    "master\n",
    "\0",
    "\ufeff",
    "é",
    "😀",
    "\t",
    "1",
    "+",
    "\\"
  };

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void garbageEndsInAnAnswerWithFaultsInsideTheFile(long seed) {
    RandomGenerator random = new Random(seed);
    Bench bench = new Bench(directory);
    bench.file("self.ini", garbage(random, 30));
    for (int round = 0; round < 400; round++) {
      byte[] bytes = garbage(random, 60);
      Path file = bench.file("storm.ini", bytes);
      if (round % 10 == 0) {
        bench.file("self.ini", bytes);
      }
      Survey survey = bench.reader(file).survey();
      for (Fault fault : survey.reading().faults()) {
        assertThat(fault.place().line()).as("seed %d round %d", seed, round).isBetween(0, 200);
        assertThat(fault.toString().chars().noneMatch(Character::isISOControl)).isTrue();
      }
      assertThat(new Coverage(Told.of(survey, Claims.of(List.of()))).line()).contains("mapped");
      assertThat(survey.rows().size()).isLessThanOrEqualTo(Budget.ENTRIES + Faults.AT_MOST + 1);
    }
  }

  private static byte[] garbage(RandomGenerator random, int most) {
    if (random.nextInt(8) == 0) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "" : "[uwsgi]\n");
    int pieces = random.nextInt(most);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n",
        "=\n",
        "[uwsgi]\n",
        "[",
        "%",
        "%(",
        "%(a",
        "$(",
        "$(FOO)",
        "@(x",
        "%(k)",
        "%(k) ",
        "(",
        ")",
        "x%(x)\n",
        "ini = self.ini\n",
        "ini=:uwsgi\n",
        "if-env=FOO\nx=1\nendif\n",
        "if-opt=k\nx=%(k)\nendif\n",
        "for=1 2 3\nx=%(_)\nendfor\n",
        "for = %(_)\n",
        "a=%(b)%(b)\nb=%(a)\n",
        "set = a=1\n",
        "inherit=self.ini\n",
        "if-hostname-match = (v|v)*m\nendif\n",
        "for-glob=*\nendfor\n",
        "a = %(k + k)\n",
        "if-exists = %(k)%(k)\nendif\n",
        "1 "
      })
  void amountsOfOneThingEndSoon(String piece) {
    Bench bench = new Bench(directory);
    bench.file("self.ini", "[uwsgi]\nself = 1\n");
    StringBuilder text = new StringBuilder("[uwsgi]\nk = " + "y".repeat(1000));
    for (int i = 0; text.length() < 980_000; i++) {
      text.append("\nlist").append(i).append(" = ").append(piece.repeat(60_000 / piece.length()));
    }
    Path file = bench.file("amount.ini", text.toString());
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> bench.reader(file).survey());
  }
}
