package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A real server and a client that speaks HTTP/2 frame by frame. */
abstract class Http2Setup {
  @TempDir Path directory;
  final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  TestServer server;

  H2Client client(BiConsumer<Request, Response> app) throws Exception {
    return client(Map.of(), app);
  }

  H2Client client(Map<String, Object> settings, BiConsumer<Request, Response> app)
      throws Exception {
    Map<String, Object> all = new HashMap<>(Map.of("drain_timeout_ms", 3000L));
    all.putAll(settings);
    server =
        new TestServer(directory, all, null)
            .handle(
                (request, response) -> {
                  response.onDone(outcomes::add);
                  app.accept(request, response);
                });
    server.listen();
    return new H2Client(server.connect());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).isNotNull();
    return outcome;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
