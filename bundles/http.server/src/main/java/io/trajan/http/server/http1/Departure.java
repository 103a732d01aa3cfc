package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import io.trajan.http.server.net.Heir;
import org.jspecify.annotations.Nullable;

/**
 * How a connection leaves when its listener does: it closes behind what goes on, or is handed over
 * between two requests, when what the client sends next is read by who has the socket then.
 * Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of it is told by events.
final class Departure {
  private final Http1Connection connection;
  private final Channel channel;
  private final Life life;
  private @Nullable Heir heir;
  private boolean draining;
  private boolean leaving;

  Departure(Http1Connection connection) {
    this.connection = connection;
    this.channel = connection.channel;
    this.life = connection.life;
  }

  /** Whether the connection closes as soon as it can. */
  boolean isDraining() {
    return draining;
  }

  /** Whether it closes or goes to somebody else soon. */
  boolean isNear() {
    return draining || heir != null;
  }

  void drain() {
    if (draining) {
      return;
    }
    draining = true;
    if (life.is(Phase.IDLE)) {
      connection.deadlines.idles();
    } else if (life.is(Phase.RAW)) {
      connection.ending.lingerWhenWritten();
    }
  }

  void handOver(Heir to) {
    if (channel.pipeline().get(SslHandler.class) != null || life.is(Phase.RAW)) {
      drain();
      return;
    }
    heir = to;
    tryNow();
  }

  /** Leaves if there is an heir and this is the moment. */
  void tryNow() {
    Heir to = heir;
    if (to == null || leaving || !isBetweenRequests()) {
      return;
    }
    if (!to.hasRoom()) {
      heir = null;
      drain();
      return;
    }
    leaving = true;
    channel.deregister().addListener(done -> deregistered(to));
  }

  private boolean isBetweenRequests() {
    return life.is(Phase.IDLE) && !connection.intake.holdsMore() && connection.output.isEmpty();
  }

  private void deregistered(Heir to) {
    leaving = false;
    if (life.is(Phase.CLOSED) || !channel.isOpen()) {
      return;
    }
    if (isBetweenRequests() && !life.isInputEnded()) {
      life.ends();
      connection.loop.remove(connection);
      to.take(connection.profile(), ((UnixChannel) channel).fd().intValue(), connection.peer);
    } else {
      connection.loop.executor().register(channel); // Something came meanwhile; it goes first.
    }
  }
}
