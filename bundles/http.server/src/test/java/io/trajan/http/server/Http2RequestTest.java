package io.trajan.http.server;

import static io.trajan.http.server.H2Client.DATA;
import static io.trajan.http.server.H2Client.END_STREAM;
import static io.trajan.http.server.H2Client.HEADERS;
import static io.trajan.http.server.H2Client.RST_STREAM;
import static io.trajan.http.server.H2Client.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.http.server.H2Client.Frame;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HTTP/2 with prior knowledge, frame by frame; with TLS see {@link TlsTest}. */
class Http2RequestTest extends Http2Setup {
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
}
