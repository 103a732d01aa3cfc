package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import io.trajan.vassal.LaunchException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(directory, Map.of(), null).handle(Apps::mirror);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Instance listen(String address) throws Exception {
    return server.launch(server.spec("unix").with(HttpOptions.HTTP_SOCKET, address), 1);
  }

  private static String ask(Path path) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer all = ByteBuffer.allocate(10_000);
      while (client.read(all) >= 0) {}
      return new String(all.array(), 0, all.position(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aSocketInTheFileSystemIsServedAndRemovedAtTheEnd() throws Exception {
    Instance instance = listen("a.sock");
    Path path = directory.resolve("a.sock");
    String answer = ask(path);
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("unix:|" + path + "\n");
    instance.retire(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(path).doesNotExist();
  }

  @Test
  void permissionsAreSet() throws Exception {
    server.launch(
        server
            .spec("unix")
            .with(HttpOptions.HTTP_SOCKET, "a.sock")
            .with(HttpOptions.CHMOD_SOCKET, "660"),
        1);
    assertThat(Files.getPosixFilePermissions(directory.resolve("a.sock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
  }

  private FakeSpec withMode(String mode) {
    return server
        .spec("unix")
        .with(HttpOptions.HTTP_SOCKET, "a.sock")
        .with(HttpOptions.CHMOD_SOCKET, mode);
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve("a.sock")));
  }

  @Test
  void permissionsFollowTheNewestGenerationThatStays() throws Exception {
    server.launch(withMode("660"), 1);
    Instance second = server.launch(withMode("600").with(HttpOptions.LISTEN, "3"), 2);
    assertThat(mode()).isEqualTo("rw-------");
    assertThat(ask(directory.resolve("a.sock"))).startsWith("HTTP/1.1 200");
    second.retire(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(mode()).isEqualTo("rw-rw----");
    assertThat(ask(directory.resolve("a.sock"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void nobodyMayBeAllowedToConnect() throws Exception {
    Instance first = server.launch(withMode("000"), 1);
    assertThat(mode()).isEqualTo("---------");
    Instance second = server.launch(withMode("660"), 2);
    assertThat(mode()).isEqualTo("rw-rw----");
    second.retire(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(mode()).isEqualTo("---------");
    first.retire(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void withoutAModeOfItsOwnAGenerationLeavesThatOfTheOneBefore() throws Exception {
    server.launch(withMode("000"), 1);
    listen("a.sock");
    assertThat(mode()).isEqualTo("---------");
  }

  @Test
  void permissionsThatCannotBeChangedFailTheLaunchAndChangeNothing() throws Exception {
    server.launch(withMode("660"), 1);
    Path path = directory.resolve("a.sock");
    Files.move(path, directory.resolve("away"));
    assertThatThrownBy(() -> server.launch(withMode("600"), 2))
        .cause()
        .isInstanceOf(LaunchException.class);
    Files.move(directory.resolve("away"), path);
    assertThat(mode()).isEqualTo("rw-rw----");
    assertThat(ask(path)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aSocketThatIsLeftOverIsReplaced() throws Exception {
    Path path = directory.resolve("a.sock");
    ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    old.bind(UnixDomainSocketAddress.of(path));
    old.close();
    assertThat(path).exists();
    listen("a.sock");
    assertThat(ask(path)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aSocketThatIsListenedAtOrIsNoneIsLeftAlone() throws Exception {
    Path path = directory.resolve("a.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      assertThatThrownBy(() -> listen("a.sock"))
          .cause()
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("already in use")
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
    Files.writeString(directory.resolve("file"), "precious");
    assertThatThrownBy(() -> listen("file")).cause().hasMessageContaining("not a socket");
    assertThat(directory.resolve("file")).hasContent("precious");
    assertThatThrownBy(() -> listen("none/a.sock"))
        .cause()
        .hasMessageContaining("directory does not exist");
  }

  @Test
  void anAbstractSocketLeavesNothingInTheFileSystem() throws Exception {
    String name = "@trajan-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    listen(name);
    assertThat(Files.readString(Path.of("/proc/net/unix"))).contains(name);
    assertThat(directory).isEmptyDirectory();
  }
}
