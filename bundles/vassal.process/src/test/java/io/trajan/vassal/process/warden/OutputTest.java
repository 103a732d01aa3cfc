package io.trajan.vassal.process.warden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final List<String> lines = new ArrayList<>();
  private final Output output = new Output(lines::add);

  private void take(String text) {
    output.take(0, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesAreLoggedWhenTheyAreWholeHoweverTheyCome() {
    for (char c : "one\r\ntwo\nthr".toCharArray()) {
      take(String.valueOf(c));
    }
    assertThat(lines).containsExactly("one", "two");
    output.flush();
    assertThat(lines).containsExactly("one", "two", "thr");
  }

  @Test
  void coloursGoAndControlCharactersAreShown() {
    take("\u001b[31mred\u001b[0m \u0007bell\n");
    assertThat(lines).containsExactly("red \\x07bell");
  }

  @Test
  void longLinesComeInPieces() {
    take("x".repeat(Output.MOST_BYTES + 10) + "\n");
    assertThat(lines).extracting(String::length).containsExactly(Output.MOST_BYTES, 10);
  }

  @Test
  void whatWasLostIsTold() {
    output.take(77, "after\n".getBytes(StandardCharsets.UTF_8));
    assertThat(lines).hasSize(2).first().asString().contains("77 bytes");
  }

  @Test
  void lastLinesAreKept() {
    for (int i = 0; i < 100; i++) {
      take("line " + i + "\n");
    }
    assertThat(output.tail()).startsWith("line 92 | ").endsWith("line 99");
  }
}
