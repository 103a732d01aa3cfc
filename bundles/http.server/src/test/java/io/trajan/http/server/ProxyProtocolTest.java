package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.net.Counters.Event;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolTest {
  private static final byte[] V2 = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(directory, Map.of("header_timeout_ms", 200L), null)
            .handle((q, r) -> Apps.text(r, 200, q.remote() + "|" + q.local() + "|" + q.scheme()));
    server.launch(
        server
            .spec("proxied")
            .with(HttpOptions.HTTP_SOCKET, "127.0.0.1:0")
            .with(HttpOptions.PROXY_PROTOCOL, "true"),
        1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String ask(byte[] header) throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      for (byte octet : header) {
        client.send(new byte[] {octet});
      }
      String first = client.get("/").body();
      assertThat(client.get("/").body()).isEqualTo(first);
      return first;
    }
  }

  private static byte[] v1(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Version 2 with command and family, addresses and ports as given. */
  private static byte[] v2(int command, int family, byte... rest) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(V2);
    all.write(command);
    all.write(family);
    all.write(0);
    all.write(rest.length);
    all.writeBytes(rest);
    return all.toByteArray();
  }

  @Test
  void theHeaderNamesTheClient() throws Exception {
    assertThat(ask(v1("PROXY TCP4 192.0.2.1 198.51.100.2 4242 80")))
        .isEqualTo("192.0.2.1:4242|198.51.100.2:80|http");
    assertThat(ask(v1("PROXY TCP6 2001:db8::1 2001:db8::2 4242 443")))
        .isEqualTo("[2001:db8::1]:4242|[2001:db8::2]:443|http");
    assertThat(ask(v2(0x21, 0x11, bytes(192, 0, 2, 9, 192, 0, 2, 8, 1, 0, 0, 80))))
        .isEqualTo("192.0.2.9:256|192.0.2.8:80|http");
  }

  @Test
  void anInnerTlsMakesItSecure() throws Exception {
    byte[] tls = bytes(192, 0, 2, 9, 192, 0, 2, 8, 1, 0, 0, 80, 0x20, 0, 5, 1, 0, 0, 0, 0);
    assertThat(ask(v2(0x21, 0x11, tls))).endsWith("|https");
  }

  @Test
  void withoutAddressesTheConnectionsOwnAreUsed() throws Exception {
    assertThat(ask(v1("PROXY UNKNOWN"))).startsWith("127.0.0.1:");
    assertThat(ask(v2(0x20, 0))).startsWith("127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "PROXY TCP4 192.0.2.1\r\nGET / HTTP/1.1\r\n",
        "PROXY TCP4 300.0.2.1 192.0.2.1 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.1 70000 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "PROXY TCP4 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "PROXY TCP4"
      })
  void withoutAWellFormedHeaderNothingIsAnswered(String start) throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      client.send(start);
      String rest;
      try {
        rest = client.rest();
      } catch (SocketException e) {
        rest = ""; // A reset, because more was sent than was read.
      }
      assertThat(rest).isEmpty();
    }
    long began = System.nanoTime();
    while (server.count(Event.PROXY_HEADER) == 0) {
      assertThat(System.nanoTime() - began).isLessThan(TestServer.PATIENCE.toNanos());
      Thread.onSpinWait();
    }
    assertThat(server.count(Event.PROXY_HEADER)).isEqualTo(1);
    assertThat(server.count(Event.REQUESTS)).isZero();
  }

  private static byte[] bytes(int... octets) {
    byte[] all = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      all[i] = (byte) octets[i];
    }
    return all;
  }
}
