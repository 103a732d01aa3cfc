package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.HttpSession.Answer;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Static files over real sockets, also while the bundles that serve them are updated. */
class StaticFilesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int BIG = 64 << 20;

  private static Product product;
  private static int port;

  @BeforeAll
  static void up() throws Exception {
    port = Product.freePort();
    product =
        Product.up(
            "www/a.txt", "0123456789",
            "www/docs/index.html", "<p>docs",
            "secret.txt", "secret",
            "etc/io.trajan.dispatch.cfg", "access.log = all\n",
            "vassals/site.cfg",
                "http-socket = 127.0.0.1:%d\nstatic-map = /s=../www\nstatic-index = index.html\n"
                    .formatted(port));
    Files.createSymbolicLink(product.home().resolve("www/out"), Path.of("../secret.txt"));
    Wait.until("serving", SOON, () -> get("/s/a.txt").status() == 200);
  }

  @AfterAll
  static void down() throws Exception {
    product.close();
  }

  @Test
  void fileHasItsFieldsAndIsNotSentTwice() throws Exception {
    Answer first = get("/s/a.txt");
    assertThat(first.text()).isEqualTo("0123456789");
    assertThat(first.fields()).containsEntry("content-type", "text/plain; charset=utf-8");
    String tag = String.valueOf(first.fields().get("etag"));
    assertThat(status("GET /s/a.txt HTTP/1.1\r\nIf-None-Match: " + tag)).startsWith("HTTP/1.1 304");
    assertThat(status("GET /s/a.txt HTTP/1.1\r\nIf-Match: \"x\"")).startsWith("HTTP/1.1 412");
  }

  @Test
  void rangesAreExact() throws Exception {
    assertThat(raw("GET /s/a.txt HTTP/1.1\r\nRange: bytes=2-4"))
        .startsWith("HTTP/1.1 206")
        .containsIgnoringCase("Content-Range: bytes 2-4/10\r\n")
        .endsWith("\r\n\r\n234");
    assertThat(raw("GET /s/a.txt HTTP/1.1\r\nRange: bytes=-1,0-0"))
        .startsWith("HTTP/1.1 206")
        .contains("Content-Range: bytes 9-9/10\r\n\r\n9\r\n--")
        .contains("Content-Range: bytes 0-0/10\r\n\r\n0\r\n--");
    assertThat(raw("GET /s/a.txt HTTP/1.1\r\nRange: bytes=10-"))
        .startsWith("HTTP/1.1 416")
        .containsIgnoringCase("Content-Range: bytes */10\r\n");
  }

  @Test
  void directoryGetsItsSlashAndItsIndex() throws Exception {
    assertThat(raw("GET /s/docs?q HTTP/1.1"))
        .startsWith("HTTP/1.1 301")
        .containsIgnoringCase("Location: /s/docs/?q\r\n");
    assertThat(get("/s/docs/").text()).isEqualTo("<p>docs");
  }

  @Test
  void otherMethodsAreRefusedForThereIsNoApplication() throws Exception {
    assertThat(raw("DELETE /s/a.txt HTTP/1.1"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("Allow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/s/out",
        "/s/../secret.txt",
        "/s/%2e%2e/secret.txt",
        "/s/..%2fsecret.txt",
        "/s/%252e%252e/secret.txt",
        "/s/..\\secret.txt",
        "/s//etc/passwd",
        "/s%2f..%2fsecret.txt",
        "/s/a.txt%00",
        "/sx/a.txt",
        "/s/a.txt/"
      })
  void nothingOutsideIsSent(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1"))
        .matches("(?s)HTTP/1.1 40[04].*")
        .doesNotContain("secret\n");
  }

  @Test
  void downloadThatOutlivesTheDispatcherIsWholeAndRecordedOnce() throws Exception {
    byte[] big = new byte[BIG];
    new java.util.Random(7).nextBytes(big);
    Files.write(product.home().resolve("www/big.bin"), big);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(65536);
      socket.connect(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), port), 5000);
      socket.setSoTimeout(30_000);
      send(socket, "GET /s/big.bin HTTP/1.1");
      InputStream in = socket.getInputStream();
      byte[] start = in.readNBytes(1000);
      for (String bundle :
          List.of("trajan.request.dispatch", "trajan.files.server", "trajan.request.dispatch")) {
        product.shell("update", bundle);
      }
      byte[] rest = in.readAllBytes();
      int head = new String(start, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
      assertThat(start.length + rest.length - head).isEqualTo(BIG);
      assertThat(java.util.Arrays.mismatch(rest, 0, rest.length, big, 1000 - head, BIG))
          .isEqualTo(-1);
    }
    Wait.until("its line in the access log", SOON, () -> lines("GET /s/big.bin 200") > 0);
    assertThat(lines("GET /s/big.bin 200")).isEqualTo(1);
  }

  private static long lines(String text) throws IOException {
    return product.errors().lines().filter(line -> line.contains(text)).count();
  }

  @Test
  void noRequestFailsWhileTheBundlesAreUpdated() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(3)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        running.add(clients.submit(client(stop, served)));
      }
      for (int i = 0; i < 5; i++) {
        for (String bundle :
            List.of("trajan.request.dispatch", "trajan.files.server", "trajan.foreign.jnr")) {
          product.shell("update", bundle);
        }
      }
      int before = served.get();
      Wait.until("requests after the last update", SOON, () -> served.get() > before + 100);
      stop.set(true);
      for (Future<Void> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static Callable<Void> client(AtomicBoolean stop, AtomicInteger served) {
    return () -> {
      try (HttpSession session = new HttpSession(port)) {
        while (!stop.get()) {
          Answer answer = session.get("/s/a.txt");
          assertThat(answer.status() + " " + answer.text()).isEqualTo("200 0123456789");
          served.incrementAndGet();
        }
      }
      return null;
    };
  }

  private static Answer get(String target) throws IOException {
    try (HttpSession session = new HttpSession(port)) {
      return session.get(target);
    }
  }

  private static String status(String request) throws IOException {
    return raw(request).lines().findFirst().orElse("");
  }

  /** Everything that comes back for a request line and fields. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void send(Socket socket, String request) throws IOException {
    String head = request + "\r\nHost: test\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
  }
}
