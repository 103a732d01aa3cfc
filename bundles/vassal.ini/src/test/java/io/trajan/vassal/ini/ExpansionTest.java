package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment, files, placeholders and arithmetic in values. */
class ExpansionTest {
  private static final String GIVEN =
      "m = 17@n = 30@zero = 0@word = w@z = zed%(y)@y = why@minus = %(zero - 5)@";

  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void files() {
    bench = new Bench(directory);
    bench.file("inc.txt", "one\ntwo\n");
    bench.file("ref.txt", "%(m)$(FOO)\n");
    bench.file("crlf.txt", "s3cret\r\n");
  }

  private Survey value(String value) {
    return bench.lines(
        (GIVEN + "chdir = " + value + "@m = 99").replace('@', '\n').replace('&', '@'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[$(FOO)]|[foo]",
        "$(FOO)$(FOO)|foofoo",
        "$(EMPTY)|''",
        "$(FOO|$(FOO",
        "$()|$()",
        "$FOO $$(FOO)|$FOO $foo",
        "$(F$(EMPTY)OO)|foo",
        "$(ls -l $(FOO))|$(ls -l foo)",
        "$(echo (a) b)|$(echo (a) b)",
        "[&(inc.txt)]|[one~two]",
        "&(crlf.txt)|s3cret",
        "user&example.com (x)|user&example.com (x)",
        "&(ref.txt)|17$(FOO)",
        "%(m)|17",
        "[%(z)]|[zedwhy]",
        "%(undefined) %(_) %(uri)|%(undefined) %(_) %(uri)",
        "%()%( )|%()%( )",
        "%(m|%(m",
        "%(wo%(word)|%(wow",
        "%(%(word)ord)|w",
        "%(m )|17",
        "%(m n)|1730",
        "%(m + n + 3)|50",
        "%(m + n + 3 * 2)|100",
        "%(m ++)|18",
        "%(m --)|16",
        "%(m n ++)|1731",
        "%(m / zero) %(m - 20) %(m / 3)|0 -3 5",
        "%(m  +  n)|47",
        "%(minus + 1)|-4",
        "%(word word m)|ww17",
        "%(++ m)|17",
        "$(MAGIC)|%(a)",
        "(a) [b] {c} %(m)%|(a) [b] {c} 17%"
      })
  void aValueIsReplacedAsUwsgiDoes(String value, String expected) {
    Survey survey = value(value);
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey))
        .contains("chdir=" + expected.replace('&', '@').replace('~', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$(NOPE)|the environment variable NOPE to be set",
        "&(missing.txt)|a file that is there: no ",
        "&(exec://id)|a file: nothing else is read in its place, no exec://id",
        "&(http://x/)|a file: nothing else is read",
        "&(.)|a regular file",
        "%(m + undefined)|a placeholder or option undefined to calculate with",
        "%(m + word)|a whole number to calculate with, not \"w\"",
        "%(n * 999999999999999999 * 999999999999999999)|a result of at most 63 bits",
        "%(chdir)|placeholders that do not lead to themselves: chdir → chdir",
        "%(a) x|placeholders that do not lead to themselves: chdir → a → b → a"
      })
  void whatCannotBeReplacedIsAFaultOfItsLine(String value, String expected) {
    Survey survey =
        bench.lines(
            (GIVEN + "chdir = " + value + "@a = %(b)@b = %(a)")
                .replace('@', '\n')
                .replace('&', '@'));
    assertThat(Bench.faults(survey))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("hello.ini:9: chdir = ")
                    .contains("expected " + expected));
  }

  @Test
  void aChainHasALimit() {
    assertThat(Bench.given(bench.survey(chain(63))))
        .containsExactly("chdir=" + "x".repeat(63) + "end");
    assertThat(Bench.faults(bench.survey(chain(64))))
        .hasSize(1)
        .first()
        .asString()
        .contains("placeholders at most 64 deep: chdir → … → k63");
  }

  private static String chain(int links) {
    StringBuilder chain = new StringBuilder("[uwsgi]\nchdir = %(k0)\n");
    for (int i = 0; i < links; i++) {
      chain.append("k").append(i).append(" = x%(k").append(i + 1).append(")\n");
    }
    return chain + "k" + links + " = end\n";
  }

  @Test
  void aValueThatGrowsIsCutOffByAFault() {
    StringBuilder text = new StringBuilder("[uwsgi]\nk0 = laugh\n");
    for (int i = 1; i < 60; i++) {
      text.append("k").append(i).append(" = ");
      text.append(("%(k" + (i - 1) + ")").repeat(10)).append("\n");
    }
    assertThat(Bench.faults(bench.survey(text + "socket = %(k59)")))
        .first()
        .asString()
        .contains("expected at most 65536 characters after its placeholders");
  }

  @Test
  void whatCameFromAFileIsNotShown() {
    Survey survey = bench.lines("password = @(crlf.txt)", "env = PASS=%(password)");
    assertThat(survey.reading().given().getFirst().value()).isEqualTo("PASS=s3cret");
    assertThat(survey.reading().given().getFirst().shown()).isEqualTo("PASS=@(crlf.txt)");
    assertThat(survey.toString().replace("value=PASS=s3cret", "")).doesNotContain("s3cret");
    Survey wrong = bench.lines("password = @(crlf.txt)", "threads = %(password + 1)");
    assertThat(Bench.faults(wrong)).hasSize(1).first().asString().doesNotContain("s3cret");
  }

  @Test
  void aShellKeepsItsOwnParentheses() {
    Survey survey =
        bench.lines("exec-as-root = kill $(cat x.pid) $(NOPE) $(FOO)", "attach-daemon = $(NOPE)");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey))
        .containsExactly("exec-as-root=kill $(cat x.pid) $(NOPE) foo", "attach-daemon=$(NOPE)");
  }
}
