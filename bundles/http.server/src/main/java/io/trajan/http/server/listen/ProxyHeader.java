package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import io.netty.util.ReferenceCountUtil;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.request.Endpoint;
import java.util.function.Consumer;

/**
 * A connection that has to name its client first. Nothing else is let through: who could leave the
 * header out could pretend to be anybody.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol,
 *     versions 1 and 2</a>
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class ProxyHeader extends Connection {
  private static final int TLV_BYTES = 4096;

  private final Loop loop;
  private final Profile profile;
  private final Peer direct;
  private final Channel channel;
  private final Consumer<Peer> next;
  private final long createdNanos = System.nanoTime();
  private boolean named;

  ProxyHeader(Loop loop, Profile profile, Peer direct, Channel channel, Consumer<Peer> next) {
    this.loop = loop;
    this.profile = profile;
    this.direct = direct;
    this.channel = channel;
    this.next = next;
  }

  /** Puts the handlers at the end of the pipeline; {@code next} adds those that follow. */
  void install() {
    channel.pipeline().addLast(new HAProxyMessageDecoder(TLV_BYTES), new Handler());
    loop.add(this);
  }

  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      try {
        if (message instanceof HAProxyMessage header) {
          named = true;
          loop.remove(ProxyHeader.this);
          next.accept(peer(direct, header));
          ctx.pipeline().remove(this);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      channel.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      loop.remove(ProxyHeader.this);
      if (!named) {
        profile.counters().count(Event.PROXY_HEADER);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      channel.close(); // The client ended its direction before it said who it is.
    }
  }

  /** The ends that a header names; those of the connection for LOCAL and UNKNOWN. */
  static Peer peer(Peer direct, HAProxyMessage header) {
    if (header.command() == HAProxyCommand.LOCAL) {
      return direct;
    }
    return switch (header.proxiedProtocol().addressFamily()) {
      case AF_IPv4, AF_IPv6 ->
          new Peer(
              new Endpoint(header.sourceAddress(), header.sourcePort()),
              new Endpoint(header.destinationAddress(), header.destinationPort()),
              scheme(header, direct));
      case AF_UNIX ->
          new Peer(
              new Endpoint(header.sourceAddress(), -1),
              new Endpoint(header.destinationAddress(), -1),
              scheme(header, direct));
      case AF_UNSPEC -> direct;
    };
  }

  private static String scheme(HAProxyMessage header, Peer direct) {
    for (HAProxyTLV value : header.tlvs()) {
      if (value instanceof HAProxySSLTLV tls && tls.isPP2ClientSSL()) {
        return "https";
      }
    }
    return direct.scheme();
  }

  @Override
  protected void tick(long nowNanos) {
    if (nowNanos - createdNanos > profile.limits().header().toNanos()) {
      channel.close();
    }
  }

  @Override
  public void drain() {
    channel.close(); // Nothing was asked yet, and others wait for us to go.
  }

  @Override
  public void abandon() {
    channel.close();
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionFacts facts(long nowNanos) {
    return new ConnectionFacts(
        profile.vassal(), direct, "PROXY", "header", 0, (nowNanos - createdNanos) / 1_000_000);
  }
}
