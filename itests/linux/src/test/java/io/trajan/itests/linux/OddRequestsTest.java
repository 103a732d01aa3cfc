package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.linux.RackApplication.Engine;
import io.trajan.itests.linux.RackApplication.Way;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of odd requests in an environment of Rack 3, over real sockets. */
@ParameterizedClass
@EnumSource(
    value = Engine.class,
    names = {"EMBEDDED", "PROCESS"})
class OddRequestsTest {
  private static final String HOST = "Host: example.org:81\r\n";

  @SuppressWarnings("NullAway.Init") // Before each engine.
  private static RackApplication env;

  /** The engine is for the class as a whole. */
  OddRequestsTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void up(Engine engine) throws Exception {
    env = RackApplication.up("env", engine);
  }

  @AfterParameterizedClassInvocation
  static void down() throws Exception {
    env.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        row("GET / HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=", "PATH_INFO=/", "QUERY_STRING="),
        row("GET / HTTP/1.1\r\n" + HOST, "SERVER_NAME=example.org", "SERVER_PORT=81"),
        row("GET / HTTP/1.1\r\n" + HOST, "HTTP_HOST=example.org:81", "rack.url_scheme=http"),
        row("GET /? HTTP/1.1\r\n" + HOST, "PATH_INFO=/", "QUERY_STRING=", "REQUEST_URI=/?"),
        row("GET /a?? HTTP/1.1\r\n" + HOST, "PATH_INFO=/a", "QUERY_STRING=?"),
        row(
            "GET /a%20b%2Fc%3f?x=%20+&y HTTP/1.1\r\n" + HOST,
            "PATH_INFO=/a%20b%2Fc%3f",
            "QUERY_STRING=x=%20+&y"),
        row("GET //a//b/ HTTP/1.1\r\n" + HOST, "PATH_INFO=//a//b/"),
        row("GET /a;b=c,d:e@f HTTP/1.1\r\n" + HOST, "PATH_INFO=/a;b=c,d:e@f"),
        row("GET /caf%C3%A9 HTTP/1.1\r\n" + HOST, "PATH_INFO=/caf%C3%A9"),
        // Behind a mount of the application.
        row("GET /mount HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=/mount", "PATH_INFO="),
        row("GET /mount?q HTTP/1.1\r\n" + HOST, "PATH_INFO=", "QUERY_STRING=q"),
        row("GET /mount/ HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=/mount", "PATH_INFO=/"),
        row("GET /mount/a/b HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=/mount", "PATH_INFO=/a/b"),
        row("GET /mounted HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=", "PATH_INFO=/mounted"),
        row("GET /mount%2Fa HTTP/1.1\r\n" + HOST, "SCRIPT_NAME=", "PATH_INFO=/mount%2Fa"),
        // Without a name of the server.
        row("GET / HTTP/1.0\r\n", "SERVER_NAME=127.0.0.1", "SERVER_PORT=PORT", "!HTTP_HOST="),
        row("GET / HTTP/1.0\r\n", "SERVER_PROTOCOL=HTTP/1.0", "HTTP_VERSION=HTTP/1.0"),
        row("GET / HTTP/1.1\r\nHost:\r\n", "SERVER_NAME=127.0.0.1", "SERVER_PORT=PORT"),
        row("GET / HTTP/1.1\r\nHost: example.org\r\n", "SERVER_PORT=80"),
        row("GET / HTTP/1.1\r\nHost: example.org:\r\n", "SERVER_PORT=80"),
        row("GET / HTTP/1.1\r\nHost: [::1]:81\r\n", "SERVER_NAME=[::1]", "SERVER_PORT=81"),
        // Other forms of the target; the one in it counts more than Host, RFC 9112, section 3.2.2.
        row(
            "GET http://other.example:99/x?y HTTP/1.1\r\n" + HOST,
            "SERVER_NAME=other.example",
            "SERVER_PORT=99",
            "HTTP_HOST=other.example:99",
            "PATH_INFO=/x",
            "QUERY_STRING=y"),
        row("GET http://other.example?y HTTP/1.1\r\n" + HOST, "PATH_INFO=/", "QUERY_STRING=y"),
        row("GET http://other.example HTTP/1.0\r\n", "PATH_INFO=/", "SERVER_NAME=other.example"),
        row("OPTIONS * HTTP/1.1\r\n" + HOST, "PATH_INFO=*", "SCRIPT_NAME="),
        // Fields.
        row("GET / HTTP/1.1\r\n" + HOST + "X-A: 1\r\nx-a: 2\r\n", "HTTP_X_A=1,2"),
        row("GET / HTTP/1.1\r\n" + HOST + "X_A: 1\r\nProxy: p\r\n", "!HTTP_X_A", "!HTTP_PROXY"),
        row("GET / HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n", "CONTENT_LENGTH=0"),
        row("BREW /pot HTTP/1.1\r\n" + HOST, "REQUEST_METHOD=BREW"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void environmentIsAsTheSpecificationSays(String request, List<String> expected) throws Exception {
    String answer = Wire.exchange(env.port(), request + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    for (String line : expected) {
      String wanted = "\n" + line.replace("PORT=PORT", "PORT=" + env.port());
      if (line.startsWith("!")) {
        assertThat(answer).doesNotContain("\n" + line.substring(1));
      } else {
        assertThat(answer).contains(wanted + "\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n"
      })
  void requestThatNobodyMaySendNeverReachesTheApplication(String request) throws Exception {
    assertThat(Wire.exchange(env.port(), request + "\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("REQUEST_METHOD");
  }

  @Test
  void encryptedConnectionsSaySo() throws Exception {
    for (Way way : List.of(Way.TLS, Way.HTTP2)) {
      var answer = env.by(way).get("/mount/x?y");
      assertThat(answer.body())
          .contains("HTTPS=on\n", "rack.url_scheme=https\n", "SCRIPT_NAME=/mount\n")
          .contains("SERVER_NAME=localhost\nSERVER_PORT=" + answer.uri().getPort() + "\n")
          .contains("SERVER_PROTOCOL=HTTP/" + (way == Way.HTTP2 ? "2" : "1.1") + "\n");
      assertThat(answer.headers().allValues("x-list")).containsExactly("a", "b");
    }
  }

  @Test
  void unixSocketHasANameToo() throws Exception {
    assertThat(Wire.exchange(env.socket(), "GET / HTTP/1.0\r\n\r\n"))
        .contains("\nSERVER_NAME=localhost\n", "\nSERVER_PORT=80\n", "\nREMOTE_ADDR=127.0.0.1\n");
  }

  @Test
  void applicationHearsWhenItsAnswerIsFinished() throws Exception {
    Browser browser = env.by(Way.PLAIN);
    while (!browser.get("/marker").body().isEmpty()
        && !browser.get("/finished").body().startsWith("/marker 200 text/plain nil")) {
      // The lines of the other tests come first.
    }
    assertThat(browser.get("/error").statusCode()).isEqualTo(500);
    String error = "";
    while (!error.startsWith("/error")) {
      error = browser.get("/finished").body();
    }
    assertThat(error).startsWith("/error   #<RuntimeError: an error on purpose");
  }

  @Test
  void bytesBeyondAsciiInFieldsAreKept() throws Exception {
    String name =
        new String("\u00e9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(Wire.exchange(env.port(), "GET / HTTP/1.0\r\nX-Name: " + name + "\r\n\r\n"))
        .contains("\nHTTP_X_NAME=" + name + "\n");
  }

  private static Arguments row(String request, String... lines) {
    return Arguments.of(request, List.of(lines));
  }
}
