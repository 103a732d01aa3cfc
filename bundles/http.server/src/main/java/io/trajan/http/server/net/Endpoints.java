package io.trajan.http.server.net;

import io.netty.channel.unix.DomainSocketAddress;
import io.trajan.request.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Socket addresses as requests report them. Pure. */
public final class Endpoints {
  private static final Endpoint UNNAMED = new Endpoint("", -1);

  private Endpoints() {}

  /** One end of a connection. */
  public static Endpoint of(@Nullable SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> inet(inet);
      case DomainSocketAddress unix -> unix(unix.path());
      case null, default -> UNNAMED;
    };
  }

  private static Endpoint inet(InetSocketAddress inet) {
    String host = inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
    int scope = host.indexOf('%');
    return new Endpoint(scope < 0 ? host : host.substring(0, scope), inet.getPort());
  }

  private static Endpoint unix(String path) {
    if (path.isEmpty()) {
      return UNNAMED;
    }
    return new Endpoint(path.charAt(0) == 0 ? "@" + path.substring(1) : path, -1);
  }
}
