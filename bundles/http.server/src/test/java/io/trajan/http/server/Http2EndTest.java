package io.trajan.http.server;

import static io.trajan.http.server.H2Client.DATA;
import static io.trajan.http.server.H2Client.GOAWAY;
import static io.trajan.http.server.H2Client.HEADERS;
import static io.trajan.http.server.H2Client.PING;
import static io.trajan.http.server.H2Client.RST_STREAM;
import static io.trajan.http.server.H2Client.SETTINGS;
import static io.trajan.http.server.H2Client.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.H2Client.Frame;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** How streams and connections of HTTP/2 end, in order and otherwise. */
class Http2EndTest extends Http2Setup {
  @Test
  void anAbortedAnswerResetsItsStreamOnly() throws Exception {
    try (H2Client client =
        client(
            (q, r) -> {
              if (q.path().equals("/abort")) {
                r.start(200, new Fields());
                r.write(Apps.bytes("part"));
                r.abort(new IOException("no"));
              } else {
                Apps.text(r, 200, "fine");
              }
            })) {
      client.get(1, "/abort");
      assertThat(client.next(RST_STREAM).number(0)).isEqualTo(2);
      client.get(3, "/");
      assertThat(client.answer().body()).isEqualTo("fine");
    }
  }

  @Test
  void aStreamThatTheClientResetsIsOver() throws Exception {
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    try (H2Client client = client((q, r) -> held.add(r))) {
      client.get(1, "/");
      Response response = held.poll(10, TimeUnit.SECONDS);
      client.send(RST_STREAM, 0, 1, number(8));
      assertThat(outcome().failure()).isEqualTo("the client left");
      Apps.text(response, 200, "too late");
      assertThat(server.count(Event.CLIENT_LEFT)).isEqualTo(1);
    }
  }

  @Test
  void trailersThatCannotBeSentResetTheStream() throws Exception {
    BiConsumer<Request, Response> app =
        (request, response) -> {
          response.start(200, new Fields());
          response.write(Apps.bytes("abc"));
          response.end(Fields.of("X-Sum", "1\r\nX-Forged: 2"));
        };
    try (H2Client client = client(app)) {
      client.get(1, "/");
      assertThat(client.next(HEADERS).isLast()).isFalse();
      Frame frame = client.next();
      while (frame.type() != RST_STREAM) {
        assertThat(frame.type()).isNotEqualTo(HEADERS);
        assertThat(frame.isLast() && frame.type() == DATA).isFalse();
        frame = client.next();
      }
      assertThat(outcome().failure()).contains("trailers");
    }
  }

  @Test
  void floodsEndTheConnection() throws Exception {
    Map<String, Object> strict = Map.of("h2_flood_frames", 50);
    try (H2Client client = client(strict, TestServer::hello)) {
      for (int i = 0; i < 100; i++) {
        client.send(PING, 0, 0, new byte[8]);
      }
      assertThat(client.next(GOAWAY).number(4)).isEqualTo(11);
      assertThat(server.count(Event.FLOOD)).isEqualTo(1);
    }
    try (H2Client client = new H2Client(server.connect())) {
      for (int i = 0; i < 100; i++) {
        client.send(SETTINGS, 0, 0);
      }
      assertThat(client.next(GOAWAY).number(4)).isEqualTo(11);
    }
    server.handle((request, response) -> {});
    try (H2Client client = new H2Client(server.connect())) {
      for (int i = 0; i < 100; i++) {
        client.get(1 + 2 * i, "/");
        client.send(RST_STREAM, 0, 1 + 2 * i, number(8));
      }
      assertThat(client.next(GOAWAY).number(4)).isEqualTo(11);
    }
    assertThat(server.count(Event.REQUESTS)).isLessThan(60);
  }

  @Test
  void noMoreStreamsThanAllowedAreServedAtOnce() throws Exception {
    try (H2Client client = client(Map.of("h2_streams_max", 2), (q, r) -> {})) {
      Frame settings = client.next(SETTINGS);
      assertThat(settings.payload().length % 6).isZero();
      client.send(SETTINGS, 1, 0);
      client.get(1, "/");
      client.get(3, "/");
      client.get(5, "/");
      Frame reset = client.next(RST_STREAM);
      assertThat(reset.stream()).isEqualTo(5);
      assertThat(reset.number(0)).isEqualTo(7);
    }
  }

  @Test
  void anIdleConnectionIsToldGoodbye() throws Exception {
    try (H2Client client = client(Map.of("idle_timeout_ms", 100L), TestServer::hello)) {
      client.get(1, "/");
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.next(GOAWAY).number(4)).isZero();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aBodyThatStopsIsRefused() throws Exception {
    try (H2Client client = client(Map.of("body_timeout_ms", 100L), Apps::echo)) {
      client.request(1, false, head("POST", "/", "content-length", "5"));
      client.send(DATA, 0, 1, bytes("ab"));
      assertThat(client.answer().status()).isEqualTo(408);
      client.request(3, false, head("POST", "/"));
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void aClientThatTakesNothingLosesItsStream() throws Exception {
    try (H2Client client =
        client(
            Map.of("write_timeout_ms", 100L),
            (q, r) -> r.send(200, new Fields(), ByteBuffer.allocate(1 << 20)))) {
      client.get(1, "/");
      assertThat(client.next(RST_STREAM).stream()).isEqualTo(1);
      assertThat(outcome().failure()).contains("too long");
    }
  }

  @Test
  void theEndComesInTwoSteps() throws Exception {
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    try (H2Client client = client((q, r) -> held.add(r))) {
      client.get(1, "/");
      Response first = held.poll(10, TimeUnit.SECONDS);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
      assertThat(client.next(GOAWAY).number(0)).isEqualTo(Integer.MAX_VALUE);
      client.get(3, "/");
      Response second = held.poll(10, TimeUnit.SECONDS);
      assertThat(client.next(GOAWAY).number(0)).isEqualTo(3);
      Apps.text(first, 200, "one");
      assertThat(client.answer().body()).isEqualTo("one");
      Apps.text(second, 200, "two");
      assertThat(client.answer().body()).isEqualTo("two");
      assertThat(client.isClosed()).isTrue();
      stopping.get(10, TimeUnit.SECONDS);
    }
  }
}
