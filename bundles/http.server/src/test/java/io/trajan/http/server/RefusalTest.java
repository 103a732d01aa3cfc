package io.trajan.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client must not send, over a real socket: the answer, the close, the counter. */
@TestInstance(Lifecycle.PER_CLASS)
class RefusalTest {
  @TempDir static Path directory;
  private final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    Map<String, Object> limits =
        Map.of(
            "request_line_bytes",
            200,
            "header_bytes",
            500,
            "header_count",
            10,
            "body_bytes",
            1000L);
    server =
        new TestServer(directory, limits, null)
            .handle(
                (request, response) -> {
                  seen.add(request);
                  Apps.echo(request, response);
                });
    server.listen();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          REQUEST_LINE          | 400 | GET  / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          REQUEST_LINE          | 400 | GET /\\r\\n\\r\\n
          REQUEST_LINE          | 400 | GET x HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          REQUEST_LINE          | 400 | GET * HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          REQUEST_LINE          | 400 | GET ftp://x/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          REQUEST_LINE          | 400 | GET http:/// HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          REQUEST_LINE          | 400 | \\26\\3\\1\\2\\0\\1\\0\\1
          VERSION               | 505 | GET / HTTP/3.0\\r\\nHost: x\\r\\n\\r\\n
          BARE_LF               | 400 | GET / HTTP/1.1\\r\\nHost: x\\n\\n
          FOLDED_LINE           | 400 | GET / HTTP/1.1\\r\\nHost: x\\r\\n y\\r\\n\\r\\n
          SPACE_BEFORE_COLON    | 400 | GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n
          FIELD_VALUE           | 400 | GET / HTTP/1.1\\r\\nHost: x\\0y\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\nHost: a@b\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\nHost: a:b\\r\\n\\r\\n
          HOST                  | 400 | GET / HTTP/1.1\\r\\nHost: a, b\\r\\n\\r\\n
          HOST                  | 400 | GET http://a/ HTTP/1.1\\r\\n\\r\\n
          HOST                  | 400 | GET http://a/ HTTP/1.1\\r\\nHost: b\\r\\nHost: a\\r\\n\\r\\n
          CONTENT_LENGTH        | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabc
          CONTENT_LENGTH        | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3, 3\\r\\n\\r\\nabc
          LENGTH_AND_ENCODING   | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
          TRANSFER_ENCODING     | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n
          TRANSFER_ENCODING     | 400 | POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
          AMBIGUOUS_END         | 400 | GET / HTTP/1.1\\r\\nHost: x\\r\\nSec-WebSocket-Key1: 1\\r\\nSec-WebSocket-Key2: 2\\r\\n\\r\\n
          EXPECTATION           | 417 | POST / HTTP/1.1\\r\\nHost: x\\r\\nExpect: tea\\r\\n\\r\\n
          CONNECT               | 501 | CONNECT a:1 HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n
          BODY_TOO_LARGE        | 413 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1001\\r\\n\\r\\n
          """)
  void aMalformedRequestIsRefusedAndTheConnectionClosed(Refusal refusal, int status, String request)
      throws Exception {
    long before = server.count(refusal);
    String after = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawClient client = new RawClient(server.connect())) {
      client.send(request.translateEscapes() + after);
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(answer.body()).isEqualTo(refusal.text() + "\n");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(server.count(refusal)).isEqualTo(before + 1);
    assertThat(seen).isEmpty();
  }

  @Test
  void limitsOfSizeAreAnswered() throws Exception {
    assertThat(status("GET /" + "a".repeat(200) + " HTTP/1.1\r\n")).isEqualTo(414);
    assertThat(status("GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(500))).isEqualTo(431);
    assertThat(status("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(10))).isEqualTo(431);
  }

  @ParameterizedTest
  @CsvSource({"33000,1000000", "33800,1", "60000,1000000", "66000,1460", "90000,4096", "200000,7"})
  void aFieldOfAnySizeInPiecesOfAnySizeIsTooLarge(int size, int piece) throws Exception {
    byte[] request = ("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(size)).getBytes(US_ASCII);
    try (TestServer roomy = new TestServer(directory, Map.of(), null)) {
      roomy.handle(Apps::echo).listen();
      try (RawClient client = new RawClient(roomy.connect())) {
        client.socket().setTcpNoDelay(true);
        sendUntilRefused(client, request, piece);
        Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.body()).isEqualTo("header fields too large\n");
      }
    }
  }

  /** What follows the refusal may find the connection closed. */
  private static void sendUntilRefused(RawClient client, byte[] request, int piece)
      throws Exception {
    for (int at = 0; at < request.length && client.socket().getInputStream().available() == 0; ) {
      int end = Math.min(request.length, at + piece);
      client.send(Arrays.copyOfRange(request, at, end));
      at = end;
    }
  }

  private int status(String request) throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      int status = client.send(request).answer().status();
      assertThat(client.isClosedByServer()).isTrue();
      return status;
    }
  }

  @Test
  void aBodyThatGrowsTooLargeOrBreaksFailsForTheHandlerWhichIsAskedNoMore() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(status(head + "3e8\r\n" + "x".repeat(1000) + "\r\n1\r\n")).isEqualTo(413);
    assertThat(status(head + "3\r\nabcd")).isEqualTo(400);
    assertThat(status(head + "zz\r\n")).isEqualTo(400);
    assertThat(server.count(Refusal.CHUNK)).isEqualTo(2);
    seen.clear();
  }

  @Test
  void anApplicationThatFailsOnABrokenBodyIsNotToBlame() throws Exception {
    try (TestServer failing = new TestServer(directory, Map.of(), null)) {
      failing.handle(RefusalTest::failOnBody).listen();
      try (RawClient client = new RawClient(failing.connect())) {
        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("my fault");
      }
    }
  }

  private static void failOnBody(Request request, Response response) {
    request
        .body()
        .read(
            new ByteSource.Reader() {
              @Override
              public void piece(ByteBuffer bytes) {
                request.body().read(this);
              }

              @Override
              public void end(Fields trailers) {
                throw new AssertionError("the body is broken");
              }

              @Override
              public void failed(IOException why) {
                response.send(500, new Fields(), ByteBuffer.wrap("my fault".getBytes(US_ASCII)));
              }
            });
  }

  @Test
  void requestsBeforeTheMalformedOneAreAnswered() throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost : x\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    seen.clear();
  }

  @Test
  void aClientThatKeepsSendingSeesTheAnswerAndNoReset() throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n");
      client.send(new byte[600_000]);
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(server.count(Event.REQUESTS)).isNotNegative();
  }
}
