package io.trajan.http.server.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Counters.Event;
import java.util.function.Consumer;

/** Goes on with the version of HTTP that the TLS handshake agreed upon (RFC 7301). */
final class Negotiation extends ApplicationProtocolNegotiationHandler {
  private final Counters counters;
  private final Consumer<Boolean> next;

  /** {@code next} hears whether it is HTTP/2. */
  Negotiation(Counters counters, Consumer<Boolean> next) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.counters = counters;
    this.next = next;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    next.accept(protocol.equals(ApplicationProtocolNames.HTTP_2));
  }

  /** The handshake failed; TLS has told the client why, as far as it speaks TLS. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    counters.count(Event.HANDSHAKE_FAILED);
    ctx.channel().unsafe().close(ctx.channel().unsafe().voidPromise());
  }
}
