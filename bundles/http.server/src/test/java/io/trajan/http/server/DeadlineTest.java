package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that withhold what they owe. */
class DeadlineTest {
  @TempDir Path directory;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  private TestServer server;

  private RawClient client(String deadline, Object value) throws Exception {
    server =
        new TestServer(directory, Map.of(deadline, value, "linger_timeout_ms", 200L), null)
            .handle(
                (request, response) -> {
                  response.onDone(outcomes::add);
                  if (request.path().equals("/pour")) {
                    response.start(200, new Fields());
                    response.write(ByteBuffer.allocate(64 << 20));
                    response.end();
                  } else {
                    Apps.echo(request, response);
                  }
                });
    server.listen();
    return new RawClient(server.connect());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anIdleConnectionIsClosedWithoutAWord() throws Exception {
    try (RawClient client = client("idle_timeout_ms", 100L)) {
      assertThat(client.rest()).isEmpty();
      assertThat(server.count(Event.IDLE_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatIdlesAfterARequestIsClosedToo() throws Exception {
    try (RawClient client = client("idle_timeout_ms", 100L)) {
      assertThat(client.get("/").status()).isEqualTo(200);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aHeaderThatDoesNotEndIsAnsweredWith408() throws Exception {
    try (RawClient client = client("header_timeout_ms", 100L)) {
      client.send("GET / HTTP/1.1\r\nHos");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.rest()).isEmpty();
      assertThat(server.count(Refusal.HEADER_TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void aPrefaceThatDoesNotEndIsAHeaderThatDoesNotEnd() throws Exception {
    try (RawClient client = client("header_timeout_ms", 100L)) {
      client.send("PRI * HT");
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void aSmallBodyThatStopsIsAnsweredWith408() throws Exception {
    try (RawClient client = client("body_timeout_ms", 100L)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.rest()).isEmpty();
      assertThat(server.count(Refusal.BODY_TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void aStreamedBodyThatStopsFailsForItsReaderAndIsAnsweredWith408() throws Exception {
    try (RawClient client = client("body_timeout_ms", 100L)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aBodyThatDripsIsTooSlow() throws Exception {
    try (RawClient client = client("body_timeout_ms", 300L)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
      long start = System.nanoTime();
      try {
        while (server.count(Refusal.BODY_TIMEOUT) == 0
            && System.nanoTime() - start < 10_000_000_000L) {
          client.send("x");
          TimeUnit.MILLISECONDS.sleep(20); // The rate is what is tested.
        }
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Broken pipe");
      }
      assertThat(server.count(Refusal.BODY_TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsCutOff() throws Exception {
    try (RawClient client = client("write_timeout_ms", 200L)) {
      client.send("GET /pour HTTP/1.1\r\nHost: x\r\n\r\n");
      Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
      assertThat(outcome).isNotNull();
      assertThat(outcome.failure()).isNotNull();
      assertThat(server.count(Event.SLOW_READER)).isEqualTo(1);
    }
  }

  @Test
  void aRefusedClientThatStaysIsClosedAfterAMoment() throws Exception {
    try (RawClient client = client("idle_timeout_ms", 5000L)) {
      client.send("BAD\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
      long start = System.nanoTime();
      while (server.engine().listeners().iterator().next().counters().open() > 0) {
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
        Thread.onSpinWait();
      }
    }
  }
}
