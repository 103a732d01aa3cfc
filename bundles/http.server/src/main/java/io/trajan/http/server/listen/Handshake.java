package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;

/** A connection that has not agreed upon TLS yet; the deadline of that is TLS' own. */
final class Handshake extends Connection {
  private final Loop loop;
  private final Profile profile;
  private final Peer peer;
  private final Channel channel;
  private final long createdNanos = System.nanoTime();

  Handshake(Loop loop, Profile profile, Peer peer, Channel channel) {
    this.loop = loop;
    this.profile = profile;
    this.peer = peer;
    this.channel = channel;
  }

  void begin() {
    channel.closeFuture().addListener(closed -> end());
    loop.add(this);
  }

  /** It is a connection of HTTP now, or none any more. */
  void end() {
    loop.remove(this);
  }

  @Override
  protected void tick(long nowNanos) {}

  /** Nothing was asked yet, and others wait for us to go. */
  @Override
  public void drain() {
    abandon();
  }

  @Override
  public void abandon() {
    channel.unsafe().close(channel.unsafe().voidPromise());
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionFacts facts(long nowNanos) {
    return new ConnectionFacts(
        profile.vassal(), peer, "TLS", "handshake", 0, (nowNanos - createdNanos) / 1_000_000);
  }
}
