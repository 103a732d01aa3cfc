package io.trajan.shell.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.shell.CompleteWith;
import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.Parameter;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  /** Only its parameters matter. */
  public static final class Sample {
    public void scale(
        @Parameter(names = "--force", presentValue = "true", absentValue = "false") boolean force,
        @Parameter(
                names = {"-s", "--state"},
                absentValue = "new")
            Thread.State state,
        @CompleteWith("vassal") String vassal,
        boolean up,
        @CompleteWith("file") String... rest) {}
  }

  /** {@code |} is the cursor. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "l|;l;0;1",
        "lb tra|jan x;lb,trajan;1;3",
        "lb |;lb,``;1;0",
        "lb | ;lb,``;1;0",
        "a b~grep x|;grep,x;1;1",
        "a 'b c|;a,b c;1;3",
        "a \"b c\"|;a,b c;1;3",
        "a b\\ c|;a,b c;1;3",
        "x = { vassal:in|;vassal:in;0;9",
        "a^b|;b;0;1",
        "|lb;lb;0;0"
      })
  void theWordsOfTheStatementUnderTheCursorAreFound(
      String shown, String words, int index, int wordCursor) {
    String text = shown.replace("^", ";");
    int cursor = text.indexOf('|');
    LineWords line = new LineWords(text.replace("|", "").replace("~", "|"), cursor);
    String expected = words.replace("``", "").replace("`", "");
    assertThat(String.join(",", line.words())).isEqualTo(expected);
    assertThat(line.wordIndex()).isEqualTo(index);
    assertThat(line.wordCursor()).isEqualTo(wordCursor);
  }

  @Test
  void whatThePersonCompletesIsQuotedWhereNeeded() {
    LineWords line = new LineWords("cat my", 6);
    assertThat(line.escape("my file", true)).isEqualTo("'my file'");
    assertThat(line.escape("plain", true)).isEqualTo("plain");
    assertThat(new LineWords("cat \"my", 7).escape("my file", true)).isEqualTo("\"my file\"");
    assertThat(line.rawWordLength()).isEqualTo(2);
  }

  private static List<String> complete(List<String> before, String typed) {
    CommandSpec spec = SpecReader.read(Sample.class, "sample", "scale");
    NameSource names = (kind, word) -> List.of(kind + "-1", kind + "-2");
    return new ArgumentCompleter(names)
        .complete(spec, before, typed).stream().map(Candidate::value).toList();
  }

  @Test
  void argumentsCompleteByTheirPlace() {
    assertThat(complete(List.of(), "")).containsExactly("vassal-1", "vassal-2");
    assertThat(complete(List.of("shop"), "")).containsExactly("true", "false");
    assertThat(complete(List.of("shop", "true"), "")).containsExactly("file-1", "file-2");
    assertThat(complete(List.of("shop", "true", "x", "y"), "")).containsExactly("file-1", "file-2");
  }

  @Test
  void flagsAreNotPlacesAndTheirValuesComplete() {
    assertThat(complete(List.of("--force", "--state", "new"), ""))
        .containsExactly("vassal-1", "vassal-2");
    assertThat(complete(List.of("--state"), "")).contains("new", "timed-waiting");
    assertThat(complete(List.of("-s"), "")).contains("blocked");
  }

  @Test
  void flagsStandOnceAndNotAfterTheirEnd() {
    assertThat(complete(List.of(), "-")).containsExactly("--force", "--state", "--json", "--help");
    assertThat(complete(List.of("--force"), "--")).containsExactly("--state", "--json", "--help");
    assertThat(complete(List.of("--"), "-")).containsExactly("vassal-1", "vassal-2");
  }

  @Test
  void filesCompleteFromTheDirectoryOfTheClient(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("deep"));
    Files.createFile(directory.resolve("deep/new.jar"));
    Files.createFile(directory.resolve(".hidden"));
    assertThat(FileNames.completing(directory, "")).containsExactly("deep/");
    assertThat(FileNames.completing(directory, ".")).contains(".hidden");
    assertThat(FileNames.completing(directory, "deep/n")).containsExactly("deep/new.jar");
    assertThat(FileNames.completing(directory, "file:" + directory + "/deep/"))
        .containsExactly("file:" + directory + "/deep/new.jar");
    assertThat(FileNames.completing(directory, "none/x")).isEmpty();
  }
}
