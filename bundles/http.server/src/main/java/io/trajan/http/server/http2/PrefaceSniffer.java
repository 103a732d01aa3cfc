package io.trajan.http.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.trajan.http.server.http1.Http1Connection;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a client begins with the preface of HTTP/2 (RFC 9113 §3.4), which is no request of
 * HTTP/1. Leaves with the first octet that differs. Confined to the event loop.
 */
public final class PrefaceSniffer extends ChannelInboundHandlerAdapter {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Http1Connection http1;
  private final Runnable http2;
  private @Nullable ByteBuf held;

  /**
   * A sniffer in front of a connection of HTTP/1.
   *
   * @param http2 puts the handlers of HTTP/2 at the end of the pipeline instead
   */
  public PrefaceSniffer(Http1Connection http1, Runnable http2) {
    this.http1 = http1;
    this.http2 = http2;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ByteBuf before = held;
    if (before != null) {
      held = null;
      ByteBuf both = bytes.alloc().buffer(before.readableBytes() + bytes.readableBytes());
      both.writeBytes(before).writeBytes(bytes);
      before.release();
      bytes.release();
      bytes = both;
    }
    decide(ctx, bytes);
  }

  private void decide(ChannelHandlerContext ctx, ByteBuf bytes) {
    int known = Math.min(PREFACE.length, bytes.readableBytes());
    for (int i = 0; i < known; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[i]) {
        leave(ctx, bytes);
        return;
      }
    }
    if (known < PREFACE.length) {
      http1.begins(); // So that the rest has to come in time.
      held = bytes;
      return;
    }
    http1.uninstall();
    http2.run();
    leave(ctx, bytes);
  }

  private void leave(ChannelHandlerContext ctx, ByteBuf bytes) {
    ctx.fireChannelRead(bytes);
    ctx.pipeline().remove(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
