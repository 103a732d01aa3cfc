package io.trajan.http.server;

import static io.trajan.http.server.H2Client.DATA;
import static io.trajan.http.server.H2Client.END_STREAM;
import static io.trajan.http.server.H2Client.GOAWAY;
import static io.trajan.http.server.H2Client.HEADERS;
import static io.trajan.http.server.H2Client.PING;
import static io.trajan.http.server.H2Client.RST_STREAM;
import static io.trajan.http.server.H2Client.SETTINGS;
import static io.trajan.http.server.H2Client.WINDOW_UPDATE;
import static io.trajan.http.server.H2Client.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.http.server.H2Client.Frame;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.ByteSource.Reader;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with prior knowledge, frame by frame; with TLS see {@link TlsTest}. */
class Http2Test {
  @TempDir Path directory;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  private TestServer server;

  private H2Client client(Map<String, Object> settings, BiConsumer<Request, Response> app)
      throws Exception {
    Map<String, Object> all = new HashMap<>(Map.of("drain_timeout_ms", 3000L));
    all.putAll(settings);
    server =
        new TestServer(directory, all, null)
            .handle(
                (request, response) -> {
                  response.onDone(outcomes::add);
                  app.accept(request, response);
                });
    server.listen();
    return new H2Client(server.connect());
  }

  private H2Client client(BiConsumer<Request, Response> app) throws Exception {
    return client(Map.of(), app);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).isNotNull();
    return outcome;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  @Test
  void aRequestArrivesWithAllItsParts() throws Exception {
    try (H2Client client = client(Apps::mirror)) {
      client.request(
          1, true, head("GET", "/a%20b?c=d", "cookie", "a=1", "x", "y", "cookie", "b=2"));
      String body = client.answer().body();
      assertThat(body).startsWith("GET /a%20b?c=d\n/a%20b|c=d\nHTTP/2|http\nx\n127.0.0.1:");
      assertThat(body).endsWith("x: y\ncookie: a=1; b=2\nhost: x\n");
      assertThat(outcome()).isEqualTo(new Outcome(200, body.length(), null));
    }
  }

  @Test
  void anAnswerHasLowerCaseFieldsAndNoneOfTheConnection() throws Exception {
    Fields fields =
        Fields.of("X-A", "1", "Connection", "x", "Transfer-Encoding", "chunked", "Upgrade", "y");
    try (H2Client client = client((q, r) -> r.send(200, fields, Apps.bytes("abc")))) {
      client.get(1, "/");
      H2Client.Answer answer = client.answer();
      assertThat(answer.head().names().stream().map(CharSequence::toString))
          .containsExactlyInAnyOrder(":status", "date", "server", "x-a", "content-length");
      assertThat(answer.body()).isEqualTo("abc");
    }
  }

  @Test
  void bodiesAndTrailersGoBothWays() throws Exception {
    try (H2Client client = client(Apps::stream)) {
      client.request(1, false, head("POST", "/"));
      client.send(DATA, 0, 1, bytes("one"));
      client.send(DATA, 0, 1, bytes("two"));
      client.request(1, true, "sum", "2");
      client.decode(client.next(HEADERS));
      StringBuilder body = new StringBuilder();
      Frame frame = client.next();
      for (; frame.type() != HEADERS; frame = client.next()) {
        body.append(frame.type() == DATA ? frame.text() : "");
      }
      assertThat(body).hasToString("onetwo");
      assertThat(client.decode(frame).get("sum")).hasToString("2");
      assertThat(frame.isLast()).isTrue();
    }
  }

  @Test
  void aSlowHandlerSlowsTheClientThroughTheWindow() throws Exception {
    BlockingQueue<Request> held = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> read = new LinkedBlockingQueue<>();
    try (H2Client client = client(Map.of("body_window_bytes", 20_000), (q, r) -> held.add(q))) {
      client.next(SETTINGS);
      client.send(PING, 0, 0, new byte[8]);
      client.next(PING);
      client.request(1, false, head("POST", "/"));
      Request request = held.poll(10, TimeUnit.SECONDS);
      client.send(DATA, 0, 1, new byte[16_000]);
      client.send(DATA, 0, 1, new byte[4_000]);
      client.send(PING, 0, 0, new byte[8]);
      Frame frame = client.next();
      while (frame.type() != PING) {
        assertThat(frame.type() == WINDOW_UPDATE && frame.stream() == 1).isFalse();
        frame = client.next();
      }
      request.body().read(taking(request, read));
      assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(16_000);
      Frame window = client.next(WINDOW_UPDATE);
      assertThat(window.number(0)).isBetween(1, 20_000);
    }
  }

