package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real server and a client that speaks HTTP/1 by the letter. */
abstract class Http1Setup {
  static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path directory;
  final ExecutorService threads = Executors.newFixedThreadPool(4);
  final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory, Map.of(), null);
    server.listen();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  RawClient client(BiConsumer<Request, Response> app) throws IOException {
    server.handle(
        (request, response) -> {
          response.onDone(outcomes::add);
          app.accept(request, response);
        });
    return new RawClient(server.connect());
  }

  Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).as("onDone is called").isNotNull();
    return outcome;
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
