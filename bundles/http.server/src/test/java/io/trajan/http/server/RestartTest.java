package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle is updated: one engine stops, another one starts, and clients go on. */
class RestartTest {
  @TempDir Path directory;
  private final FakeKeep keep = new FakeKeep();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port = freePort();

  @SuppressWarnings("NullAway.Init") // Each test starts its own.
  private TestServer server;

  @AfterEach
  void stop() throws Exception {
    server.close();
    keep.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(String word) throws Exception {
    server =
        new TestServer(directory, Map.of("drain_timeout_ms", 5000L), keep)
            .handle((request, response) -> Apps.text(response, 200, word));
    server.launch(server.spec("test").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:" + port), 1);
  }

  private RawClient connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    return new RawClient(socket);
  }

  @Test
  void anIdleConnectionSurvives() throws Exception {
    start("old");
    try (RawClient client = connect();
        RawClient fresh = connect()) {
      assertThat(client.get("/").body()).isEqualTo("old");
      server.close();
      start("new");
      Answer answer = client.get("/");
      assertThat(answer.body()).isEqualTo("new");
      assertThat(answer.has("connection")).isFalse();
      assertThat(fresh.get("/").body()).isEqualTo("new");
      assertThat(server.count(Event.ACCEPTED)).isZero();
    }
  }

  @Test
  void whatIsSentBetweenTheVersionsIsAnsweredByTheNext() throws Exception {
    start("old");
    try (RawClient client = connect()) {
      assertThat(client.get("/").body()).isEqualTo("old");
      server.close();
      client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
      try (RawClient other = connect()) {
        other.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
        start("new");
        assertThat(client.answer().body()).isEqualTo("new");
        assertThat(client.answer().body()).isEqualTo("new");
        assertThat(other.answer().body()).isEqualTo("new");
      }
    }
  }

  @Test
  void aRequestInFlightIsFinishedByTheOldVersion() throws Exception {
    start("old");
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    server.handle((request, response) -> held.add(response));
    try (RawClient client = connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      Response response = held.poll(10, TimeUnit.SECONDS);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close, threads);
      while (!server.engine().listeners().isEmpty() && !isSuspended()) {
        Thread.onSpinWait();
      }
      Apps.text(response, 200, "old answer");
      assertThat(client.answer().body()).isEqualTo("old answer");
      stopping.get(10, TimeUnit.SECONDS);
      start("new");
      assertThat(client.get("/").body()).isEqualTo("new");
    }
  }

  private boolean isSuspended() {
    return server.engine().launcher().instances().isEmpty();
  }

  @Test
  void noRequestOfABusyClientIsLost() throws Exception {
    start("0");
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicInteger answers = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(4);
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    for (int i = 0; i < 4; i++) {
      threads.execute(() -> ask(going, answers, failures, ended));
    }
    for (int round = 1; round <= 20; round++) {
      int before = answers.get();
      while (answers.get() < before + 50 && failures.isEmpty()) {
        Thread.onSpinWait();
      }
      server.close();
      start(String.valueOf(round));
    }
    going.set(false);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failures).isEmpty();
    assertThat(server.count(Event.ACCEPTED)).isZero();
  }

  private void ask(
      AtomicBoolean going,
      AtomicInteger answers,
      BlockingQueue<Throwable> failures,
      CountDownLatch ended) {
    try (RawClient client = connect()) {
      while (going.get()) {
        assertThat(client.get("/").status()).isEqualTo(200);
        answers.incrementAndGet();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(e);
    } finally {
      ended.countDown();
    }
  }

  @Test
  void nothingOfAStoppedEngineIsLeft() throws Exception {
    start("old");
    try (RawClient client = connect()) {
      client.get("/");
      server.close();
      Set<String> left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(Thread::isAlive)
              .map(Thread::getName)
              .filter(name -> name.startsWith("trajan-http"))
              .collect(Collectors.toSet());
      assertThat(left).isEmpty();
      assertThat(keep.entries).hasSize(2);
      assertThat(
              keep.entries.values().stream().map(kept -> kept.note().getClass().getClassLoader()))
          .containsOnly((ClassLoader) null);
    }
  }
}
