package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Fields;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
  @TempDir Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private TestServer server;
  private Certificates certificates;

  @BeforeEach
  void start() throws Exception {
    certificates =
        Certificates.of("one").write(directory.resolve("c.pem"), directory.resolve("k.pem"));
    server = new TestServer(directory, Map.of("drain_timeout_ms", 3000L), null);
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private FakeSpec spec(String files) {
    return server.spec("tls").with(HttpOptions.HTTPS_SOCKET, "127.0.0.1:0," + files);
  }

  private HttpClient client(Version version) throws Exception {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(certificates.trusting())
        .connectTimeout(TestServer.PATIENCE)
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
        .timeout(TestServer.PATIENCE);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bothVersionsAreServed(Version version) throws Exception {
    server.handle(
        Apps.on(threads, (q, r) -> Apps.text(r, 200, q.protocol() + q.scheme() + q.authority())));
    server.launch(spec("c.pem,k.pem"), 1);
    try (HttpClient client = client(version)) {
      HttpResponse<String> answer = client.send(request("/").build(), BodyHandlers.ofString());
      String expected = version == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
      assertThat(answer.body()).isEqualTo(expected + "https127.0.0.1:" + server.port());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.headers().firstValue("server")).hasValue("Trajan");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bodiesAreStreamedBothWays(Version version) throws Exception {
    server.handle(Apps.on(threads, Apps::stream));
    server.launch(spec("c.pem,k.pem"), 1);
    byte[] body = new byte[2_000_000];
    new Random(3).nextBytes(body);
    try (HttpClient client = client(version)) {
      HttpRequest request = request("/").POST(BodyPublishers.ofByteArray(body)).build();
      List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> each : all) {
        byte[] answer = each.get(20, TimeUnit.SECONDS).body();
        assertThat(Arrays.mismatch(answer, body)).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void filesAreSent(Version version) throws Exception {
    byte[] bytes = new byte[700_000];
    new Random(4).nextBytes(bytes);
    Path file = Files.write(directory.resolve("file"), bytes);
    server.handle(
        (q, r) -> {
          r.start(200, new Fields());
          r.writeFile(Apps.open(file), 0, 300_000);
          r.write(ByteBuffer.allocate(1));
          r.writeFile(Apps.open(file), 300_001, 399_999);
          r.end();
        });
    server.launch(spec("c.pem,k.pem"), 1);
    bytes[300_000] = 0;
    try (HttpClient client = client(version)) {
      byte[] body = client.send(request("/").build(), BodyHandlers.ofByteArray()).body();
      assertThat(Arrays.mismatch(body, bytes)).isEqualTo(-1);
    }
  }

  @Test
  void manyStreamsShareAConnection() throws Exception {
    server.handle(Apps.on(threads, (q, r) -> Apps.text(r, 200, q.path())));
    server.launch(spec("c.pem,k.pem"), 1);
    try (HttpClient client = client(Version.HTTP_2)) {
      client.send(request("/first").build(), BodyHandlers.discarding());
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(client.sendAsync(request("/" + i).build(), BodyHandlers.ofString()));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(all.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
      }
      assertThat(server.count(Event.ACCEPTED)).isEqualTo(1);
      assertThat(server.count(Event.REQUESTS)).isEqualTo(101);
    }
  }

  @Test
  void changedCertificatesAreUsedForNewConnections() throws Exception {
    server.handle(TestServer::hello);
    server.launch(spec("c.pem,k.pem"), 1);
    try (SSLSocket old = handshake()) {
      assertThat(organisation(old)).contains("O=one");
      certificates =
          Certificates.of("two").write(directory.resolve("c.pem"), directory.resolve("k.pem"));
      Files.setLastModifiedTime(
          directory.resolve("c.pem"), FileTime.fromMillis(System.currentTimeMillis() + 5000));
      server.engine().launcher().reloadCertificates();
      try (SSLSocket fresh = handshake()) {
        assertThat(organisation(fresh)).contains("O=two");
      }
      RawClient client = new RawClient(old);
      assertThat(client.get("/").body()).isEqualTo("hello");
      Files.writeString(directory.resolve("c.pem"), "damaged");
      server.engine().launcher().reloadCertificates();
      try (SSLSocket fresh = handshake()) {
        assertThat(organisation(fresh)).contains("O=two");
      }
    }
  }

  private SSLSocket handshake() throws Exception {
    SSLContext context = certificates.trusting();
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
    socket.startHandshake();
    return socket;
  }

  private static String organisation(SSLSocket socket) throws Exception {
    X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return first.getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none.pem,k.pem    | none.pem does not exist
          text.pem,k.pem    | text.pem: no
          c.pem,none.pem    | none.pem does not exist
          c.pem,c.pem       | c.pem: no private key in it
          c.pem,old.pem     | old.pem holds an RSA PRIVATE KEY
          c.pem,cut.pem     | cut.pem
          c.pem,other.pem   | other.pem does not hold the key of the certificate
          """)
  void badFilesAreRefusedByNameAndReason(String files, String reason) throws Exception {
    Files.writeString(directory.resolve("text.pem"), "hello");
    Files.writeString(
        directory.resolve("old.pem"),
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Files.writeString(
        directory.resolve("cut.pem"), "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----");
    Certificates.of("x").write(directory.resolve("x.pem"), directory.resolve("other.pem"));
    assertThatThrownBy(() -> server.launch(spec(files), 1))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(reason);
    assertThat(server.engine().listeners()).isEmpty();
  }

  @Test
  void plainTextIsTurnedAway() throws Exception {
    server.handle(TestServer::hello);
    server.launch(spec("c.pem,k.pem"), 1);
    try (Socket plain = server.connect()) {
      RawClient client = new RawClient(plain);
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
    long start = System.nanoTime();
    while (server.count(Event.HANDSHAKE_FAILED) < 1) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestServer.PATIENCE);
      Thread.onSpinWait();
    }
  }

  @Test
  void aStopSaysGoodbyeAndFinishesWhatIsUnderWay() throws Exception {
    List<Runnable> answers = new CopyOnWriteArrayList<>();
    server.handle(
        (q, r) -> {
          if (q.path().equals("/wait")) {
            answers.add(() -> Apps.text(r, 200, "late"));
          } else {
            Apps.text(r, 200, "now");
          }
        });
    server.launch(spec("c.pem,k.pem"), 1);
    try (HttpClient client = client(Version.HTTP_2)) {
      client.send(request("/").build(), BodyHandlers.discarding());
      var waiting = client.sendAsync(request("/wait").build(), BodyHandlers.ofString());
      while (answers.isEmpty()) {
        Thread.onSpinWait();
      }
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close, threads);
      while (!server.engine().launcher().instances().isEmpty()) {
        Thread.onSpinWait();
      }
      answers.getFirst().run();
      assertThat(waiting.get(10, TimeUnit.SECONDS).body()).isEqualTo("late");
      stopping.get(10, TimeUnit.SECONDS);
    }
  }
}
