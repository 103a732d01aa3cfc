package io.trajan.shell.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.server.session.Chunks.Chunk;
import io.trajan.shell.server.session.Chunks.When;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
  @Test
  void aProgramIsCutAtItsOperatorsAndNowhereElse() {
    assertThat(Chunks.of("a 1; b ';' | c > f && d || { x; y } &\ne"))
        .containsExactly(
            new Chunk("a 1", When.ALWAYS, false),
            new Chunk("b ';' | c > f", When.ALWAYS, false),
            new Chunk("d", When.AFTER_SUCCESS, false),
            new Chunk("{ x; y } &", When.AFTER_FAILURE, false),
            new Chunk("e", When.ALWAYS, false));
    assertThat(Chunks.of("x = 1")).containsExactly(new Chunk("x = 1", When.ALWAYS, true));
    assertThat(Chunks.of("  ")).isEmpty();
  }

  @Test
  void whatIsNotCompleteIsToldFromWhatIsWrong() {
    assertThatThrownBy(() -> Chunks.of("a | ")).isInstanceOf(EOFError.class);
    assertThatThrownBy(() -> Chunks.of("x = { a")).isInstanceOf(EOFError.class);
    assertThatThrownBy(() -> Chunks.of("a )")).isInstanceOf(SyntaxError.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "lb -s!lb -s",
        "a|b c!a 'b c'",
        "a|$x|it's!a '$x' 'it'\\''s'",
        "x:y|--k=v!x:y '--k=v'",
        "a|!a ''"
      })
  void theWordsOfACommandAreTakenLiterally(String words, String line) {
    List<String> list = List.of(words.split("\\|", -1));
    assertThat(BatchMode.line(new Frame.Run(list))).isEqualTo(line);
  }

  @Test
  void inputIsAskedForWhenItIsReadAndLinesTakeNoMoreThanTheirOwnBytes() throws IOException {
    int[] asked = {0};
    byte[][] parts = {bytes("one\r\ntw"), bytes("o\nrest")};
    InputPipe[] self = new InputPipe[1];
    InputPipe input =
        new InputPipe(
            () -> {
              if (asked[0] < parts.length) {
                self[0].offer(parts[asked[0]]);
              } else {
                self[0].end();
              }
              asked[0]++;
            });
    self[0] = input;
    assertThat(asked[0]).isZero();
    assertThat(input.readLine(100)).isEqualTo("one");
    assertThat(asked[0]).isEqualTo(1);
    assertThat(input.readLine(100)).isEqualTo("two");
    assertThat(new String(input.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("rest");
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.readLine(100)).isNull();
    assertThat(asked[0]).isEqualTo(3);
  }

  @Test
  void inputThatNobodyAskedForIsRefused() {
    InputPipe input = new InputPipe(() -> {});
    assertThatThrownBy(() -> input.offer(bytes("x"))).hasMessage("input that was not asked for");
  }

  @Test
  void aLineBeyondTheLimitIsRefused() {
    InputPipe[] self = new InputPipe[1];
    InputPipe input = new InputPipe(() -> self[0].offer(bytes("abcdef")));
    self[0] = input;
    assertThatThrownBy(() -> input.readLine(5)).hasMessage("a line of more than 5 bytes");
  }

  @Test
  void aHistoryIsForItsUserOnlyAndNoLinkIsFollowed(@TempDir Path directory) throws IOException {
    HistoryFiles files = new HistoryFiles(directory.resolve("shell"));
    Path file = directory.resolve("shell/history-.._ann");
    assertThat(files.of("../ann")).isEqualTo(file);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("shell"))).isEqualTo("rwx------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(files.of("../ann")).isEqualTo(file);
    assertThat(mode(file)).isEqualTo("rw-------");
    Files.createSymbolicLink(directory.resolve("shell/history-bob"), file);
    assertThat(files.of("bob")).isNull();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
