package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.http.server.command.ConnectionRow;
import io.trajan.http.server.command.HttpCommands;
import io.trajan.http.server.command.ListenerRow;
import io.trajan.shell.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of real sockets. */
class HttpCommandsTest {
  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private TestServer server;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private HttpCommands commands;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory, Map.of(), null).handle(TestServer::hello);
    server.listen();
    commands = new HttpCommands(server.engine());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aListenerIsShownWithItsLimitsAndWhatItCounted() throws Exception {
    try (RawClient client = new RawClient(server.connect())) {
      assertThat(client.get("/").status()).isEqualTo(200);
      assertThat(server.exchange("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
      ListenerRow row = commands.listeners().getFirst();
      assertThat(row.vassal()).isEqualTo("test");
      assertThat(row.address()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(row.scheme()).isEqualTo("http");
      assertThat(row.backlog()).isEqualTo(1024);
      assertThat(row.bodyLimit()).isEqualTo(1L << 30);
      assertThat(row.accepted()).isEqualTo(2);
      assertThat(row.requests()).isEqualTo(1);
      assertThat(row.refused()).isEqualTo(1);
      assertThat(row.trouble()).containsExactly(Map.entry("request-line", 1L));
    }
  }

  @Test
  void aConnectionIsShownFromItsFirstMomentOn() throws Exception {
    try (RawClient first = new RawClient(server.connect());
        RawClient second = new RawClient(server.connect())) {
      first.get("/");
      first.get("/");
      second.send("GET / HTTP/1.1\r\n");
      second.socket().getOutputStream().flush();
      List<ConnectionRow> rows = awaitStates("idle", "head");
      ConnectionRow idle = rows.stream().filter(r -> r.state().equals("idle")).toList().getFirst();
      assertThat(idle.peer()).isEqualTo("127.0.0.1:" + first.socket().getLocalPort());
      assertThat(idle.at()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(idle.protocol()).isEqualTo("HTTP/1.1");
      assertThat(idle.requests()).isEqualTo(2);
    }
  }

  private List<ConnectionRow> awaitStates(String... states) throws Exception {
    long deadline = System.nanoTime() + TestServer.PATIENCE.toNanos();
    List<ConnectionRow> rows = commands.connections();
    while (!rows.stream().map(ConnectionRow::state).toList().containsAll(List.of(states))) {
      assertThat(System.nanoTime()).as("the deadline, with %s", rows).isLessThan(deadline);
      Thread.onSpinWait();
      rows = commands.connections();
    }
    return rows;
  }

  @Test
  void onlyTheVassalsAskedForAreShownAndAMisspeltOneIsNamed() throws Exception {
    server.launch(server.spec("shop").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:0"), 1);
    assertThat(commands.listeners())
        .extracting(ListenerRow::vassal)
        .containsExactly("shop", "test");
    assertThat(commands.listeners("shop")).hasSize(1);
    assertThat(commands.connections("shop")).isEmpty();
    assertThatThrownBy(() -> commands.listeners("shpo"))
        .isInstanceOf(CommandException.class)
        .hasMessage("no vassal \"shpo\" listens for HTTP; did you mean \"shop\"?");
  }
}
