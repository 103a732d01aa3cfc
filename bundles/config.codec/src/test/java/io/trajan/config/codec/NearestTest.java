package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> OPTIONS =
      List.of(
          "http-socket", "https-socket", "threads", "processes", "post-buffering", "uid", "gid");

  @ParameterizedTest
  @CsvSource({
    "htpp-socket, http-socket",
    "http_socket, http-socket",
    "HTTP-SOCKET, http-socket",
    "threds, threads",
    "thread, threads",
    "tread, threads",
    "thr, threads",
    "proceses, processes",
    "post-buffer, post-buffering",
    "iud, uid",
    "banana, ",
    "x, ",
    "'', ",
  })
  void theNearestWordIsWhatAPersonMeant(String typed, String meant) {
    assertThat(Nearest.to(typed, OPTIONS)).isEqualTo(meant);
  }

  @Test
  void tiesAreAlwaysBrokenTheSameWay() {
    assertThat(Nearest.to("bat", List.of("rat", "cat"))).isEqualTo("cat");
    assertThat(Nearest.to("bat", List.of("cat", "rat"))).isEqualTo("cat");
  }

  @Test
  void longWordsCostNothing() {
    String huge = "x".repeat(1_000_000);
    List<String> many = IntStream.range(0, 5000).mapToObj(i -> "x".repeat(90) + i).toList();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(Nearest.to(huge, many)).isNull());
  }
}
