package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeRawStream;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.testkit.FakeSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The applications of {@code itests/apps}, whole, without a network. */
class ApplicationsTest {
  private static final Path APPS = Path.of("../../itests/apps").toAbsolutePath().normalize();
  @TempDir Path directory;

  private Stage serve(String name) throws Exception {
    Stage stage = new Stage(directory);
    Path rackup = APPS.resolve(name).resolve("config.ru");
    stage.serve(FakeSpec.of(name, directory).with(RackOptions.RACK, rackup.toString()));
    return stage;
  }

  @Test
  void lintIsContent() throws Exception {
    Debian.assume("rack");
    try (Stage stage = serve("lint")) {
      assertThat(stage.get("/").text()).isEqualTo("lint is content\n");
      assertThat(stage.answer(post("/again", "a\nb", "c")).text()).isEqualTo("a\nbc");
      assertThat(stage.answer(post("/lines", "a\nb", "c")).text()).isEqualTo("a\n|bc");
      assertThat(stage.answer(FakeRequest.of("HEAD", "/")).status()).isEqualTo(200);
    }
  }

  @Test
  void sinatraServesItsTemplate() throws Exception {
    Debian.assume("sinatra");
    try (Stage stage = serve("sinatra")) {
      FakeResponse page = stage.get("/");
      assertThat(page.text()).contains("<li>Trajan: Felicior Augusto &lt;b&gt;</li>");
      assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
      assertThat(stage.get("/hello/caf%C3%A9%20x").text()).isEqualTo("Hello, caf\u00c3\u00a9 x");
      assertThat(stage.get("/away").status()).isEqualTo(302);
      assertThat(stage.get("/nowhere").status()).isEqualTo(404);
      FakeResponse broken = stage.get("/broken");
      assertThat(broken.status()).isEqualTo(500);
      assertThat(broken.text()).isEqualTo("an error page of the application");
      FakeRequest form =
          post("/echo", "b=2&a", "=1").header("Content-Type", "application/x-www-form-urlencoded");
      assertThat(stage.answer(form).text()).isEqualTo("a=1&b=2");
    }
  }

  @Test
  void fullApplicationDoesEverything() throws Exception {
    Debian.assume("rack");
    try (Stage stage = serve("full")) {
      assertThat(stage.get("/").header("X-Middleware")).isEqualTo("seen");
      assertThat(stage.get("/each?n=3").text()).isEqualTo("tick 0\ntick 1\ntick 2\n");
      assertThat(stage.get("/call").text()).startsWith("chunk 0\n").endsWith("chunk 4\n");
      assertThat(stage.get("/big").bytes()).hasSize(1 << 20);
      assertThat(stage.get("/slow").text()).isEqualTo("slow\n");
      assertThat(stage.get("/file").text()).isEqualTo("a file that is sent by its path\n");
      assertThat(stage.get("/error").status()).isEqualTo(500);
      assertThat(stage.get("/invalid").status()).isEqualTo(500);
      FakeResponse late = stage.get("/late");
      assertThat(late.text()).isEqualTo("begun\n");
      assertThat(late.abortCause()).isNotNull();
      assertThat(stage.get("/env").text()).contains("\"SERVER_NAME\":\"localhost\"");
      sessionIsKept(stage);
      uploadArrives(stage);
      webSocketEchoes(stage);
    }
  }

  private static void sessionIsKept(Stage stage) {
    FakeResponse first = stage.get("/session");
    assertThat(first.text()).isEqualTo("1\n");
    String cookie = String.valueOf(first.header("Set-Cookie")).replaceFirst(";.*", "");
    FakeResponse second = stage.answer(FakeRequest.get("/session").header("Cookie", cookie));
    assertThat(second.text()).isEqualTo("2\n");
  }

  private static void uploadArrives(Stage stage) {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.bin\"\r\n\r\n"
            + "z".repeat(300_000)
            + "\r\n--x--\r\n";
    FakeRequest request =
        post("/upload", body.substring(0, 90), body.substring(90))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .header("Content-Length", Integer.toString(body.length()));
    assertThat(stage.answer(request).text()).contains("\"name\":\"n.bin\",\"size\":300000");
  }

  /** Key and answer are the example of RFC 6455, section 1.3; the masked frame that of 5.7. */
  private static void webSocketEchoes(Stage stage) {
    FakeResponse response =
        stage.begin(
            FakeRequest.get("/websocket").header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
    AnswerTest.await(() -> response.raw() != null);
    FakeRawStream raw = Stage.raw(response);
    byte[] hello = {
      (byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
    };
    for (byte each : hello) {
      raw.input().feed(new byte[] {each});
    }
    AnswerTest.await(() -> raw.text().endsWith("\u0081\u0005Hello"));
    assertThat(raw.text()).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    raw.input().feed(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
    AnswerTest.await(() -> !raw.isOpen());
  }

  private static FakeRequest post(String target, String... pieces) {
    return FakeRequest.of("POST", target).body(pieces);
  }
}
