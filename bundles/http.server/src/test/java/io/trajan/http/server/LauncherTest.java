package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.request.Response;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private final BlockingQueue<Response> held = new LinkedBlockingQueue<>();
  private TestServer server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(directory, Map.of(), null)
            .handle(
                (request, response) -> {
                  if (request.path().equals("/wait")) {
                    held.add(response);
                  } else {
                    Apps.text(response, 200, request.vassal());
                  }
                });
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private FakeSpec spec(String vassal) {
    return server.spec(vassal).with(HttpOptions.HTTP_SOCKET, "127.0.0.1:" + port);
  }

  private static void await(java.util.concurrent.CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private RawClient connect() throws IOException {
    return new RawClient(server.connect());
  }

  @Test
  void itListensForVassalsThatAskForIt() {
    assertThat(server.engine().launcher().phase()).isEqualTo(Phase.LISTEN);
    assertThat(server.engine().launcher().wants(spec("a"))).isTrue();
    assertThat(server.engine().launcher().wants(server.spec("a"))).isFalse();
  }

  @Test
  void generationsShareTheSocketUntilTheLastIsRetired() throws Exception {
    Instance first = server.launch(spec("a"), 1);
    try (RawClient client = connect()) {
      Instance second = server.launch(spec("a").with(HttpOptions.LIMIT_POST, "1"), 2);
      assertThat(server.engine().listeners()).hasSize(1);
      await(first.retire(PATIENCE));
      assertThat(client.get("/").body()).isEqualTo("a");
      try (RawClient other = connect()) {
        other.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
        assertThat(other.answer().status()).isEqualTo(413);
      }
      assertThat(server.engine().launcher().instances()).hasSize(1);
      await(second.retire(PATIENCE));
      assertThat(client.isClosedByServer()).isTrue();
      assertThatThrownBy(this::connect).isInstanceOf(IllegalStateException.class);
    }
  }

  private int statusOfTwoBytes() throws IOException {
    try (RawClient client = connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
      return client.answer().status();
    }
  }

  private int backlog() {
    return server.engine().listeners().iterator().next().backlog();
  }

  @Test
  void settingsOfAGenerationThatIsNotKeptAreTakenBack() throws Exception {
    Instance first = server.launch(spec("a").with(HttpOptions.LIMIT_POST, "1"), 1);
    FakeSpec changed = spec("a").with(HttpOptions.LIMIT_POST, "9").with(HttpOptions.LISTEN, "7");
    Instance second = server.launch(changed, 2);
    assertThat(statusOfTwoBytes()).isEqualTo(200);
    assertThat(backlog()).isEqualTo(7);
    await(second.retire(PATIENCE));
    assertThat(statusOfTwoBytes()).isEqualTo(413);
    assertThat(backlog()).isEqualTo(1024);
    server.launch(changed, 3);
    await(first.retire(PATIENCE));
    assertThat(statusOfTwoBytes()).isEqualTo(200);
  }

  @Test
  void retiringLetsRequestsInFlightFinish() throws Exception {
    Instance instance = server.launch(spec("a"), 1);
    try (RawClient client = connect()) {
      client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      Response response = held.poll(10, TimeUnit.SECONDS);
      CompletableFuture<Void> retired = instance.retire(PATIENCE).toCompletableFuture();
      // Orders are carried out in turn, so after this one the connections have heard of it.
      server.launch(server.spec("other").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:0"), 1);
      assertThat(server.engine().loops().onEach(loop -> {}, PATIENCE)).isTrue();
      assertThat(retired).isNotDone();
      Apps.text(response, 200, "late");
      RawClient.Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("late");
      assertThat(answer.field("connection")).isEqualTo("close");
      client.close();
      await(retired);
    }
  }

  @Test
  void patienceEnds() throws Exception {
    Instance instance = server.launch(spec("a"), 1);
    try (RawClient client = connect()) {
      client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      Response response = held.poll(10, TimeUnit.SECONDS);
      await(instance.retire(Duration.ofMillis(50)));
      assertThat(client.rest()).isEmpty();
      Apps.text(response, 200, "too late");
    }
  }

  @Test
  void anAddressOfAnotherVassalIsRefusedByName() throws Exception {
    server.launch(spec("a"), 1);
    assertThat(server.engine().launcher().check(spec("b")))
        .singleElement()
        .asString()
        .contains("vassal a listens there");
    assertThatThrownBy(() -> server.launch(spec("b"), 1))
        .cause()
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("vassal a listens there");
    assertThat(server.engine().launcher().instances()).hasSize(1);
    assertThat(server.engine().launcher().check(spec("a"))).isEmpty();
  }

  @Test
  void anAddressGivenTwiceIsAFault() {
    FakeSpec twice = spec("a").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:" + port);
    assertThat(server.engine().launcher().check(twice))
        .singleElement()
        .asString()
        .contains("given twice");
  }

  @Test
  void anAddressInUseNamesItsHolderAndUndoesTheRest() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FakeSpec both = spec("a").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:" + other.getLocalPort());
      assertThatThrownBy(() -> server.launch(both, 1))
          .cause()
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("already in use")
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      assertThat(server.engine().listeners()).isEmpty();
    }
    server.launch(spec("a"), 2);
  }

  @Test
  void addressesThatCannotBeAreExplained() {
    assertThatThrownBy(
            () ->
                server.launch(
                    server.spec("a").with(HttpOptions.HTTP_SOCKET, "192.0.2.1:" + port), 1))
        .cause()
        .hasMessageContaining("no such address");
    assertThatThrownBy(
            () ->
                server.launch(
                    server.spec("a").with(HttpOptions.HTTP_SOCKET, "no.such.invalid:" + port), 1))
        .cause()
        .hasMessageContaining("no address");
  }

  @Test
  void allAddressesOfTheMachineAreServed() throws Exception {
    server.launch(server.spec("any").with(HttpOptions.HTTP_SOCKET, ":" + port), 1);
    try (RawClient client = connect()) {
      assertThat(client.get("/").body()).isEqualTo("any");
    }
    assertThat(Announcer.url(server.engine().listeners().iterator().next()))
        .isEqualTo("http://localhost:" + port + "/");
  }

  @Test
  void factsAreFewAndCurrent() throws Exception {
    Instance instance = server.launch(spec("a"), 1);
    try (RawClient client = connect()) {
      client.get("/");
      assertThat(instance.facts())
          .containsEntry("listen 127.0.0.1:" + port, "http")
          .containsEntry("connections", 1L)
          .containsEntry("requests", 1L);
    }
  }

  @Test
  void connectionsBeyondTheLimitWaitUntilOneLeaves() throws Exception {
    server.close();
    server = new TestServer(directory, Map.of("connections_max", 2), null);
    server.handle(TestServer::hello);
    server.launch(spec("a"), 1);
    try (RawClient one = connect();
        RawClient two = connect();
        RawClient three = connect()) {
      one.get("/");
      two.get("/");
      three.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(server.count(io.trajan.http.server.net.Counters.Event.ACCEPTED)).isEqualTo(2);
      one.close();
      assertThat(three.answer().body()).isEqualTo("hello");
    }
  }
}
