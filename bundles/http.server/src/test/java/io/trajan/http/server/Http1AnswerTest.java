package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Answers: their framing, what is refused, what breaks them off. */
class Http1AnswerTest extends Http1Setup {
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

  private static ByteBuffer empty() {
    return ByteBuffer.allocate(0);
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
}
