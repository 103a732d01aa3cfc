package io.trajan.vassal.process.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Request;
import io.trajan.testkit.FakeBody;
import io.trajan.testkit.FakeRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestEncoderTest {
  private final RequestEncoder encoder = new RequestEncoder(64 * 1024);

  private Map<String, String> variables(Request request) throws Exception {
    ByteBuffer bytes = requireNonNull(encoder.encode(request, 9, true, null));
    Frame frame = requireNonNull(Frames.next(bytes));
    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(frame.type()).isEqualTo(Frames.REQUEST);
    assertThat(frame.id()).isEqualTo(9);
    return table(StandardCharsets.ISO_8859_1.decode(frame.payload()).toString());
  }

  private static Map<String, String> table(String block) {
    String[] parts = block.split("\0", -1);
    assertThat(parts.length % 2).isZero();
    Map<String, String> table = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      assertThat(table.put(parts[i], parts[i + 1])).as(parts[i]).isNull();
    }
    return table;
  }

  @Test
  void variablesAreThoseOfTheGateway() throws Exception {
    assertThat(variables(FakeRequest.get("/a%20b?x=1&y")))
        .containsEntry("REQUEST_METHOD", "GET")
        .containsEntry("SCRIPT_NAME", "")
        .containsEntry("PATH_INFO", "/a%20b")
        .containsEntry("QUERY_STRING", "x=1&y")
        .containsEntry("REQUEST_URI", "/a%20b?x=1&y")
        .containsKeys("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR")
        .doesNotContainKeys("HTTPS", "CONTENT_LENGTH");
  }

  @Test
  void pathBelowAMountIsSplitThere() throws Exception {
    assertThat(variables(FakeRequest.get("/shop/cart").at("/shop")))
        .containsEntry("SCRIPT_NAME", "/shop")
        .containsEntry("PATH_INFO", "/cart");
  }

  @Test
  void fieldsOfOneNameAreJoinedAndDangerousOnesLeftOut() throws Exception {
    FakeRequest request = FakeRequest.get("/");
    request
        .headers()
        .add("Accept", "a")
        .add("accept", "b")
        .add("Cookie", "x=1")
        .add("Cookie", "y=2")
        .add("Proxy", "evil")
        .add("X_Forwarded_For", "evil")
        .add("Transfer-Encoding", "chunked")
        .add("Content-Type", "text/plain")
        .add("X-Forwarded-For", "good");
    assertThat(variables(request))
        .containsEntry("HTTP_ACCEPT", "a,b")
        .containsEntry("HTTP_COOKIE", "x=1; y=2")
        .containsEntry("CONTENT_TYPE", "text/plain")
        .containsEntry("HTTP_X_FORWARDED_FOR", "good")
        .doesNotContainKeys("HTTP_PROXY", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_TYPE");
  }

  @Test
  void whatHoldsAZeroIsLeftOut() throws Exception {
    FakeRequest request = FakeRequest.get("/");
    request.headers().add("X-Bad", "a\0b").add("X-Good", "ab");
    assertThat(variables(request)).containsKey("HTTP_X_GOOD").doesNotContainKey("HTTP_X_BAD");
  }

  @Test
  void includedBodyStandsBehindTheVariables() throws Exception {
    Request request = FakeRequest.of("POST", "/").body(FakeBody.of("body!"));
    byte[] body = "body!".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = requireNonNull(encoder.encode(request, 1, false, body));
    Frame frame = requireNonNull(Frames.next(bytes));
    assertThat(frame.flags()).isEqualTo(Frames.BODY_INCLUDED);
    ByteBuffer payload = frame.payload();
    int size = payload.getInt();
    byte[] block = new byte[size];
    payload.get(block);
    assertThat(table(new String(block, StandardCharsets.ISO_8859_1)))
        .containsEntry("CONTENT_LENGTH", "5");
    assertThat(StandardCharsets.US_ASCII.decode(payload).toString()).isEqualTo("body!");
  }

  @Test
  void requestWithTooManyBytesOfVariablesHasNoFrame() {
    FakeRequest request = FakeRequest.get("/" + "x".repeat(40_000));
    assertThat(encoder.encode(request, 1, false, null)).isNull();
  }

  @Test
  void moreNamesThanAreKeptAreStillUnderstood() throws Exception {
    for (int i = 0; i < FieldKeys.MOST * 2; i++) {
      FakeRequest request = FakeRequest.get("/");
      request.headers().add("X-Name-" + i, "v");
      assertThat(variables(request)).containsEntry("HTTP_X_NAME_" + i, "v");
    }
  }
}
