package io.trajan.shell.server.session;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two ends of one real Unix connection. */
record SocketPair(SocketChannel client, SocketChannel server) implements AutoCloseable {
  static SocketPair open(Path directory) throws IOException {
    Path path = directory.resolve("pair.sock");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      return new SocketPair(
          SocketChannel.open(UnixDomainSocketAddress.of(path)), listener.accept());
    } finally {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
