package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.trajan.http.server.http1.Http1Connection;
import io.trajan.http.server.http2.Http2Server;
import io.trajan.http.server.http2.PrefaceSniffer;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Endpoints;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Loops;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Gives a new connection its handlers: first the PROXY header if there has to be one, then TLS if
 * there is, then HTTP/2 or HTTP/1 by what TLS agreed upon or by the first bytes. Thread-safe; the
 * work is done on the connection's loop.
 */
final class Opener {
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

  /** Arranges for the handlers before the connection is registered. */
  void prepare(Channel connection, Channel through, Listener listener, Loop loop) {
    Listener.Treatment treatment = listener.treatment();
    Profile profile = treatment.profile();
    profile.counters().count(Event.ACCEPTED);
    admission.enter(through, profile.counters());
    connection.closeFuture().addListener(closed -> admission.leave(profile.counters()));
    connection
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                open(channel, profile, treatment.tls(), loop);
              }
            });
  }

  private static void open(
      Channel channel, Profile profile, @Nullable TlsSource tls, Loop loop) {
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
          .addLast(new PrefaceSniffer(http1, () -> Http2Server.install(loop, profile, peer, channel)));
      http1.install();
      return;
    }
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
                  if (http2) {
                    Http2Server.install(loop, profile, peer, channel);
                  } else {
                    new Http1Connection(loop, profile, peer, channel).install();
                  }
                }));
  }
}
