package io.trajan.http.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import io.trajan.http.server.net.Limits;

/** Netty's frame machine with our limits, and with a mark around each batch of frames. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class Http2Handler extends Http2ConnectionHandler {
  /** How long streams may go on after the second GOAWAY; the drain's own deadline is shorter. */
  private static final long GRACE_MILLIS = 600_000;

  private static final int FLOOD_SECONDS = 10;

  private final Http2Link link;

  private Http2Handler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Http2Link link) {
    super(decoder, encoder, settings);
    this.link = link;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    link.attach(this, ctx);
    super.handlerAdded(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    link.reading(true);
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    link.reading(false);
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    link.gone();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.channel().close(); // HTTP/2 knows no half-closed connection.
    }
  }

  /** Makes handlers. */
  static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {
    private final Http2Link link;

    Builder(Http2Link link, Limits limits, Http2FrameListener listener) {
      this.link = link;
      server(true);
      frameListener(listener);
      validateHeaders(true);
      initialSettings(
          Http2Settings.defaultSettings()
              .maxConcurrentStreams(limits.streams())
              .initialWindowSize(limits.windowBytes())
              .maxHeaderListSize(limits.guard().headerBytes()));
      decoderEnforceMaxRstFramesPerWindow(limits.floodFrames(), FLOOD_SECONDS);
      encoderEnforceMaxRstFramesPerWindow(limits.floodFrames(), FLOOD_SECONDS);
      decoderEnforceMaxConsecutiveEmptyDataFrames(2);
      encoderEnforceMaxQueuedControlFrames(limits.floodFrames());
      gracefulShutdownTimeoutMillis(GRACE_MILLIS);
    }

    @Override
    public Http2Handler build() {
      return super.build();
    }

    @Override
    protected Http2Handler build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Handler(decoder, encoder, settings, link);
    }
  }
}
