package io.trajan.http.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** How a connection is ended, with or without TLS. On the event loop. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
public final class Sockets {
  private Sockets() {}

  /** Ends our direction: after TLS' own farewell, if there is TLS. */
  public static void shutdownOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound().addListener(done -> end(channel));
    } else {
      end(channel);
    }
  }

  private static void end(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  /** Makes the next close a reset, for an answer whose end is the end of the connection. */
  public static void resetOnClose(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
  }
}
