package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines, sections, keys and values, as uWSGI takes them. */
class GrammarTest {
  @TempDir Path directory;

  static List<Arguments> texts() {
    return List.of(
        Arguments.of("[uwsgi]\na=1", "a=1"),
        Arguments.of("[uwsgi]\r\na = 1\r\n\r\nb\t=\t2\r\n", "a=1,b=2"),
        Arguments.of("\ufeff[uwsgi]\na = 1\n", "a=1"),
        Arguments.of("  [uwsgi]\t\n\t a \t= \t1 \t\n", "a=1"),
        Arguments.of("[uwsgi]\n;c=1\n#d=1\n  ; e=1\n\t# f=1\na=1", "a=1"),
        Arguments.of("[uwsgi]\na = 1 ; 2\nb = 1 # 2", "a=1 ; 2,b=1 # 2"),
        Arguments.of("[uwsgi]\na = \"x y\"\nb = 'z'", "a=\"x y\",b='z'"),
        Arguments.of("[uwsgi]\na = b=c = d", "a=b=c = d"),
        Arguments.of("[uwsgi]\na b = 1", "a b=1"),
        Arguments.of("[uwsgi]\na: 1", "a: 1=true"),
        Arguments.of("[uwsgi]\nlong = a\\\nb", "long=a\\,b=true"),
        Arguments.of("[uwsgi]\na =\nb=", "a=,b="),
        Arguments.of(
            "[uwsgi]\nvacuum\nvacuum =\nprocname =\nchmod-socket",
            "vacuum=true,vacuum=true,procname=,chmod-socket=666"),
        Arguments.of("[uwsgi]\na=1\na=2\na=1", "a=1,a=2,a=1"),
        Arguments.of("[other]\na=1\n[uwsgi]\nb=1\n[emperor]\nc=1\n[uwsgi]\nd=1", "b=1,d=1"),
        Arguments.of("[uwsgi]\na=1\n[uwsgi]]\nb=1\n[uwsgi]x\nc=1\n[ uwsgi ]\nd=1\n[]\ne=1", "a=1"),
        Arguments.of("a=0\n[uwsgi]\nb=1", "b=1"),
        Arguments.of("[uwsgi]\nA = 1\na = é€😀", "A=1,a=é€😀"),
        Arguments.of("[uwsgi]\n; only a comment\n", ""),
        Arguments.of("[uwsgi]\n%n-x = 1", "hello-x=1"),
        Arguments.of("[%e]\na=1\n[uwsgi]\nini=:ini", "a=1"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aFileSaysWhatUwsgiTakesItFor(String text, String expected) {
    Survey survey = new Bench(directory).survey(text);
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(String.join(",", Bench.given(survey))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1|hello.ini:1: has no line [uwsgi] before its first option",
        "''|hello.ini: has no section [uwsgi]",
        "[uwsg]@a=1|hello.ini: has no section [uwsgi] (did you mean [uwsg]?)",
        "[uwsgi@a=1|hello.ini: has no section [uwsgi] (did you mean [uwsgi?)",
        "[uwsgi]@= 1|hello.ini:2: expected a key before the equals sign",
        "[uwsgi]@a=~1|hello.ini:2: holds the control character U+0001",
        "[uwsgi]@a=x~ry|hello.ini:2: holds the control character U+000D",
        "[uwsgi]@a=~0|hello.ini:2: holds the control character U+0000",
        "[x]@a=~0@[uwsgi]@b=1|hello.ini:2: holds the control character U+0000"
      })
  void aFaultNamesFileAndLine(String text, String expected) {
    Survey survey = new Bench(directory).survey(unwritten(text));
    assertThat(Bench.faults(survey)).containsExactly(expected);
  }

  /** CSV has no control characters. */
  private static String unwritten(String text) {
    return text.replace('@', '\n').replace("~1", "\u0001").replace("~0", "\0").replace("~r", "\r");
  }

  @Test
  void bytesThatAreNotUtf8AreAFaultOfTheirLine() {
    Bench bench = new Bench(directory);
    Path file =
        bench.file("hello.ini", "[uwsgi]\na=\u00e9\nb=1".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Bench.faults(bench.reader(file).survey()))
        .containsExactly("hello.ini:2: has bytes that are not UTF-8");
  }

  @Test
  void longLinesAndManyLinesAreAFault() {
    Bench bench = new Bench(directory);
    String just = "k=" + "x".repeat(IniText.LONGEST_LINE - 2);
    assertThat(Bench.faults(bench.lines(just))).isEmpty();
    assertThat(Bench.faults(bench.lines(just + "x")))
        .containsExactly("hello.ini:2: is longer than 65536 characters");
    assertThat(Bench.faults(bench.survey("[uwsgi]\n" + "#\n".repeat(IniText.LINES_AT_MOST - 1))))
        .isEmpty();
    assertThat(Bench.faults(bench.survey("[uwsgi]\n" + "#\n".repeat(IniText.LINES_AT_MOST))))
        .containsExactly("hello.ini:20000: is followed by more than the 20000 lines allowed");
  }

  @Test
  void ofManyFaultsAHundredAreToldAndTheOthersCounted() {
    Survey survey = new Bench(directory).survey("[uwsgi]\n" + "= 1\n".repeat(250));
    assertThat(Bench.faults(survey))
        .hasSize(101)
        .last()
        .isEqualTo("hello.ini: there are 150 more faults");
  }

  @Test
  void aPlaceIsTheLineOfTheFile() {
    Survey survey = new Bench(directory).lines("", "; x", "a = 1");
    assertThat(survey.reading().given().getFirst().place()).hasToString("hello.ini:4");
  }
}
