package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is an option, what a placeholder, what is ignored, and how it is told. */
class SortingTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = x@chdir = /srv/%(name)|chdir=/srv/x",
        "chdir = /srv/%(name)@name = x|chdir=/srv/x",
        "name = x@chdir = /srv|name=x chdir=/srv",
        "processes = 4@threads = %(processes)|processes=4 threads=4",
        "rack-engine = auto@env = E=%(rack-engine)|rack-engine=auto env=E=auto",
        "a = 1@b = %(a + 1)@threads = %(b)|threads=2",
        "a = 1@if-opt = a=1@threads = 2@endif|threads=2",
        "a = 1@if-env = NOPE@threads = %(a)@endif|''",
        "set-ph = a = 1@set-placeholder=b=2@threads = %(a)%(b)|threads=12",
        "set-ph = unused=1|''",
        "set = threads=3@set = x = 4|threads=3 x=4",
        "workers = 4|processes=4",
        "pivot_root = /a /b|pivot-root=/a /b",
        "wsgi = a:b@chmod = 660|module=a:b chmod-socket=660",
        "master@plugins = rack@die-on-term = true@enable-threads|''",
        "plugins = $(NOPE)|''",
        "threads = 1@threads = 2|threads=1 threads=2"
      })
  void onlyOptionsAreGiven(String lines, String expected) {
    Survey survey = bench.lines(lines.replace('@', '\n'));
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(String.join(" ", Bench.given(survey))).isEqualTo(expected);
    assertThat(survey.reading().lastCounts()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set-ph = x|set-ph = \"x\": expected name=value",
        "set-ph = =x|set-ph = \"=x\": expected name=value",
        "set-ph = chdir=/x|set-ph = \"chdir=/x\": expected a name that is no option's, not chdir",
        "set = x|set = \"x\": expected name=value",
        "set = ini=x.ini|set = \"ini=x.ini\": expected an option, not ini",
        "set = set-ph=x|set = \"set-ph=x\": expected an option, not set-ph"
      })
  void aNameIsSetInOneForm(String line, String expected) {
    assertThat(Bench.faults(bench.lines(line))).containsExactly("hello.ini:2: " + expected);
  }

  private record Options(String name, List<Option<?>> options) implements OptionSet {}

  private static final Claims CLAIMS =
      Claims.of(
          List.of(
              new Options(
                  "http", List.of(Option.of("http-socket", ValueTypes.string(), "").repeated())),
              new Options("rack", List.of(Option.of("rack", ValueTypes.string(), ""))),
              new Options("files", List.of(Option.of("rack", ValueTypes.string(), "")))));

  private static String line(Survey survey) {
    return new Coverage(Told.of(survey, CLAIMS)).line();
  }

  @Test
  void eachLineIsToldWithWhoUnderstandsIt() {
    bench.file("base.ini", "[uwsgi]\nrack = a\nhttp-socket = :1\n");
    Survey survey =
        bench.lines(
            "ini = base.ini",
            "rack = %(nmae)",
            "http-socket = :2",
            "workers = 3",
            "master",
            "x = %q");
    assertThat(Told.of(survey, CLAIMS).stream().map(SortingTest::told))
        .containsExactly(
            "rack OVERRIDDEN base.ini:2 by hello.ini:3",
            "http-socket MAPPED base.ini:3 http",
            "rack MAPPED hello.ini:3 files, rack; %(nmae) stands for nothing",
            "http-socket MAPPED hello.ini:4 http",
            "processes UNCLAIMED hello.ini:5 no installed bundle; written workers",
            "master IGNORED hello.ini:6 the emperor watches over every vassal",
            "x REFUSED hello.ini:7 " + told(survey.rows().getLast()));
    assertThat(line(survey))
        .startsWith("3 options mapped; 1 overridden; 1 of no installed bundle: ");
  }

  private static String told(Told told) {
    return told.option() + " " + told.fate() + " " + told.place() + " " + told.note();
  }

  private static String told(Survey.Row row) {
    return row.note();
  }

  @Test
  void whatBecameOfAFileIsOneLine() {
    Survey survey =
        bench.lines(
            "master",
            "plugins = rack",
            "plugin = x",
            "name = x",
            "http-socket = %(name):80",
            "rack = c.ru",
            "http-sockte = :81",
            "chdir = $(NOPE)");
    assertThat(line(survey))
        .isEqualTo(
            "2 options mapped; 1 of no installed bundle: http-sockte; 3 ignored: master (the emperor watches over"
                + " every vassal), plugins plugin (what uWSGI's plugins bring, bundles bring); 1 placeholder; 1"
                + " refused: hello.ini:9 (chdir = \"$(NOPE)\": expected the environment variable NOPE to be set)");
    assertThat(line(bench.lines("rack = x"))).isEqualTo("1 option mapped");
  }

  @Test
  void aLongLineIsCutByNames() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append("x").append(i).append(" = %q\n");
    }
    assertThat(line(bench.lines(lines.toString())))
        .startsWith("0 options mapped; 40 refused: ")
        .endsWith(" and 28 more");
  }

  @Test
  void theTablesAgreeWithEachOther() {
    Catalogue catalogue = Bench.CATALOGUE;
    assertThat(catalogue.options()).containsAll(catalogue.ignored());
    assertThat(catalogue.options()).containsAll(catalogue.aliases().keySet());
    assertThat(catalogue.options()).containsAll(catalogue.aliases().values());
    assertThat(catalogue.ignored()).doesNotContainAnyElementsOf(catalogue.aliases().values());
    assertThat(catalogue.options()).hasSizeGreaterThan(1000).doesNotContain("", "ini", "set-ph");
    assertThat(catalogue.isFlag("vacuum")).isTrue();
    assertThat(catalogue.isFlag("chdir")).isFalse();
  }
}
