package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that lead to others. */
class IncludesTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void files() {
    bench = new Bench(directory);
    bench.file(
        "base.ini", "[uwsgi]\nbase = %n %N\n[rack]\nrack = %x.ru\n[deep]\nini = sub/other.ini\n");
    bench.file("sub/other.ini", "[uwsgi]\nother = %c\n[rack]\nrack = other\n");
    bench.file("foo.ini", "[uwsgi]\nfoo = 1\n");
    bench.file("literal.ini", "[uwsgi]\nlit = %(name) $(FOO) $(NOPE) %n\nini = foo.ini\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1@ini = base.ini@b=1|a=1 base=base hello b=1",
        "include = base.ini|base=base hello",
        "ini = base.ini:rack|rack=rack.ru",
        "ini = base.ini:|base=base hello",
        "ini = sub/../base.ini|base=base hello",
        "ini = base.ini:deep|other=sub",
        "ini = :own|own=1",
        "ini = base.ini@ini = :rack|base=base hello rack=rack.ru",
        "ini = base.ini:deep@ini = :rack|other=sub rack=other",
        "ini = hello.ini:own|own=1",
        "ini = %(name).ini@name = x|''",
        "inherit = base.ini@a = 1|a=1 base=base hello",
        "ini = base.ini@ini = base.ini|base=base hello base=base hello"
      })
  void whatIsIncludedStandsWhereItIsAskedForAndWhatIsInheritedBehindAll(
      String lines, String expected) {
    bench.file("%(name).ini", "[uwsgi]\n");
    Survey survey = bench.lines(lines.replace('@', '\n'), "[own]", "own = 1");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(String.join(" ", Bench.given(survey))).isEqualTo(expected);
  }

  @Test
  void nothingIsReplacedInWhatIsInherited() {
    Survey survey = bench.lines("name = literal", "inherit = %(name).ini");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey)).containsExactly("lit=%(name) $(FOO) $(NOPE) literal", "foo=1");
  }

  @Test
  void namesOfFilesMayHoldTheEnvironmentAndEarlierPlaceholders() {
    Survey survey = bench.lines("dir = sub", "ini = $(FOO).ini", "ini = %(dir)/other.ini");
    assertThat(Bench.faults(survey)).isEmpty();
    assertThat(Bench.given(survey)).containsExactly("foo=1", "other=sub");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ini = missing.ini|hello.ini:2: ini = \"missing.ini\": expected a file that is there: no ",
        "ini = sub|hello.ini:2: ini = \"sub\": expected a regular file",
        "ini =|hello.ini:2: ini = \"\": expected the name of an .ini file, with or without :section",
        "ini = -|hello.ini:2: ini = \"-\": expected the name of an .ini file",
        "ini = http://x/y.ini|hello.ini:2: ini = \"http://x/y.ini\": expected the name of an .ini file",
        "include = x.yaml|hello.ini:2: include = \"x.yaml\": expected the name of a file that ends in .ini",
        "yaml = x.yaml|hello.ini:2: yaml = \"x.yaml\": expected no other files than .ini files",
        "ini = base.ini:rock|hello.ini:2: ini: base.ini has no section [rock] (did you mean [rack]?)",
        "ini = bad.ini|bad.ini:3: x = \"%q\": expected no %q",
        "ini = bad.ini:bytes|bad.ini:6: holds the control character U+0001",
        "ini = bad.ini:open|bad.ini:8: if-env: is never closed",
        "ini = :uwsgi|hello.ini:2: ini = \":uwsgi\": expected a file that does not include itself: hello.ini → hello.ini:uwsgi",
        "ini = loop1.ini|loop2.ini:2: ini = \"loop1.ini\": expected a file that does not include itself: hello.ini → loop1.ini → loop2.ini → loop1.ini",
        "ini = 0.ini|14.ini:2: ini = \"15.ini\": expected includes at most 16 deep: hello.ini → 0.ini → 1.ini"
      })
  void aFaultNamesTheFileItStandsIn(String line, String expected) {
    bench.file("bad.ini", "[uwsgi]\n\nx = %q\n[bytes]\n\nx=\u0001\n[open]\nif-env = FOO\n");
    bench.file("loop1.ini", "[uwsgi]\nini = loop2.ini\n");
    bench.file("loop2.ini", "[uwsgi]\nini = loop1.ini\n");
    for (int i = 0; i < 20; i++) {
      bench.file(i + ".ini", "[uwsgi]\nini = " + (i + 1) + ".ini\n");
    }
    assertThat(Bench.faults(bench.lines(line)))
        .anySatisfy(fault -> assertThat(fault).startsWith(expected));
  }

  @Test
  void aHundredFilesAreEnough() {
    Survey survey = bench.lines("for-times = 150", "ini = foo.ini", "endfor");
    assertThat(Bench.faults(survey))
        .containsExactly(
            "hello.ini:3: ini = \"foo.ini\": expected at most 100 files for one vassal");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() {
    bench.file("large.ini", "[uwsgi]\n" + ";".repeat(LocalFiles.LARGEST_FILE));
    assertThat(Bench.faults(bench.lines("ini = large.ini")))
        .containsExactly("hello.ini:2: ini = \"large.ini\": expected a file of at most 1024 KiB");
  }

  @Test
  void aLinkKeepsItsNameAndRelativeNamesStartAtTheVassal() throws Exception {
    Files.createSymbolicLink(directory.resolve("link.ini"), Path.of("sub/other.ini"));
    bench.file("sub/up.ini", "[uwsgi]\nini = link.ini\nname = %n\n");
    assertThat(Bench.given(bench.lines("ini = sub/up.ini")))
        .containsExactly("other=" + directory.getFileName(), "name=up");
  }

  @Test
  void placesNameTheIncludedFileAndItsLine() {
    Survey survey = bench.lines("ini = sub/other.ini");
    assertThat(survey.reading().given().getFirst().place()).hasToString("sub/other.ini:2");
  }
}
