package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.trajan.config.codec.Address;
import io.trajan.http.server.listen.Listener.Claim;
import io.trajan.http.server.net.Loop;
import io.trajan.vassal.LaunchException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes listening sockets. Blocks for the moment that takes, with a bound, and for a name service
 * when a host is given by name; so it is called on the control thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A socket that was not bound is closed either way.
final class Binder {
  private static final int PATIENCE_SECONDS = 5;

  private final PortHolder holders = new PortHolder(Path.of("/proc"));

  /** Binds and listens; the loop accepts as soon as the acceptor serves. */
  Channel bind(
      Address address,
      int backlog,
      @Nullable Set<PosixFilePermission> mode,
      Loop loop,
      Acceptor acceptor)
      throws LaunchException {
    try {
      return switch (address) {
        case Address.Inet inet -> bindInet(inet, backlog, loop, acceptor);
        case Address.Unix unix -> bindPath(unix, backlog, mode, loop, acceptor);
        case Address.Abstract name ->
            open(
                new EpollServerDomainSocketChannel(),
                new DomainSocketAddress("\0" + name.name()),
                backlog,
                loop,
                acceptor);
      };
    } catch (IOException e) {
      throw BindFailure.explain(address, e, holder(address));
    }
  }

  /** Goes on with a socket that listens already. */
  Channel adopt(Address address, int descriptor, Loop loop, Acceptor acceptor) throws IOException {
    Channel channel =
        address instanceof Address.Inet
            ? new EpollServerSocketChannel(descriptor)
            : new EpollServerDomainSocketChannel(descriptor);
    register(channel, loop, acceptor);
    return channel;
  }

  /** Has the loop no longer look at a listening socket, which stays open. */
  static void release(Channel channel) {
    channel.deregister().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The descriptor of a socket. */
  static int descriptor(Channel channel) {
    return ((UnixChannel) channel).fd().intValue();
  }

  private Channel bindInet(Address.Inet inet, int backlog, Loop loop, Acceptor acceptor)
      throws IOException {
    if (!inet.host().isEmpty()) {
      InetAddress host = Names.address(inet.host());
      return open(
          new EpollServerSocketChannel(family(host)),
          new InetSocketAddress(host, inet.port()),
          backlog,
          loop,
          acceptor);
    }
    try {
      return openAny(SocketProtocolFamily.INET6, "::", inet.port(), backlog, loop, acceptor);
    } catch (Errors.NativeIoException | ChannelException e) {
      if (isInUse(e)) {
        throw e;
      }
      return openAny(SocketProtocolFamily.INET, "0.0.0.0", inet.port(), backlog, loop, acceptor);
    }
  }

  private static boolean isInUse(Exception e) {
    return e instanceof Errors.NativeIoException failure && failure.expectedErr() == -98;
  }

  private static Channel openAny(
      SocketProtocolFamily family, String any, int port, int backlog, Loop loop, Acceptor acceptor)
      throws IOException {
    SocketAddress address = new InetSocketAddress(InetAddress.getByName(any), port);
    return open(new EpollServerSocketChannel(family), address, backlog, loop, acceptor);
  }

  private static SocketProtocolFamily family(InetAddress host) {
    return host instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
  }

  private Channel bindPath(
      Address.Unix address,
      int backlog,
      @Nullable Set<PosixFilePermission> mode,
      Loop loop,
      Acceptor acceptor)
      throws IOException, LaunchException {
    makeWay(address);
    Path path = address.path();
    Channel channel =
        open(
            new EpollServerDomainSocketChannel(),
            new DomainSocketAddress(path.toString()),
            backlog,
            loop,
            acceptor);
    try {
      permit(path, mode);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static void permit(Path path, @Nullable Set<PosixFilePermission> mode)
      throws IOException {
    if (mode != null) {
      Files.setPosixFilePermissions(path, mode);
    }
  }

  /** Makes a socket that listens what another claim wants of it. */
  static void change(Address address, Channel channel, Claim before, Claim after)
      throws IOException {
    boolean sameMode = Objects.equals(after.mode(), before.mode());
    if (!sameMode || after.backlog() != before.backlog()) {
      change(address, channel, after.backlog(), sameMode ? null : after.mode());
    }
  }

  /** Changes how many connections may wait, and the permissions unless {@code mode} is null. */
  static void change(
      Address address, Channel channel, int backlog, @Nullable Set<PosixFilePermission> mode)
      throws IOException {
    if (address instanceof Address.Unix unix) {
      permit(unix.path(), mode);
    }
    ((Socket) ((UnixChannel) channel).fd()).listen(backlog); // Again, as listen(2) allows.
  }

  /**
   * Removes a socket file that nobody listens at; anything else in the way is left alone. Netty
   * would remove whatever is there.
   */
  private void makeWay(Address.Unix address) throws IOException, LaunchException {
    Path path = address.path();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new LaunchException(
          "cannot listen at " + path + ": there is a file that is not a socket",
          "Remove it, or choose another path.");
    }
    if (isListenedAt(path)) {
      throw BindFailure.inUse(address, holder(address));
    }
    Files.deleteIfExists(path);
  }

  private static boolean isListenedAt(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // A full backlog must not hold us up.
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false; // ECONNREFUSED: the file is left over from somebody who is gone.
    } catch (IOException e) {
      return true;
    }
  }

  private static Channel open(
      Channel channel, SocketAddress address, int backlog, Loop loop, Acceptor acceptor)
      throws IOException {
    channel.config().setOption(ChannelOption.SO_BACKLOG, backlog);
    if (channel instanceof EpollServerSocketChannel tcp) {
      tcp.config().setReuseAddress(true);
    }
    register(channel, loop, acceptor);
    ChannelFuture bound = channel.bind(address);
    if (!bound.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
      channel.close();
      throw failure(bound.cause());
    }
    return channel;
  }

  private static void register(Channel channel, Loop loop, Acceptor acceptor) throws IOException {
    channel.config().setAutoRead(false); // Until there is somebody to give connections to.
    channel.pipeline().addLast(acceptor);
    ChannelFuture registered = loop.executor().register(channel);
    if (!registered.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)
        || !registered.isSuccess()) {
      channel.unsafe().closeForcibly();
      throw failure(registered.cause());
    }
  }

  private static IOException failure(Throwable cause) {
    return cause instanceof IOException io
        ? io
        : new IOException(
            cause == null ? "no answer from the event loop" : cause.getMessage(), cause);
  }

  private Optional<String> holder(Address address) {
    return switch (address) {
      case Address.Inet inet -> holders.ofPort(inet.port());
      case Address.Unix unix -> holders.ofSocket(unix.path().toString());
      case Address.Abstract name -> holders.ofSocket("@" + name.name());
    };
  }
}
