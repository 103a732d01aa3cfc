package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Endpoint;
import io.trajan.request.Request;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Debian's Rack 2.2 with its Lint around and inside of the application. */
class LintTest {
  private static Stage stage;

  @BeforeAll
  static void serve(@TempDir Path directory) throws Exception {
    Debian.assume("rack");
    stage = new Stage(directory);
    stage.serve(
        """
        require 'rack'
        use Rack::Lint
        use Rack::ContentLength
        use Rack::Lint
        run(lambda do |env|
          request = Rack::Request.new(env)
          text = case request.path_info
                 when '/release' then Rack.release + ' ' + env['rack.version'].inspect
                 when '/form' then request.params.sort.inspect + request.params.inspect
                 when '/twice' then 2.times.map { env['rack.input'].rewind; env['rack.input'].read }.inspect
                 when '/lines' then env['rack.input'].each.to_a.inspect rescue 'x'
                 when '/each' then [].tap { |a| env['rack.input'].each { |l| a << l } }.inspect
                 when '/gets' then [env['rack.input'].gets, env['rack.input'].read(2), env['rack.input'].gets, env['rack.input'].gets].inspect
                 when '/host' then [request.host, request.port, request.base_url].inspect
                 when '/ip' then request.ip.inspect
                 else 'ok'
                 end
          env['rack.errors'].puts('a line')
          env['rack.errors'].write('another')
          env['rack.errors'].flush
          [200, {'Content-Type' => 'text/plain', 'X-Lines' => "a\\nb"}, request.head? ? [] : [text]]
        end)
        """);
  }

  @AfterAll
  static void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  static Stream<Request> requests() {
    Endpoint unix = new Endpoint("", -1);
    return Stream.of(
        get("/"),
        get("/a/b?c"),
        get("/a%20b"),
        get("/caf\u00e9").header("X-B", "\u00e9"),
        get("/mount/x").at("/mount"),
        get("/mount").at("/mount"),
        FakeRequest.of("OPTIONS", "*"),
        FakeRequest.of("HEAD", "/"),
        FakeRequest.of("DELETE", "/"),
        FakeRequest.of("POST", "/").body("abc").header("Content-Length", "3"),
        get("/").authority(""),
        get("/").authority("[::1]"),
        get("/").authority("[::1]:81"),
        get("/").authority("").between(unix, unix),
        get("/").over("HTTP/2", "https"),
        get("/").header("X-A", "1").header("X-A", "2").header("Cookie", "a=b"),
        get("/").header("Version", "x").header("X_Y", "z").header("Proxy", "p"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void lintFindsNothing(Request request) {
    FakeResponse response = FakeResponse.to(request);
    assertThat(stage.handlers.getFirst().handle(request, response)).isTrue();
    response.await(Stage.PATIENCE);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().all("X-Lines")).containsExactly("a", "b");
  }

  @Test
  void contractIsThatOfTheLoadedRack() {
    assertThat(text(get("/release"))).startsWith("2.2.").endsWith(" [1, 3]");
  }

  @Test
  void formIsParsed() {
    FakeRequest request =
        FakeRequest.of("POST", "/form?q=1")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Content-Length", "7")
            .body("a=1", "&b=2");
    assertThat(text(request)).startsWith("[[\"a\", \"1\"], [\"b\", \"2\"], [\"q\", \"1\"]]");
  }

  @Test
  void multipartIsParsed() {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\n\r\ncontent\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"g\"\r\n\r\nvalue\r\n--x--\r\n";
    FakeRequest request =
        FakeRequest.of("POST", "/form")
            .header("Content-Type", "multipart/form-data; boundary=x")
            .header("Content-Length", Integer.toString(body.length()))
            .body(body.split("(?<=o)"));
    assertThat(text(request)).contains("n.txt").contains("\"g\", \"value\"");
  }

  @Test
  void inputIsReadAgainAfterRewind() {
    assertThat(text(post("/twice", "ab", "cd"))).isEqualTo("[\"abcd\", \"abcd\"]");
  }

  @Test
  void longInputIsReadAgainAfterRewind() {
    String piece = "0123456789".repeat(10_000);
    String text = text(post("/twice", piece, piece, piece));
    assertThat(text).isEqualTo("[\"" + piece.repeat(3) + "\", \"" + piece.repeat(3) + "\"]");
  }

  @Test
  void inputIsReadByLines() {
    assertThat(text(post("/each", "a\nb", "c\n\nd")))
        .isEqualTo("[\"a\\n\", \"bc\\n\", \"\\n\", \"d\"]");
    assertThat(text(post("/gets", "a\nb", "c\nd"))).isEqualTo("[\"a\\n\", \"bc\", \"\\n\", \"d\"]");
  }

  @Test
  void urlIsPutTogetherAgain() {
    assertThat(text(get("/host").authority("x.org:81")))
        .isEqualTo("[\"x.org\", 81, \"http://x.org:81\"]");
    assertThat(text(get("/host").authority("[::1]:81"))).contains("81, \"http://[::1]:81\"");
    assertThat(text(get("/host").authority("x.org").over("HTTP/2", "https")))
        .isEqualTo("[\"x.org\", 443, \"https://x.org\"]");
    assertThat(text(get("/host").authority("")))
        .isEqualTo("[\"192.0.2.1\", 80, \"http://192.0.2.1\"]");
    assertThat(text(get("/ip"))).isEqualTo("\"192.0.2.7\"");
  }

  private static String text(FakeRequest request) {
    return stage.answer(request).text();
  }

  private static FakeRequest post(String target, String... pieces) {
    return FakeRequest.of("POST", target).body(pieces);
  }

  private static FakeRequest get(String target) {
    return FakeRequest.get(target);
  }
}
