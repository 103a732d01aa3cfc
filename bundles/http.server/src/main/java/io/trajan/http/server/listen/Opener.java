package io.trajan.http.server.listen;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.trajan.config.codec.Address;
import io.trajan.http.server.exchange.Exchange;
import io.trajan.http.server.http1.Http1Connection;
import io.trajan.http.server.http2.Http2Server;
import io.trajan.http.server.http2.PrefaceSniffer;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Endpoints;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Loops;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a new connection its handlers: first the PROXY header if there has to be one, then TLS if
 * there is, then HTTP/2 or HTTP/1 by what TLS agreed upon or by the first bytes. Thread-safe; the
 * work is done on the connection's loop.
 */
final class Opener {
  private static final WriteBufferWaterMark WATER =
      new WriteBufferWaterMark(Exchange.LOW_WATER, Exchange.HIGH_WATER);

  private final Loops loops;
  private final Admission admission;

  Opener(Loops loops, Admission admission) {
    this.loops = loops;
    this.admission = admission;
  }

  Loops loops() {
    return loops;
  }

  Admission admission() {
    return admission;
  }

  /** Takes an accepted connection to a loop. */
  void open(Channel connection, Channel through, Listener listener) {
    Loop loop = loops.next();
    Listener.Treatment treatment = listener.treatment();
    treatment.profile().counters().count(Event.ACCEPTED);
    admission.enter(through, treatment.profile().counters());
    start(
        connection,
        treatment,
        loop,
        channel -> begin(channel, treatment.profile(), treatment.tls(), loop));
  }

  /** Goes on with a connection of the version before of this bundle. */
  void adopt(int descriptor, Peer peer, Listener listener) {
    boolean inet = listener.address() instanceof Address.Inet;
    Channel connection =
        inet ? new EpollSocketChannel(descriptor) : new EpollDomainSocketChannel(descriptor);
    Loop loop = loops.next();
    Listener.Treatment treatment = listener.treatment();
    admission.enter(listener.channel(), treatment.profile().counters());
    start(
        connection, treatment, loop, channel -> go(channel, treatment.profile(), null, loop, peer));
  }

  private void start(
      Channel connection, Listener.Treatment treatment, Loop loop, Consumer<Channel> handlers) {
    Counters counters = treatment.profile().counters();
    connection.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // Bodies are released by the threads that read them, which costs the adaptive allocator more.
    connection.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    connection.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER);
    connection.closeFuture().addListener(closed -> admission.leave(counters));
    connection
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                handlers.accept(channel);
              }
            });
    loop.executor()
        .register(connection)
        .addListener(
            registered -> {
              if (!registered.isSuccess()) {
                connection.unsafe().closeForcibly();
              }
            });
  }

  private static void begin(Channel channel, Profile profile, @Nullable TlsSource tls, Loop loop) {
    Peer peer =
        new Peer(
            Endpoints.of(channel.remoteAddress()),
            Endpoints.of(channel.localAddress()),
            tls == null ? "http" : "https");
    if (profile.proxyProtocol()) {
      new ProxyHeader(loop, profile, peer, channel, named -> go(channel, profile, tls, loop, named))
          .install();
    } else {
      go(channel, profile, tls, loop, peer);
    }
  }

  private static void go(
      Channel channel, Profile profile, @Nullable TlsSource tls, Loop loop, Peer peer) {
    if (tls == null) {
      Http1Connection http1 = new Http1Connection(loop, profile, peer, channel);
      channel
          .pipeline()
          .addLast(
              new PrefaceSniffer(http1, () -> Http2Server.install(loop, profile, peer, channel)));
      http1.install();
      return;
    }
    Handshake handshake = new Handshake(loop, profile, peer, channel);
    SslHandler handler = tls.context().newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(profile.limits().header().toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(profile.limits().linger().toMillis());
    channel
        .pipeline()
        .addLast(handler)
        .addLast(
            new Negotiation(
                profile.counters(),
                http2 -> {
                  handshake.end();
                  if (http2) {
                    Http2Server.install(loop, profile, peer, channel);
                  } else {
                    new Http1Connection(loop, profile, peer, channel).install();
                  }
                }));
    handshake.begin();
  }
}
