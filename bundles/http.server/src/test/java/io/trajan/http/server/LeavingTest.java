package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeSpec;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that have asked for nothing do not hold up who wants to leave. */
class LeavingTest {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path directory;

  private FakeSpec spec(TestServer server) throws Exception {
    return server.spec("test");
  }

  private TestServer server() {
    Map<String, Object> settings =
        Map.of("drain_timeout_ms", DRAIN.toMillis(), "header_timeout_ms", 60_000L);
    return new TestServer(directory, settings, null).handle(TestServer::hello);
  }

  private static void assertLeavesSoon(TestServer server, String begun) throws Exception {
    try (Socket socket = server.connect();
        RawClient client = new RawClient(socket)) {
      client.send(begun);
      long connected = System.nanoTime();
      while (server.engine().connections().isEmpty()) {
        assertThat(System.nanoTime() - connected).isLessThan(DRAIN.toNanos());
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }
  }

  @Test
  void oneThatHasNotAgreedUponTls() throws Exception {
    Certificates.of("one").write(directory.resolve("c.pem"), directory.resolve("k.pem"));
    try (TestServer server = server()) {
      server.launch(spec(server).with(HttpOptions.HTTPS_SOCKET, "127.0.0.1:0,c.pem,k.pem"), 1);
      assertLeavesSoon(server, "");
    }
  }

  @Test
  void oneThatHasNotNamedItsClient() throws Exception {
    try (TestServer server = server()) {
      server.launch(
          spec(server)
              .with(HttpOptions.HTTP_SOCKET, "127.0.0.1:0")
              .with(HttpOptions.PROXY_PROTOCOL, "true"),
          1);
      assertLeavesSoon(server, "PROXY TCP4 127");
    }
  }

  @Test
  void oneThatHasNotEndedItsHeader() throws Exception {
    try (TestServer server = server()) {
      server.listen();
      assertLeavesSoon(server, "GET / HTTP/1.1\r\nHos");
    }
  }
}
