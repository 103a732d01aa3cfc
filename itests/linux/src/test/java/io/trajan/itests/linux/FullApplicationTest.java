package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.itests.Wait;
import io.trajan.itests.linux.RackApplication.Engine;
import io.trajan.itests.linux.RackApplication.Way;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A Rack application that does most of what one may do, over sockets of every kind. */
@ParameterizedClass
@EnumSource(
    value = Engine.class,
    names = {"EMBEDDED", "PROCESS"})
class FullApplicationTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long SEED = 53;

  @SuppressWarnings("NullAway.Init") // Before each engine.
  private static RackApplication full;

  /** The engine is for the class as a whole. */
  FullApplicationTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void up(Engine engine) throws Exception {
    Gems.assume("rack");
    full = RackApplication.up("full", engine);
  }

  @AfterParameterizedClassInvocation
  static void down() throws Exception {
    if (full != null) {
      full.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void middlewareAddsItsFieldAndTheSessionCounts(Way way) throws Exception {
    Browser browser = full.by(way);
    HttpResponse<String> first = browser.get("/session");
    assertThat(first.body()).isEqualTo("1\n");
    assertThat(first.headers().allValues("x-middleware")).containsExactly("seen");
    String cookie = first.headers().firstValue("set-cookie").orElse("").replaceFirst(";.*", "");
    assertThat(browser.send(browser.to("/session").header("Cookie", cookie)).body())
        .isEqualTo("2\n");
    assertThat(browser.send(browser.to("/session").header("Cookie", cookie + "0")).body())
        .isEqualTo("1\n");
  }

  @ParameterizedTest
  @EnumSource
  void binaryFileOfAFormArrivesByteForByte(Way way) throws Exception {
    byte[] file = random(3 << 19);
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(bytes("--frontier\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"));
    form.writeBytes(bytes("two words\r\n--frontier\r\nContent-Disposition: form-data;"));
    form.writeBytes(bytes(" name=\"file\"; filename=\"a b.bin\"\r\nContent-Type: image/x-raw\r\n"));
    form.writeBytes(bytes("\r\n"));
    form.writeBytes(file);
    form.writeBytes(bytes("\r\n--frontier--\r\n"));
    HttpResponse<String> answer =
        full.by(way).post("/upload", "multipart/form-data; boundary=frontier", form.toByteArray());
    assertThat(answer.body())
        .isEqualTo(
            "{\"name\":\"a b.bin\",\"size\":%d,\"sha256\":\"%s\",\"type\":\"image/x-raw\",\"note\":\"two words\"}"
                .formatted(file.length, sha256(file)));
  }

  @ParameterizedTest
  @EnumSource
  void bodyOfUnknownLengthIsReadToItsEnd(Way way) throws Exception {
    byte[] body = random(3_000_001);
    Browser browser = full.by(way);
    HttpResponse<String> answer =
        browser.send(
            browser
                .to("/digest")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(answer.body()).isEqualTo("3000001 " + sha256(body) + "\n");
  }

  @ParameterizedTest
  @CsvSource({"PLAIN, each", "PLAIN, call", "TLS, each", "TLS, call", "HTTP2, each", "HTTP2, call"})
  void chunkArrivesBeforeTheNextIsMade(Way way, String kind) throws Exception {
    String gate = way + kind;
    try (InputStream in = full.by(way).begin("/gate/" + kind + "?name=" + gate).body()) {
      assertThat(new String(in.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("first\n");
      assertThat(full.by(way).get("/open?name=" + gate).body()).isEqualTo("open\n");
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("last\n");
    }
    happensOnce("closed " + gate);
  }

  @ParameterizedTest
  @CsvSource({
    "whole, 200, GET, '', 0",
    "many, 200, GET, 'n=100', 0",
    "empty, 200, GET, 'n=0', 0",
    "head, 200, HEAD, '', 0",
    "unchanged, 304, GET, 'n=0&status=304', 0",
    "early, 500, GET, 'n=0&raise=early', 1"
  })
  void bodyIsClosedOnce(String name, int status, String method, String query, int failures)
      throws Exception {
    Browser browser = full.by(Way.PLAIN);
    HttpResponse<String> answer =
        browser.send(
            browser
                .to("/closing?name=" + name + "&" + query)
                .method(method, BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(status);
    happensOnce("closed " + name);
    assertThat(logged("GET /closing: RuntimeError: early")).isEqualTo(failures);
  }

  @ParameterizedTest
  @EnumSource
  void bodyThatBreaksIsBrokenOffInSightAndClosedOnce(Way way) throws Exception {
    String name = "broken" + way;
    assertThatThrownBy(() -> full.by(way).get("/closing?raise=x&n=3&name=" + name))
        .isInstanceOf(IOException.class);
    happensOnce("closed " + name);
  }

  @Test
  void bodyIsClosedOnceWhenItsClientLeaves() throws Exception {
    try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), full.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes("GET /gate/each?name=left HTTP/1.1\r\nHost: x\r\n\r\n"));
      StringBuilder seen = new StringBuilder();
      while (seen.indexOf("first\n") < 0) {
        seen.append((char) socket.getInputStream().read());
      }
    }
    full.by(Way.PLAIN).get("/open?name=left");
    happensOnce("closed left");
  }

  @Test
  void afterReplyIsCalledWhenTheAnswerIsOut() throws Exception {
    assertThat(full.by(Way.PLAIN).get("/after?name=reply").body()).isEqualTo("before\n");
    happensOnce("after reply");
  }

  @ParameterizedTest
  @EnumSource
  void fileIsSentByItsPathAndBigAnswersAreWhole(Way way) throws Exception {
    HttpResponse<String> file = full.by(way).get("/file");
    assertThat(file.body()).isEqualTo("a file that is sent by its path\n");
    assertThat(file.headers().firstValue("content-length")).hasValue("32");
    assertThat(full.by(way).get("/big").body()).isEqualTo("0123456789abcdef".repeat(65_536));
    assertThat(full.by(way).get("/each?n=1000").body()).endsWith("tick 998\ntick 999\n");
    assertThat(full.by(way).get("/call").body()).startsWith("chunk 0\n").endsWith("chunk 4\n");
  }

  @ParameterizedTest
  @EnumSource
  void everyValueBecomesAFieldOfItsOwn(Way way) throws Exception {
    for (String path : new String[] {"/fields", "/arrays"}) {
      assertThat(full.by(way).get(path).headers().allValues("set-cookie"))
          .as(path)
          .containsExactly("a=1", "b=2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void headIsAnsweredWithoutABody(Way way) throws Exception {
    Browser browser = full.by(way);
    for (String path : new String[] {"/", "/big", "/each", "/call", "/file", "/fields"}) {
      HttpResponse<String> answer = browser.send(browser.to(path).HEAD());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isEmpty();
    }
    assertThat(browser.get("/").body()).isEqualTo("full\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/error, RuntimeError, an error on purpose",
    "/careless, Rack::Lint::LintError, X-Number",
    "/invalid, invalid answer, the body is 5"
  })
  void failureIsA500AndStandsInTheLog(String path, String kind, String message) throws Exception {
    HttpResponse<String> answer = full.by(Way.PLAIN).get(path);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain(kind);
    Wait.until(
        "a line in the log",
        SOON,
        () -> errorOf(path).contains(kind) && errorOf(path).contains(message));
  }

  @Test
  void exceptionIsLoggedWithItsBacktrace() throws Exception {
    assertThat(full.by(Way.HTTP2).get("/error").statusCode()).isEqualTo(500);
    Wait.until("a backtrace", SOON, () -> errorOf("/error").matches("(?s).*config\\.ru:\\d+.*"));
  }

  @Test
  void connectionOfPartialHijackIsTheApplications() throws Exception {
    assertThat(Wire.exchange(full.port(), "GET /hijack HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\nchunk 0\nchunk 1\nchunk 2\nchunk 3\nchunk 4\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TLS"})
  void webSocketOnAHijackedConnectionEchoesAndCloses(Way way) throws Exception {
    Echoes echoes = new Echoes();
    Browser browser = full.by(way);
    WebSocket socket =
        browser
            .client()
            .newWebSocketBuilder()
            .buildAsync(browser.webSocket("/websocket"), echoes)
            .get(20, TimeUnit.SECONDS);
    socket.sendText("Salv\u0113", true).join();
    assertThat(echoes.next()).isEqualTo("Salv\u0113");
    socket.sendText("in ", false).join();
    socket.sendText("parts", true).join();
    assertThat(echoes.next()).isEqualTo("in parts");
    for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 1 << 20}) {
      socket.sendBinary(ByteBuffer.wrap(random(size)), true).join();
      assertThat(echoes.next()).as("%d bytes", size).isEqualTo(random(size));
    }
    socket.sendPing(ByteBuffer.wrap(bytes("are you there"))).join();
    assertThat(echoes.next()).isEqualTo("pong are you there");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "vale").join();
    assertThat(echoes.next()).isEqualTo("close 1000 vale");
    assertThat(browser.get("/").body()).isEqualTo("full\n");
  }

  @Test
  void unixSocketServesTheSame() throws Exception {
    String head = " HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n";
    assertThat(Wire.exchange(full.socket(), "GET /big" + head)).hasSizeGreaterThan(1 << 20);
    assertThat(Wire.exchange(full.socket(), "GET /each?n=2" + head)).contains("tick 0\n");
    assertThat(Wire.exchange(full.socket(), "GET /env" + head))
        .contains("\"SERVER_NAME\":\"localhost\"")
        .contains("\"REMOTE_ADDR\":\"127.0.0.1\"");
  }

  /** Waits until it stands in the application's diary; further requests must not write it again. */
  private static void happensOnce(String event) throws Exception {
    Wait.until(event, SOON, () -> times(event) > 0);
    full.by(Way.PLAIN).get("/");
    assertThat(times(event)).isEqualTo(1);
  }

  private static long times(String event) throws Exception {
    return full.by(Way.PLAIN).get("/events").body().lines().filter(event::equals).count();
  }

  private static long logged(String text) throws IOException {
    return full.product().errors().lines().filter(line -> line.contains(text)).count();
  }

  /** The log from the last error of a path on. */
  private static String errorOf(String path) throws IOException {
    String log = full.product().errors();
    int at = log.lastIndexOf("GET " + path + ": ");
    return at < 0 ? "" : log.substring(at);
  }

  private static byte[] random(int size) {
    byte[] all = new byte[size];
    new Random(SEED).nextBytes(all);
    return all;
  }

  private static String sha256(byte[] data) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
