package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.Refusal;
import java.util.Locale;

/**
 * A connection of HTTP/1.0 or 1.1 (RFC 9112), put together of its rooms, which see each other
 * through it: in comes {@link Intake}, {@link Assembler} and {@link Reception}, {@link
 * Conversation} makes exchanges of it, out goes {@link Sender}, {@link Answers} and {@link Output};
 * {@link Life} knows the phase, {@link Deadlines} the time, {@link ReadGate} whether to read,
 * {@link Departure}, {@link Takeover} and {@link Ending} how it stops being one. Confined to its
 * event loop.
 *
 * <p>Budget of a small request on a kept connection: {@code epoll_wait}, one {@code recv} into a
 * pooled buffer, the decoder's objects, the exchange and its head; one {@code send}. When the
 * answer comes from another thread one task more, and one {@code write} to the loop's eventfd if it
 * sleeps. The rooms are made once for the connection.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
public final class Http1Connection extends Connection {
  final Loop loop;
  final Peer peer;
  final Channel channel;
  final Life life = new Life();
  final Deadlines deadlines;
  final Output output;
  final Answers answers;
  final Intake intake;
  final ReadGate gate;
  final Ending ending;
  final Takeover takeover;
  final Departure departure;
  final Sender sender;
  final Conversation conversation;
  final Reception reception;
  private final Profile profile;
  private final Taking taking;
  private final long createdNanos = System.nanoTime();

  /** A connection whose handlers are not installed yet. */
  public Http1Connection(Loop loop, Profile profile, Peer peer, Channel channel) {
    this.loop = loop;
    this.profile = profile;
    this.peer = peer;
    this.channel = channel;
    Limits limits = profile.limits();
    deadlines = new Deadlines(limits);
    output = new Output(channel);
    taking = new Taking(output, limits);
    answers = new Answers(loop, profile, output);
    intake = new Intake(this, limits.guard());
    gate =
        new ReadGate(
            loop.executor(), channel, limits.windowBytes(), intake::holdsMore, answers::goOn);
    ending = new Ending(this);
    takeover = new Takeover(this);
    departure = new Departure(this);
    sender = new Sender(this);
    conversation = new Conversation(this);
    reception = new Reception(this);
  }

  /** Puts the handlers at the end of the pipeline; on the event loop. */
  public void install() {
    channel
        .pipeline()
        .addLast(intake)
        .addLast(Assembler.decoder(profile.limits().guard()))
        .addLast(new Assembler(this));
    loop.add(this);
  }

  /** Takes the handlers away again: it is another protocol. */
  public void uninstall() {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(Assembler.class);
    pipeline.remove(HttpRequestDecoder.class);
    pipeline.remove(intake);
    loop.remove(this);
    life.ends();
  }

  /** The first octets of something came. */
  public void begins() {
    reception.begins();
  }

  @Override
  protected void tick(long now) {
    if (!life.isShut() && taking.isTooSlow(now)) {
      profile.counters().count(Event.SLOW_READER);
      abandon();
      return;
    }
    switch (life.phase()) {
      case IDLE -> tickIdle(now);
      case HEAD -> tickHead(now);
      case COLLECT, DRAIN -> tickBody(now, true);
      case SERVE -> tickBody(now, conversation.waitsForBody());
      case LINGER -> tickLinger(now);
      case RAW, CLOSED -> {}
    }
  }

  private void tickIdle(long now) {
    departure.tryNow();
    boolean draining = departure.isDraining();
    if (deadlines.isIdleOver(now, !output.isEmpty(), draining)) {
      if (!draining) {
        profile.counters().count(Event.IDLE_CLOSED);
      }
      ending.linger();
    }
  }

  private void tickHead(long now) {
    if (deadlines.isHeadLate(now, departure.isNear())) {
      conversation.refuse(Refusal.HEADER_TIMEOUT);
    }
  }

  private void tickBody(long now, boolean wanted) {
    if (deadlines.isBodyLate(now, wanted && !gate.isPaused())) {
      conversation.refuse(Refusal.BODY_TIMEOUT);
    }
  }

  private void tickLinger(long now) {
    if (life.isShut() && deadlines.isLingerOver(now)) {
      channel.close();
    }
  }

  @Override
  public void drain() {
    departure.drain();
  }

  @Override
  public void handOver(Heir to) {
    departure.handOver(to);
  }

  @Override
  public void abandon() {
    conversation.abandon();
    channel.close();
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionFacts facts(long now) {
    boolean raw = life.is(Phase.RAW);
    return new ConnectionFacts(
        profile.vassal(),
        peer,
        raw ? "raw" : reception.isHttp10() ? "HTTP/1.0" : "HTTP/1.1",
        life.phase().name().toLowerCase(Locale.ROOT),
        reception.requests(),
        (now - createdNanos) / 1_000_000);
  }
}
