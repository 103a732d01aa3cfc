package io.trajan.http.server.http2;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.trajan.http.server.net.Lingering;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a connection one of HTTP/2. */
public final class Http2Server {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Server.class);

  /** Window of a whole connection, for all its streams together. */
  private static final int CONNECTION_WINDOW = 2 << 20;

  private Http2Server() {}

  /** Puts the handlers at the end of the pipeline; on the event loop. */
  public static void install(Loop loop, Profile profile, Peer peer, Channel channel) {
    Http2Link link = new Http2Link(loop, profile, peer, channel);
    Http2Handler handler =
        new Http2Handler.Builder(link, profile.limits(), new Http2Events(link)).build();
    handler
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                link.closed(stream);
              }
            });
    handler
        .connection()
        .remote()
        .flowController()
        .listener(
            stream -> {
              Http2Exchange exchange = link.exchange(stream);
              if (exchange != null) {
                exchange.writabilityChanged();
              }
            });
    channel.pipeline().addLast(new Lingering(profile.limits().linger())).addLast(handler);
    widen(handler);
  }

  private static void widen(Http2Handler handler) {
    try {
      Http2Stream whole = handler.connection().connectionStream();
      var window = handler.connection().local().flowController();
      window.incrementWindowSize(whole, CONNECTION_WINDOW - window.initialWindowSize());
    } catch (Http2Exception e) {
      LOG.debug("the connection keeps its small window", e);
    }
  }
}
