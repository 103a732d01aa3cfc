package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.Response;
import io.trajan.vassal.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that were made long before the client has taken them. */
class SlowDownloadTest {
  private static final int SIZE = 16 << 20;
  private static final int SHORT = 100;

  @TempDir Path directory;
  private final FakeKeep keep = new FakeKeep();

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  private TestServer server;

  @SuppressWarnings("NullAway.Init")
  private Instance instance;

  private Socket download(String path) throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[SIZE]);
    server =
        new TestServer(directory, Map.of("idle_timeout_ms", (long) SHORT), keep)
            .handle(
                (request, response) -> {
                  if (request.path().equals("/file")) {
                    response.start(200, Fields.of("Content-Length", String.valueOf(SIZE)));
                    response.writeFile(Apps.open(file), 0, SIZE);
                    response.end();
                  } else {
                    memory(response);
                  }
                });
    instance = server.listen();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    send(socket, path);
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  private static void memory(Response response) {
    response.send(200, new Fields(), ByteBuffer.allocateDirect(SIZE));
  }

  private static void send(Socket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Takes nothing for several times the idle timeout: the time is what is tested. */
  private static void dawdle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(5 * SHORT);
  }

  private static void assertWhole(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int line = 0;
    for (int c = in.read(); c >= 0 && !(c == '\n' && line == 0); c = in.read()) {
      line = c == '\n' ? 0 : c == '\r' ? line : line + 1;
    }
    assertThat(in.readNBytes(SIZE).length).isEqualTo(SIZE);
  }

  @AfterEach
  void stop() {
    server.close();
    keep.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/memory", "/file"})
  void takingAnAnswerIsNotIdling(String path) throws Exception {
    try (Socket client = download(path)) {
      dawdle();
      assertWhole(client);
      assertThat(client.getInputStream().read()).isEqualTo(-1); // Now it idles.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/memory", "/file"})
  void aClientThatEndsItsDirectionGetsTheRest(String path) throws Exception {
    try (Socket client = download(path)) {
      client.shutdownOutput();
      dawdle();
      assertWhole(client);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void soDoesOneThatEndsItInTheMiddleOfTheNextRequest() throws Exception {
    try (Socket client = download("/file")) {
      client.getOutputStream().write("GET /fi".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      dawdle();
      assertWhole(client);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void requestsThatWereSentAheadOfTheEndAreAnswered() throws Exception {
    try (Socket client = download("/memory")) {
      send(client, "/memory");
      send(client, "/file");
      client.shutdownOutput();
      dawdle();
      assertWhole(client);
      assertWhole(client);
      assertWhole(client);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/memory", "/file"})
  void aListenerThatIsRetiredLetsItsAnswersArrive(String path) throws Exception {
    try (Socket client = download(path)) {
      var retired = instance.retire(Duration.ofSeconds(10)).toCompletableFuture();
      dawdle();
      assertWhole(client);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.close();
      retired.get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/memory", "/file"})
  void aServerThatIsUpdatedLetsItsAnswersArrive(String path) throws Exception {
    try (Socket client = download(path)) {
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
      dawdle();
      assertWhole(client);
      closed.get(10, TimeUnit.SECONDS);
      assertThat(server.engine().listeners()).isEmpty();
    }
  }

  @Test
  void aBadRequestBehindAnAnswerIsRefusedBehindIt() throws Exception {
    try (Socket client = download("/file")) {
      client.getOutputStream().write("BAD\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      dawdle();
      assertWhole(client);
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ");
    }
  }
}
