package io.trajan.shell.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlSocketTest {
  @TempDir Path home;

  private Path run() {
    return home.resolve("run");
  }

  private Path path() {
    return run().resolve("shell.sock");
  }

  @Test
  void theSocketIsPrivateAndGoesWithItsOwner() throws IOException {
    try (ControlSocket socket = ControlSocket.listen(path())) {
      assertThat(mode(path())).isEqualTo("rw-------");
      assertThat(mode(run())).isEqualTo("rwx------");
      connect(path());
      assertThat(socket.path()).isEqualTo(path());
    }
    assertThat(entries(run())).isZero();
  }

  @Test
  void theSocketOfADeadEmperorIsReplaced() throws IOException {
    Files.createDirectories(
        run(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path()));
    }
    assertThat(path()).exists();
    try (ControlSocket socket = ControlSocket.listen(path())) {
      connect(socket.path());
    }
  }

  @Test
  void theSocketOfALivingEmperorIsNot() throws IOException {
    try (ControlSocket living = ControlSocket.listen(path())) {
      assertThatThrownBy(() -> ControlSocket.listen(path()))
          .hasMessageContaining("emperor that lives");
      connect(living.path());
    }
  }

  @Test
  void aFileThatIsNoSocketStays() throws IOException {
    Files.createDirectories(run());
    Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("rwx------"));
    Files.writeString(path(), "precious");
    assertThatThrownBy(() -> ControlSocket.listen(path())).isInstanceOf(IOException.class);
    assertThat(path()).hasContent("precious");
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() throws IOException {
    Files.createDirectories(run());
    Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> ControlSocket.listen(path()))
        .hasMessageContaining("may be written by others (rwxrwxrwx)");
  }

  @Test
  void aPathTooLongForTheKernelIsALink() throws IOException {
    Path deep = home.resolve("x".repeat(120)).resolve("run/shell.sock");
    Path target;
    try (ControlSocket socket = ControlSocket.listen(deep)) {
      target = Files.readSymbolicLink(deep);
      assertThat(mode(target)).isEqualTo("rw-------");
      assertThat(mode(target.resolveSibling(""))).isEqualTo("rwx------");
      connect(socket.path().toRealPath());
    }
    assertThat(target.resolveSibling("")).doesNotExist();
    assertThat(Files.exists(deep, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void theLinkOfADeadEmperorTakesItsDirectoryAlong() throws IOException {
    Path deep = home.resolve("x".repeat(120)).resolve("run/shell.sock");
    Files.createDirectories(deep.resolveSibling(""));
    Files.setPosixFilePermissions(
        deep.resolveSibling(""), PosixFilePermissions.fromString("rwx------"));
    Path left = Files.createTempDirectory("trajan-");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(left.resolve("shell.sock")));
    }
    Files.createSymbolicLink(deep, left.resolve("shell.sock"));
    try (ControlSocket socket = ControlSocket.listen(deep)) {
      assertThat(left).doesNotExist();
      connect(socket.path().toRealPath());
    }
  }

  @Test
  void aSuccessorsSocketIsNotRemoved() throws IOException {
    ControlSocket old = ControlSocket.listen(path());
    Files.delete(path());
    try (ControlSocket successor = ControlSocket.listen(path())) {
      old.close();
      connect(successor.path());
    }
  }

  private static void connect(Path path) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
