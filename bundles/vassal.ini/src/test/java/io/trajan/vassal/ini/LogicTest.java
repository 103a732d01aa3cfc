package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and loops. */
class LogicTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void files() {
    bench = new Bench(directory);
    bench.file("inc.txt", "one\r\ntwo\n\nthree");
    bench.file("sub/other.ini", "[uwsgi]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if-env = FOO|foo",
        "ifenv = FOO|foo",
        "if-env = NOPE|-",
        "if-env = FOO=foo|foo",
        "if-env = FOO=bar|-",
        "if-env = EMPTY|''",
        "if-env = EMPTY=|''",
        "if-not-env = NOPE|%(_)",
        "if-not-env = FOO|-",
        "if-not-env = FOO=bar|foo",
        "if-not-env = FOO=foo|-",
        "if-opt = before|17",
        "if-opt = before=17|17",
        "if-opt = before=18|-",
        "if-opt = after|-",
        "if-not-opt = after|%(_)",
        "if-not-opt = before|-",
        "if-not-opt = before=18|17",
        "if-exists = inc.txt|inc.txt",
        "if-exists = sub|sub",
        "ifexists = nope|-",
        "if-not-exists = nope|nope",
        "if-file = inc.txt|inc.txt",
        "if-file = sub|-",
        "if-not-file = sub|sub",
        "if-dir = sub|sub",
        "if-directory = sub|sub",
        "ifdir = inc.txt|-",
        "if-not-dir = inc.txt|inc.txt",
        "if-exists = $(FOO).txt|-",
        "if-exists = %(base).txt|inc.txt",
        "if-hostname = vm|vm",
        "if-hostname = other|-",
        "if-not-hostname = other|other",
        "if-hostname-match = ^v|^v",
        "if-not-hostname-match = ^w|^w",
        "if-reload =|-",
        "if-not-reload|%(_)"
      })
  void aConditionDecidesAndTellsWhatItFound(String condition, String found) {
    Survey survey =
        bench.lines(
            "base = inc",
            "before = 17",
            condition,
            "x = %(_)",
            "else",
            "x = -",
            "endif =",
            "after = 1",
            "last = 1");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey)).contains("x=" + found);
    assertThat(Bench.given(survey)).endsWith("last=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for = 1 2  3|a1 a2 a3 b1-1 b2-2 b3-3",
        "for =|''",
        "for = x|ax bx-x",
        "for = %(list)|a7 a8 b7-7 b8-8",
        "for-times = 3|a1 a2 a3 b1-1 b2-2 b3-3",
        "for-times = 0|''",
        "for-glob = *.txt|ainc.txt binc.txt-inc.txt",
        "for-glob = su?/o*.[a-j]ni|asub/other.ini bsub/other.ini-sub/other.ini",
        "for-glob = s*|asub/ bsub/-sub/",
        "for-glob = *.nothing|a*.nothing b*.nothing-*.nothing",
        "for-readline = inc.txt|aone atwo a athree bone-one btwo-two b- bthree-three"
      })
  void aLoopRepeatsEachLineForItself(String loop, String expected) {
    for (String end : new String[] {"endfor =", "end-for", "end", "endif"}) {
      Survey survey =
          bench.lines(
              "list = 7 8", loop, "a = a%(_)", "b = b%(_)-%(_)", end, "z = 1", "u = %(list)");
      assertThat(Bench.faults(survey)).isEmpty();
      String values =
          String.join(
              " ",
              survey.reading().given().stream()
                  .filter(given -> given.option().matches("[ab]"))
                  .map(given -> given.value())
                  .toList());
      assertThat(values).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if-env = FOO@a = 1|2: if-env: is never closed: expected endif below",
        "for = 1 2@a = 1|2: for: is never closed: expected endfor below",
        "if-env = FOO@for = 1@endfor@endif|3: for: stands inside if-env of line 2; a block cannot hold another one",
        "for = 1@if-env = NOPE@endif@endfor|3: if-env: stands inside for of line 2; a block cannot hold another one",
        "else|2: else: stands in no condition",
        "for = 1@else@endfor|3: else: stands in no condition",
        "if-env = FOO@else@else@endif|4: else: stands in no condition",
        "if-evn = FOO@a = 1@endif|2: if-evn: is no condition that is known (did you mean if-env?)",
        "if-plugin = python@a = 1@endif|2: if-plugin = \"python\": expected no question for plugins: here they are bundles, which come and go",
        "for-times = x@endfor|2: for-times = \"x\": expected a whole number from 0 to 10000",
        "for-times = 10001@endfor|2: for-times = \"10001\": expected a whole number from 0 to 10000",
        "for-readline = .@endfor|2: for-readline = \".\": expected a regular file"
      })
  void aBlockThatIsWrongIsAFaultOfItsLine(String lines, String expected) {
    Survey survey = bench.lines(lines.replace('@', '\n'));
    assertThat(Bench.faults(survey)).containsExactly("hello.ini:" + expected);
  }

  @Test
  void aLineThatDoesNotCountIsNotAskedForItsValues() {
    Survey survey =
        bench.lines("if-env = NOPE", "x = $(NOPE) @(nope)", "ini = nope.ini", "endif", "y = 1");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey)).containsExactly("y=1");
  }

  @Test
  void anEndThatClosesNothingIsNoFault() {
    assertThat(Bench.given(bench.lines("endif =", "end", "a = 1"))).containsExactly("a=1");
  }

  @Test
  void aLoopMayIncludeAndAnIncludedFileHasBlocksOfItsOwn() {
    bench.file("a.ini", "[uwsgi]\nif-env = FOO\nfrom = %n-%(_)\nendif\n");
    bench.file("b.ini", "[uwsgi]\nfrom = %n\n");
    Survey survey = bench.lines("for = a b", "ini = %(_).ini", "x = %(_)", "endfor");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey)).containsExactly("from=a-foo", "from=b", "x=a", "x=b");
  }

  @Test
  void loopsHaveAnEnd() {
    Survey survey = bench.lines("for-times = 9000", "a = %(_)", "b = %(_)", "endfor");
    assertThat(Bench.faults(survey))
        .containsExactly(
            "hello.ini:4: b = \"%(_)\": expected at most 10000 lines after loops and includes");
    String word = "x".repeat(60_000);
    bench.file("long.txt", (word + "\n").repeat(17));
    Survey large = bench.lines("for-readline = long.txt", "a = %(_)", "b = %(_)%(_)", "endfor");
    assertThat(Bench.faults(large))
        .hasSize(1)
        .first()
        .asString()
        .contains("at most 65536 characters");
  }
}
