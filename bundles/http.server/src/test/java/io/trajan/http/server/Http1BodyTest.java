package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Bodies of requests: collected, streamed, asked for, unwanted. */
class Http1BodyTest extends Http1Setup {
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
}
