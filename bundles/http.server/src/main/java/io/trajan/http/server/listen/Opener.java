package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.trajan.http.server.http1.Http1Connection;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Endpoints;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Loops;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;

/** Gives a new connection its handlers. Thread-safe; the work is done on the connection's loop. */
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
    Profile profile = listener.treatment().profile();
    profile.counters().count(Event.ACCEPTED);
    admission.enter(through, profile.counters());
    connection.closeFuture().addListener(closed -> admission.leave(profile.counters()));
    connection
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                open(channel, profile, loop);
              }
            });
  }

  private void open(Channel channel, Profile profile, Loop loop) {
    Peer peer =
        new Peer(
            Endpoints.of(channel.remoteAddress()), Endpoints.of(channel.localAddress()), "http");
    new Http1Connection(loop, profile, peer, channel).install();
  }
}
