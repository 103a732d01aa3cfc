package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.RawStream;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1Test {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory, Map.of(), null);
    server.listen();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private RawClient client(BiConsumer<Request, Response> app) throws IOException {
    server.handle(
        (request, response) -> {
          response.onDone(outcomes::add);
          app.accept(request, response);
        });
    return new RawClient(server.connect());
  }

  private Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).as("onDone is called").isNotNull();
    return outcome;
  }

  @Test
  void aRequestArrivesWithAllItsParts() throws Exception {
    try (RawClient client = client(Apps::mirror)) {
      client.send("PUT /a%20b/c?d=e&f HTTP/1.1\r\nHost: h:81\r\nX-A: 1\r\nx-a: 2 \r\n\r\n");
      Answer answer = client.answer();
      String own = "127.0.0.1:" + client.socket().getLocalPort();
      assertThat(answer.body())
          .isEqualTo(
              "PUT /a%20b/c?d=e&f\n/a%20b/c|d=e&f\nHTTP/1.1|http\nh:81\n"
                  + own
                  + "|127.0.0.1:"
                  + server.port()
                  + "\nHost: h:81\nX-A: 1\nx-a: 2\n");
      assertThat(answer.field("server")).isEqualTo("Trajan");
      assertThat(answer.field("date")).endsWith(" GMT");
      assertThat(answer.has("connection")).isFalse();
    }
  }

  @Test
  void aConnectionIsKeptForManyRequestsFromManyThreads() throws Exception {
    try (RawClient client = client(Apps.on(threads, (q, r) -> Apps.text(r, 200, q.path())))) {
      for (int i = 0; i < 200; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("/" + i);
        assertThat(outcome()).isEqualTo(new Outcome(200, 1 + String.valueOf(i).length(), null));
      }
      assertThat(server.count(Event.ACCEPTED)).isEqualTo(1);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderHoweverLongTheyTake() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    BiConsumer<Request, Response> app =
        (request, response) -> {
          if (request.path().equals("/1")) {
            await(later);
          }
          Apps.text(response, 200, request.path());
        };
    try (RawClient client = client(Apps.on(threads, app))) {
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      later.countDown();
      for (int i = 1; i <= 50; i++) {
        assertThat(client.answer().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void moreThanABufferOfPipelinedRequestsIsAnsweredToo() throws Exception {
    int count = 5000;
    try (RawClient client = client(Apps.on(threads, TestServer::hello))) {
      threads.execute(() -> sendQuietly(client, GET.repeat(count)));
      for (int i = 0; i < count; i++) {
        assertThat(client.answer().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void aRequestMayComeOctetByOctet() throws Exception {
    try (RawClient client = client(Apps::echo)) {
      client.socket().setTcpNoDelay(true);
      String request =
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nT: 1\r\n\r\n";
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("abcd");
      assertThat(answer.field("X-Trailer-T")).isEqualTo("1");
      assertThat(client.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void smallBodiesAreThereBeforeTheApplicationIsCalled() throws Exception {
    BlockingQueue<Boolean> complete = new LinkedBlockingQueue<>();
    try (RawClient client =
        client(
            (request, response) -> {
              complete.add(request.body().isComplete());
              Apps.echo(request, response);
            })) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234");
      assertThat(complete.poll(100, TimeUnit.MILLISECONDS)).isNull();
      client.send("56789");
      assertThat(client.answer().body()).isEqualTo("0123456789");
      assertThat(complete.poll(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void largeBodiesAreStreamedBothWays() throws Exception {
    byte[] body = new byte[3_000_000];
    new Random(1).nextBytes(body);
    try (RawClient client = client(Apps.on(threads, Apps::stream))) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n");
      threads.execute(
          () -> {
            try {
              client.send(body);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      Answer answer = client.answer();
      assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
      assertThat(answer.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
      assertThat(outcome()).isEqualTo(new Outcome(200, body.length, null));
    }
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 200, "hello"))) {
      client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
      Answer answer = client.answer(true);
      assertThat(answer.field("content-length")).isEqualTo("5");
      assertThat(client.get("/").body()).isEqualTo("hello");
    }
  }

  @Test
  void statusesWithoutABodyHaveNone() throws Exception {
    try (RawClient client =
        client(
            (q, r) -> {
              r.start(Integer.parseInt(q.path().substring(1)), Fields.of("X", "y"));
              r.write(Apps.bytes("dropped"));
              r.end();
            })) {
      for (int status : new int[] {204, 304}) {
        Answer answer = client.get("/" + status);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.has("content-length") || answer.has("transfer-encoding")).isFalse();
      }
      assertThat(client.get("/200").body()).isEqualTo("dropped");
    }
  }

  @Test
  void trailersAreSent() throws Exception {
    try (RawClient client =
        client(
            (q, r) -> {
              r.start(200, Fields.of("Trailer", "Sum"));
              r.write(Apps.bytes("a"));
              r.write(Apps.bytes("b"));
              r.end(Fields.of("Sum", "2"));
            })) {
      Answer answer = client.get("/");
      assertThat(answer.body()).isEqualTo("ab");
      assertThat(answer.trailers()).isEqualTo(Map.of("sum", "2"));
    }
  }

  @Test
  void aClientOfHttp10GetsNoChunksAndIsKeptOnlyIfItAsks() throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> {
          r.start(200, new Fields());
          r.write(Apps.bytes("streamed"));
          r.end();
        };
    try (RawClient client = client(app)) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("streamed");
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(answer.has("transfer-encoding")).isFalse();
    }
    try (RawClient client = client(TestServer::hello)) {
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.answer().field("connection")).isEqualTo("keep-alive");
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.answer().field("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void connectionCloseIsHonoured() throws Exception {
    try (RawClient client = client(TestServer::hello)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: a, Close\r\n\r\n" + GET);
      assertThat(client.answer().field("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aClientThatEndsItsDirectionIsAnswered() throws Exception {
    try (RawClient client = client(Apps.on(threads, TestServer::hello))) {
      client.send(GET + GET);
      client.socket().shutdownOutput();
      assertThat(client.answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void continueIsSentWhenTheBodyIsAskedFor() throws Exception {
    BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
    try (RawClient client = client((q, r) -> asked.add(() -> Apps.echo(q, r)))) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      Runnable ask = asked.poll(10, TimeUnit.SECONDS);
      assertThat(client.socket().getInputStream().available()).isZero();
      ask.run();
      assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.line()).isEmpty();
      client.send("abc");
      assertThat(client.answer().body()).isEqualTo("abc");
    }
  }

  @Test
  void anAnswerWithoutContinueClosesBecauseTheBodyMayFollowOrNot() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 401, "no"))) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void noContinueComesBetweenTheOctetsOfAnAnswer() throws Exception {
    BlockingQueue<Request> begun = new LinkedBlockingQueue<>();
    BiConsumer<Request, Response> app =
        (q, r) -> {
          r.start(200, Fields.of("Content-Length", "2"));
          r.write(Apps.bytes("a"));
          begun.add(q);
          q.body().read(Apps.reader(r::end));
          r.write(Apps.bytes("b"));
        };
    try (RawClient client = client(Apps.on(threads, app))) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(begun.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(client.fields()).containsEntry("connection", "close");
      assertThat(client.read(2)).isEqualTo("ab");
      client.send("abc");
      assertThat(client.rest()).isEmpty();
      assertThat(outcome()).isEqualTo(new Outcome(200, 2, null));
    }
  }

  @Test
  void aSmallRestOfABodyThatNobodyWantsIsReadAndTheConnectionKept() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 200, "early"))) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
      assertThat(client.answer().body()).isEqualTo("early");
      client.send("cde\r\n0\r\n\r\n");
      assertThat(client.get("/").body()).isEqualTo("early");
    }
  }

  @Test
  void aLargeRestOfABodyThatNobodyWantsClosesButTheAnswerArrives() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 413, "too much"))) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n");
      client.send(new byte[200_000]);
      Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("too much");
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void lengthIsEnforced() throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> {
          r.start(200, Fields.of("Content-Length", "5"));
          r.write(Apps.bytes(q.query()));
          r.end();
        };
    try (RawClient client = client(app)) {
      assertThat(client.get("/?1234567").body()).isEqualTo("12345");
      assertThat(outcome().bodyBytes()).isEqualTo(5);
      assertThat(client.get("/?12345").body()).isEqualTo("12345");
      assertThat(outcome().failure()).isNull();
      client.send("GET /?123 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.rest()).endsWith("123");
      assertThat(outcome().failure()).contains("shorter");
    }
  }

  @Test
  void answersThatWouldBreakTheHeaderAreReplacedByAnError() throws Exception {
    for (String value : new String[] {"a\r\nSet-Cookie: x=y", "a\nb", "a\0b", "\u0416"}) {
      try (RawClient client = client((q, r) -> r.send(200, Fields.of("X", value), empty()))) {
        Answer answer = client.get("/");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.has("set-cookie") || answer.has("x")).isFalse();
      }
    }
    for (String name : new String[] {"", "a b", "a:", "a\r\n", "\u00e4"}) {
      try (RawClient client =
          client(
              (q, r) -> {
                r.start(200, Fields.of(name, "v"));
                r.write(Apps.bytes("lost"));
                r.end();
              })) {
        assertThat(client.get("/").status()).isEqualTo(500);
        assertThat(client.get("/").body()).isEqualTo("Internal Server Error\n");
      }
    }
    assertThat(server.count(Event.BAD_ANSWER)).isEqualTo(4 + 2 * 5);
  }

  @Test
  void fieldsOfTheConnectionAreTheServersOwn() throws Exception {
    Fields fields =
        Fields.of(
            "Connection",
            "upgrade",
            "Keep-Alive",
            "9",
            "Transfer-Encoding",
            "gzip",
            "Date",
            "d",
            "Server",
            "s",
            "Proxy-Connection",
            "x",
            "Kept",
            "k");
    try (RawClient client = client((q, r) -> r.send(200, fields, Apps.bytes("a")))) {
      Answer answer = client.get("/");
      assertThat(answer.fields())
          .isEqualTo(Map.of("date", "d", "server", "s", "kept", "k", "content-length", "1"));
    }
  }

  @Test
  void abortBeforeTheStartIsAnErrorAndAfterItABrokenAnswer() throws Exception {
    try (RawClient client = client((q, r) -> r.abort(new IOException("no")))) {
      assertThat(client.get("/").status()).isEqualTo(500);
      assertThat(outcome().status()).isEqualTo(500);
    }
    try (RawClient client =
        client(
            (q, r) -> {
              r.start(200, new Fields());
              r.write(Apps.bytes("part"));
              r.abort(new IOException("no"));
              r.end();
            })) {
      client.send(GET);
      assertThat(client.rest()).contains("part").doesNotContain("\r\n0\r\n");
      assertThat(outcome().failure()).contains("aborted");
    }
  }

  @Test
  void interimAnswersComeBeforeTheFinalOne() throws Exception {
    try (RawClient client =
        client(
            (q, r) -> {
              r.interim(103, Fields.of("Link", "</a>"));
              Apps.text(r, 200, "x");
            })) {
      Answer hint = client.get("/");
      assertThat(hint.status()).isEqualTo(103);
      assertThat(hint.fields()).isEqualTo(Map.of("link", "</a>"));
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void optionsForTheWholeServerArrive() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 200, q.path() + q.target()))) {
      client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("**");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1\r\nHost: A:1", "HTTP/1.1\r\nHost: other", "HTTP/1.0\r\nX: y"})
  void anAbsoluteTargetNamesTheAuthorityAndOverrulesHost(String rest) throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> Apps.text(r, 200, q.authority() + q.path() + q.headers().all("host"));
    try (RawClient client = client(app)) {
      client.send("GET http://a:1/b?c " + rest + "\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("a:1/b[a:1]");
    }
  }

  @Test
  void filesAreSent() throws Exception {
    Path file = directory.resolve("file");
    byte[] bytes = new byte[1_000_000];
    new Random(2).nextBytes(bytes);
    Files.write(file, bytes);
    BiConsumer<Request, Response> app =
        (q, r) -> {
          boolean known = q.path().equals("/known");
          r.start(200, known ? Fields.of("Content-Length", "500002") : new Fields());
          r.write(Apps.bytes("<"));
          r.writeFile(Apps.open(file), 1000, 500_000);
          r.write(Apps.bytes(">"));
          r.end();
        };
    String expected = "<" + new String(bytes, 1000, 500_000, StandardCharsets.ISO_8859_1) + ">";
    try (RawClient client = client(Apps.on(threads, app))) {
      assertThat(client.get("/known").body()).isEqualTo(expected);
      assertThat(client.get("/chunked").body()).isEqualTo(expected);
      assertThat(outcome().bodyBytes()).isEqualTo(500_002);
    }
  }

  @Test
  void aFileThatHasBecomeShorterBreaksTheAnswerOff() throws Exception {
    Path file = Files.writeString(directory.resolve("short"), "0123456789");
    try (RawClient client =
        client(
            (q, r) -> {
              r.start(200, Fields.of("Content-Length", "100"));
              r.writeFile(Apps.open(file), 0, 100);
              r.end();
            })) {
      client.send(GET);
      assertThat(client.rest()).endsWith("0123456789");
      assertThat(outcome().failure()).isNotNull();
    }
  }

  @Test
  void aTakenOverConnectionGetsWhatWasReceivedFirst() throws Exception {
    try (RawClient client = client((q, r) -> Apps.hijacked(r.hijack()))) {
      client.send(GET + "more");
      assertThat(client.read(4)).isEqualTo("more");
      client.send("again");
      assertThat(client.read(5)).isEqualTo("again");
      client.socket().shutdownOutput();
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(outcome().status()).isZero();
    }
  }

  @Test
  void anUpgradeKeepsItsFieldsAndSpeaksRawAfterwards() throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> {
          r.start(101, Fields.of("Upgrade", "echo", "Connection", "Upgrade"));
          Apps.hijacked(r.hijack());
        };
    try (RawClient client = client(Apps.on(threads, app))) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n1");
      assertThat(client.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(client.fields())
          .containsEntry("upgrade", "echo")
          .containsEntry("connection", "Upgrade")
          .doesNotContainKey("transfer-encoding");
      assertThat(client.read(1)).isEqualTo("1");
    }
  }

  @Test
  void aRawStreamWithoutAStartIsSilentUntilItsOwnerSpeaks() throws Exception {
    BlockingQueue<RawStream> taken = new LinkedBlockingQueue<>();
    try (RawClient client = client((q, r) -> taken.add(r.hijack()))) {
      client.send(GET);
      RawStream raw = taken.poll(10, TimeUnit.SECONDS);
      raw.write(Apps.bytes("own words"));
      raw.close();
      assertThat(client.rest()).isEqualTo("own words");
      assertThat(raw.isOpen()).isFalse();
    }
  }

  @Test
  void aWriterIsStoppedWhileTheClientReadsNothing() throws Exception {
    long enough = 4000;
    AtomicLong written = new AtomicLong();
    CountDownLatch stopped = new CountDownLatch(1);
    try (RawClient client = client(Apps.on(threads, (q, r) -> pour(r, enough, written, stopped)))) {
      client.send(GET);
      await(stopped);
      assertThat(written.get()).isLessThan(enough);
      assertThat(client.answer().body()).hasSize((int) enough * 16 * 1024);
    }
  }

  /** Starts an answer of 16 KiB pieces and goes on whenever it may. */
  private static void pour(Response response, long enough, AtomicLong count, CountDownLatch stop) {
    if (count.get() == 0) {
      response.start(200, new Fields());
    }
    boolean more = true;
    while (more && count.get() < enough) {
      count.incrementAndGet();
      more = response.write(ByteBuffer.allocate(16 * 1024));
    }
    if (count.get() == enough) {
      response.end();
    } else {
      stop.countDown();
      response.whenWritable(() -> pour(response, enough, count, stop));
    }
  }

  @Test
  void aStreamedHeadThatNothingFollowsIsSentAfterAMoment() throws Exception {
    BlockingQueue<Response> started = new LinkedBlockingQueue<>();
    try (RawClient client =
        client(
            (q, r) -> {
              r.start(200, new Fields());
              started.add(r);
            })) {
      client.send(GET);
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      Response response = started.poll(10, TimeUnit.SECONDS);
      response.write(Apps.bytes("now"));
      response.end();
      assertThat(client.fields()).containsEntry("transfer-encoding", "chunked");
      assertThat(client.read(13)).isEqualTo("3\r\nnow\r\n0\r\n\r\n");
    }
  }

  @Test
  void aClientThatLeavesIsNoticed() throws Exception {
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    try (RawClient client = client((q, r) -> held.add(r))) {
      client.send(GET);
      Response response = held.poll(10, TimeUnit.SECONDS);
      client.socket().setSoLinger(true, 0);
      client.close();
      Outcome outcome = outcome();
      assertThat(outcome.status()).isZero();
      assertThat(outcome.failure()).isEqualTo("the client left");
      response.start(200, new Fields());
      assertThat(response.write(Apps.bytes("x"))).isTrue();
      response.end();
    }
  }

  private static ByteBuffer empty() {
    return ByteBuffer.allocate(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendQuietly(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void trailersThatCannotBeSentBreakTheAnswerOffBeforeItsEnd() throws Exception {
    BiConsumer<Request, Response> app =
        (request, response) -> {
          response.start(200, new Fields());
          response.write(Apps.bytes("abc"));
          response.end(Fields.of("X-Sum", "1\r\nX-Forged: 2"));
        };
    try (RawClient client = client(app)) {
      String all = client.send(GET).rest();
      assertThat(all).endsWith("\r\n\r\n3\r\nabc\r\n").containsOnlyOnce("HTTP/1.1");
      assertThat(outcome().failure()).contains("trailers");
      assertThat(server.count(Event.BAD_ANSWER)).isEqualTo(1);
    }
  }
}
