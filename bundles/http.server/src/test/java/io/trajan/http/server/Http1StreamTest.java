package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Answers that take their time: slow clients, files, held back heads, clients that leave. */
class Http1StreamTest extends Http1Setup {
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
}
