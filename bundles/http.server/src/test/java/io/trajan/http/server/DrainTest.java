package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.boot.StopDeadline;
import io.trajan.request.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0} ms configured, {1} ms left: {2} ms for requests")
  @CsvSource({
    "10000, 30000, 10000",
    "10000, 12000, 10000",
    "10000, 11999, 9999",
    "10000, 3000, 1000",
    "10000, 2000, 0",
    "10000, 0, 0",
    "0, 30000, 0",
    "600000, 30000, 28000"
  })
  void requestsHaveTheTimeThatIsConfiguredAndNoMoreThanTheProcessHas(
      long configured, long left, long patience) {
    assertThat(Drain.patience(Duration.ofMillis(configured), Optional.of(Duration.ofMillis(left))))
        .hasMillis(patience);
  }

  @Test
  void withoutADeadlineTheyHaveWhatIsConfigured() {
    assertThat(Drain.patience(Duration.ofMinutes(9), Optional.empty())).hasMinutes(9);
  }

  @Test
  void aProcessThatHasToEndDoesNotWaitForTheDrainTimeout() throws Exception {
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    StopDeadline soon = () -> Optional.of(Drain.AFTERWARDS.plusMillis(100));
    Map<String, Object> settings = Map.of("drain_timeout_ms", 600_000L);
    try (TestServer server = new TestServer(directory, settings, null, soon)) {
      server.handle(
          (request, response) -> {
            response.onDone(outcomes::add);
            begun.add(request.path());
          });
      server.listen();
      try (RawClient client = new RawClient(server.connect())) {
        client.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(begun.poll(10, TimeUnit.SECONDS)).isEqualTo("/never");
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).isNotNull();
    assertThat(outcome.failure()).isEqualTo("broken off by the server");
  }
}
