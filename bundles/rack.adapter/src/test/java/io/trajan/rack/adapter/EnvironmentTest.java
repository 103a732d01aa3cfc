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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The environment with our own Builder, so by Rack 3; {@link LintTest} has it checked for Rack 2.
 */
class EnvironmentTest {
  private static final Endpoint UNIX = new Endpoint("/run/app.sock", -1);
  private static Stage stage;

  @BeforeAll
  static void serve(@TempDir Path directory) throws Exception {
    stage = new Stage(directory);
    stage.serve(
        """
        run ->(env) { [200, {}, [env.key?(env['HTTP_X_KEY']) ? env[env['HTTP_X_KEY']].inspect : 'absent']] }
        """);
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row(get("/"), "REQUEST_METHOD", "\"GET\""),
        row(FakeRequest.of("PROPFIND", "/"), "REQUEST_METHOD", "\"PROPFIND\""),
        row(get("/a/b?c=d"), "PATH_INFO", "\"/a/b\""),
        row(get("/a/b?c=d"), "SCRIPT_NAME", "\"\""),
        row(get("/a/b?c=d"), "QUERY_STRING", "\"c=d\""),
        row(get("/a/b?c=d"), "REQUEST_URI", "\"/a/b?c=d\""),
        row(get("/a"), "QUERY_STRING", "\"\""),
        row(get("/a?b?c"), "QUERY_STRING", "\"b?c\""),
        row(get("/a%20b%2Fc"), "PATH_INFO", "\"/a%20b%2Fc\""),
        row(get("/caf\u00e9"), "PATH_INFO", "\"/caf\\xE9\""),
        // A mount moves the prefix; what is left may be empty.
        row(get("/app/x?y").at("/app"), "SCRIPT_NAME", "\"/app\""),
        row(get("/app/x?y").at("/app"), "PATH_INFO", "\"/x\""),
        row(get("/app").at("/app"), "PATH_INFO", "\"\""),
        row(get("/app/").at("/app"), "PATH_INFO", "\"/\""),
        // Forms of the target other than a path.
        row(FakeRequest.of("OPTIONS", "*"), "PATH_INFO", "\"*\""),
        row(FakeRequest.of("OPTIONS", "*"), "REQUEST_URI", "\"*\""),
        row(new Absolute("http://example.org/x?y"), "PATH_INFO", "\"/x\""),
        row(new Absolute("http://example.org/x?y"), "REQUEST_URI", "\"http://example.org/x?y\""),
        // Names and ports of the server.
        row(get("/").authority("example.org"), "SERVER_NAME", "\"example.org\""),
        row(get("/").authority("example.org"), "SERVER_PORT", "\"80\""),
        row(get("/").authority("example.org:8443"), "SERVER_NAME", "\"example.org\""),
        row(get("/").authority("example.org:8443"), "SERVER_PORT", "\"8443\""),
        row(get("/").authority("example.org:"), "SERVER_PORT", "\"80\""),
        row(get("/").authority("example.org:x"), "SERVER_PORT", "\"80\""),
        row(get("/").authority("[2001:db8::1]"), "SERVER_NAME", "\"[2001:db8::1]\""),
        row(get("/").authority("[2001:db8::1]"), "SERVER_PORT", "\"80\""),
        row(get("/").authority("[2001:db8::1]:81"), "SERVER_NAME", "\"[2001:db8::1]\""),
        row(get("/").authority("[2001:db8::1]:81"), "SERVER_PORT", "\"81\""),
        row(get("/").authority("example.org:81"), "HTTP_HOST", "\"example.org:81\""),
        row(get("/").authority(""), "SERVER_NAME", "\"192.0.2.1\""),
        row(get("/").authority(""), "SERVER_PORT", "\"80\""),
        row(get("/").authority(""), "HTTP_HOST", "absent"),
        row(between("::1", 9, "2001:db8::2", 8080), "SERVER_NAME", "\"[2001:db8::2]\""),
        row(between("::1", 9, "2001:db8::2", 8080), "SERVER_PORT", "\"8080\""),
        row(get("/").authority("").between(UNIX, UNIX), "SERVER_NAME", "\"localhost\""),
        row(get("/").authority("").between(UNIX, UNIX), "SERVER_PORT", "\"80\""),
        // The client.
        row(get("/"), "REMOTE_ADDR", "\"192.0.2.7\""),
        row(get("/"), "REMOTE_PORT", "\"40000\""),
        row(between("2001:db8::9", 9, "::1", 1), "REMOTE_ADDR", "\"2001:db8::9\""),
        row(get("/").between(UNIX, UNIX), "REMOTE_ADDR", "\"127.0.0.1\""),
        row(get("/").between(UNIX, UNIX), "REMOTE_PORT", "absent"),
        // Protocol and scheme.
        row(get("/").over("HTTP/2", "https"), "SERVER_PROTOCOL", "\"HTTP/2\""),
        row(get("/").over("HTTP/2", "https"), "HTTP_VERSION", "\"HTTP/2\""),
        row(get("/").over("HTTP/2", "https"), "rack.url_scheme", "\"https\""),
        row(get("/").over("HTTP/2", "https"), "HTTPS", "\"on\""),
        row(get("/").over("HTTP/2", "https").authority("x"), "SERVER_PORT", "\"443\""),
        row(get("/"), "HTTPS", "absent"),
        row(get("/"), "rack.url_scheme", "\"http\""),
        // Header fields.
        row(get("/").header("User-Agent", "u"), "HTTP_USER_AGENT", "\"u\""),
        row(get("/").header("X-Empty", ""), "HTTP_X_EMPTY", "\"\""),
        row(get("/").header("X-A", "1").header("x-a", "2"), "HTTP_X_A", "\"1,2\""),
        row(
            get("/").header("Cookie", "a=1").header("cookie", "b=2"),
            "HTTP_COOKIE",
            "\"a=1; b=2\""),
        row(get("/").header("X_A", "1"), "HTTP_X_A", "absent"),
        row(get("/").header("Proxy", "http://evil"), "HTTP_PROXY", "absent"),
        row(get("/").header("Version", "9"), "HTTP_VERSION", "\"HTTP/1.1\""),
        row(get("/").header("X-B", "\u00e9"), "HTTP_X_B", "\"\\xE9\""),
        row(get("/").header("Transfer-Encoding", "chunked"), "HTTP_TRANSFER_ENCODING", "absent"),
        // The body.
        row(get("/"), "CONTENT_LENGTH", "absent"),
        row(get("/"), "CONTENT_TYPE", "absent"),
        row(post("abc").header("Content-Length", "3"), "CONTENT_LENGTH", "\"3\""),
        row(post("abc").header("Content-Length", "3"), "HTTP_CONTENT_LENGTH", "absent"),
        row(get("/").header("Content-Length", "0"), "CONTENT_LENGTH", "\"0\""),
        row(post("abc").header("Content-Type", "a/b"), "CONTENT_TYPE", "\"a/b\""),
        row(post("abc").header("Content-Type", "a/b"), "HTTP_CONTENT_TYPE", "absent"),
        // The server's own.
        row(get("/"), "rack.version", "[3, 0]"),
        row(get("/"), "rack.multithread", "true"),
        row(get("/"), "rack.multiprocess", "false"),
        row(get("/"), "rack.run_once", "false"),
        row(get("/"), "rack.hijack?", "true"),
        row(get("/"), "rack.response_finished", "[]"),
        row(get("/"), "rack.after_reply", "[]"),
        row(get("/"), "trajan.warmup", "absent"),
        // Variables of FastCGI, uwsgi and SCGI front ends.
        row(get("/").variable("DOCUMENT_ROOT", "/srv"), "DOCUMENT_ROOT", "\"/srv\""),
        row(get("/").variable("SERVER_NAME", "front"), "SERVER_NAME", "\"front\""),
        row(get("/").variable("SERVER_NAME", ""), "SERVER_NAME", "\"localhost\""),
        row(get("/").variable("PATH_INFO", "/other"), "PATH_INFO", "\"/\""),
        row(get("/").variable("HTTP_PROXY", "x"), "HTTP_PROXY", "absent"),
        row(get("/").variable("rack.errors", "x"), "rack.run_once", "false"));
  }

  @ParameterizedTest(name = "{index}: {1} is {2}")
  @MethodSource("table")
  void variableIsAsSpecified(Request request, String key, String expected) {
    request.headers().add("X-Key", key);
    FakeResponse response = FakeResponse.to(request);
    assertThat(stage.handlers.getFirst().handle(request, response)).isTrue();
    response.await(Stage.PATIENCE);
    assertThat(response.text()).isEqualTo(expected);
  }

  @Test
  void protocolWithoutHijackSaysSo() {
    FakeRequest request = get("/").header("X-Key", "rack.hijack?");
    FakeResponse response = FakeResponse.to(request).withoutHijack();
    stage.handlers.getFirst().handle(request, response);
    response.await(Stage.PATIENCE);
    assertThat(response.text()).isEqualTo("false");
  }

  @Test
  void manyInventedNamesAndMethodsDoNoHarm() {
    for (int i = 0; i < 2000; i++) {
      FakeRequest request =
          FakeRequest.of("M" + i, "/").header("X-N" + i, "v" + i).header("X-Key", "HTTP_X_N" + i);
      assertThat(stage.answer(request).text()).isEqualTo("\"v" + i + "\"");
    }
  }

  private static Arguments row(Request request, String key, String expected) {
    return Arguments.of(request, key, expected);
  }

  private static FakeRequest get(String target) {
    return FakeRequest.get(target);
  }

  private static FakeRequest post(String body) {
    return FakeRequest.of("POST", "/").body(body);
  }

  private static FakeRequest between(String remote, int remotePort, String local, int localPort) {
    return get("/")
        .authority("")
        .between(new Endpoint(remote, remotePort), new Endpoint(local, localPort));
  }
}
