package io.trajan.http.server.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Turns a close into the end of our direction, and closes when the client has ended its own or a
 * moment has passed: a close with bytes of the client unread would be a reset, which could cost it
 * the end of an answer. Confined to the event loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
public final class Lingering extends ChannelDuplexHandler {
  private final Duration longest;
  private boolean lingering;

  /** Lingers that long at most. */
  public Lingering(Duration longest) {
    this.longest = longest;
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    if (lingering) { // What was read at once may be several reasons to close.
      ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
      return;
    }
    lingering = true;
    Sockets.shutdownOutput(ctx.channel());
    ctx.executor().schedule(() -> ctx.close(promise), longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (lingering) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (lingering && event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }
}
