package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes accepted connections to their event loops. When accepting fails, because the process has no
 * descriptor left for example, it pauses for a second instead of trying in a circle; clients wait
 * in the backlog meanwhile. Confined to the loop of the listener.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The timer only tries again.
final class Acceptor extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  private final Opener opener;
  private volatile @Nullable Listener listener;

  Acceptor(Opener opener) {
    this.opener = opener;
  }

  /** From now on connections are taken. */
  void serve(Listener served) {
    listener = served;
    served.channel().config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Channel connection = (Channel) message;
    Listener served = listener;
    if (served == null) {
      connection.unsafe().closeForcibly();
      return;
    }
    opener.open(connection, ctx.channel(), served);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.warn(
        "accepting fails at {}, trying again in a second", ctx.channel().localAddress(), cause);
    Channel channel = ctx.channel();
    channel.config().setAutoRead(false);
    ctx.executor().schedule(() -> channel.config().setAutoRead(true), 1, TimeUnit.SECONDS);
  }
}
