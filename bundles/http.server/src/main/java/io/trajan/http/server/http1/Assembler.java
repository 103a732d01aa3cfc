package io.trajan.http.server.http1;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.trajan.http.server.wire.GuardLimits;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a connection: what the decoder made becomes calls of the connection. A
 * failure of the decoder, which the guard should have seen before, is a refusal like any other.
 * Confined to the event loop.
 */
@SuppressWarnings("ReferenceEquality") // Netty has one such object.
final class Assembler extends ChannelInboundHandlerAdapter {
  private static final Fields NO_TRAILERS = new Fields();
  private static final int SLACK = 1024;

  private final Http1Connection connection;

  Assembler(Http1Connection connection) {
    this.connection = connection;
  }

  /** Netty's decoder at its strictest; sizes are the guard's business. */
  static HttpRequestDecoder decoder(GuardLimits limits) {
    return new HttpRequestDecoder(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLineBytes() + SLACK)
            .setMaxHeaderSize(limits.headerBytes() + SLACK)
            .setMaxChunkSize(1 << 16)
            .setInitialBufferSize(256)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false)
            .setHeadersFactory(FieldsHeaders.FACTORY)
            .setTrailersFactory(FieldsHeaders.FACTORY));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpObject part) || connection.life.isDeaf()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (!part.decoderResult().isSuccess()) {
      Throwable cause = part.decoderResult().cause();
      ReferenceCountUtil.release(message);
      connection.conversation.refuse(refusal(cause, message instanceof HttpRequest));
      return;
    }
    if (message instanceof HttpRequest request) {
      connection.reception.head(request);
    }
    if (message instanceof HttpContent content) {
      content(content);
    }
  }

  private void content(HttpContent content) {
    if (content.content().isReadable()) {
      connection.reception.content(content.content());
    } else {
      content.release();
    }
    if (content instanceof LastHttpContent last) {
      boolean none = last == LastHttpContent.EMPTY_LAST_CONTENT || last.trailingHeaders().isEmpty();
      connection.reception.ends(none ? NO_TRAILERS : FieldsHeaders.of(last.trailingHeaders()));
    }
  }

  /** The decoder may see the end of its room before the guard's word on the same octets comes. */
  private static Refusal refusal(@Nullable Throwable cause, boolean head) {
    return switch (cause) {
      case TooLongHttpHeaderException tooLong -> Refusal.FIELDS_TOO_LARGE;
      case TooLongHttpLineException tooLong -> Refusal.REQUEST_LINE_TOO_LONG;
      case null, default -> head ? Refusal.REQUEST_LINE : Refusal.CHUNK;
    };
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.ending.failed(cause);
  }
}