  private static Reader taking(Request request, BlockingQueue<Integer> read) {
    return new Reader() {
      @Override
      public void piece(ByteBuffer piece) {
        read.add(piece.remaining());
        request.body().read(this);
      }

      @Override
      public void end(Fields trailers) {
        read.add(-1);
      }

      @Override
      public void failed(IOException cause) {
        read.add(-2);
      }
    };
  }

  @Test
  void aWriterIsStoppedByTheClientsWindow() throws Exception {
    BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    try (H2Client client =
        client(
            (q, r) -> {
              r.start(200, new Fields());
              held.add(r);
            })) {
      client.get(1, "/");
      Response response = held.poll(10, TimeUnit.SECONDS);
      while (response.write(ByteBuffer.allocate(30_000))) {
        Thread.onSpinWait();
      }
      response.whenWritable(() -> steps.add(true));
      response.end();
      assertThat(steps).isEmpty();
      assertThat(client.answer().body().length()).isGreaterThanOrEqualTo(65_535);
      assertThat(steps.poll(10, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome().failure()).isNull();
    }
  }

  @Test
  void refusalsAreAnswersOfTheStreamAndTheConnectionGoesOn() throws Exception {
    Map<String, Object> limits = Map.of("body_bytes", 100L, "header_count", 10);
    try (H2Client client = client(limits, Apps::echo)) {
      client.request(1, true, head("GET", "no-slash"));
      assertThat(client.answer().status()).isEqualTo(400);
      client.request(3, true, head("GET", "/", "expect", "tea"));
      assertThat(client.answer().status()).isEqualTo(417);
      client.request(5, true, head("GET", "/", "a", "\u0001"));
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
    try (H2Client client = new H2Client(server.connect())) {
      client.request(1, false, head("POST", "/", "content-length", "101"));
      assertThat(client.answer().status()).isEqualTo(413);
      client.request(3, false, head("POST", "/"));
      client.send(DATA, 0, 3, new byte[101]);
      assertThat(client.answer().status()).isEqualTo(413);
      client.request(5, true, head("GET", "/", "host", "other"));
      assertThat(client.answer().status()).isEqualTo(400);
      client.request(7, true, ":method", "CONNECT", ":authority", "x:1");
      assertThat(client.answer().status()).isEqualTo(501);
      client.get(9, "/");
      assertThat(client.answer().status()).isEqualTo(200);
    }
    assertThat(server.count(Refusal.BODY_TOO_LARGE)).isEqualTo(2);
  }

  @Test
  void continueIsSentWhenTheBodyIsAskedFor() throws Exception {
    try (H2Client client = client(Apps::echo)) {
      client.request(1, false, head("POST", "/", "expect", "100-continue", "content-length", "3"));
      assertThat(client.decode(client.next(HEADERS)).status()).hasToString("100");
      client.send(DATA, END_STREAM, 1, bytes("abc"));
      assertThat(client.answer().body()).isEqualTo("abc");
    }
  }

  @Test
  void anAnswerBeforeTheEndOfItsRequestResetsTheRest() throws Exception {
    try (H2Client client = client((q, r) -> Apps.text(r, 200, "early"))) {
      client.request(1, false, head("POST", "/"));
      assertThat(client.answer().body()).isEqualTo("early");
      Frame reset = client.next(RST_STREAM);
      assertThat(reset.number(0)).isZero();
      assertThat(outcome().failure()).isNull();
    }
  }

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

  @Test
  void aStreamCannotBeTakenOver() throws Exception {
    try (H2Client client =
        client(
            (q, r) -> {
              assertThat(r.canHijack()).isFalse();
              assertThatThrownBy(r::hijack).isInstanceOf(UnsupportedOperationException.class);
              Apps.text(r, 200, "as said");
            })) {
      client.get(1, "/");
      assertThat(client.answer().body()).isEqualTo("as said");
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
}
