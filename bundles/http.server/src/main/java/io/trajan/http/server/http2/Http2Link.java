package io.trajan.http.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of HTTP/2 (RFC 9113) with its streams. Frames are Netty's business; here are the
 * exchanges, deadlines and the orderly end: GOAWAY with the highest stream number first, so that
 * requests on their way are still served, and the real number after a moment. Confined to its event
 * loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class Http2Link extends Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Link.class);

  /** Between the two GOAWAYs: longer than a round trip to most clients. */
  private static final long GOAWAY_NANOS = 300_000_000L;

  private final Loop loop;
  private final Profile profile;
  private final Peer peer;
  private final Channel channel;
  private final long createdNanos = System.nanoTime();
  private @Nullable Http2Handler handler;
  private @Nullable ChannelHandlerContext context;
  private Http2Connection.@Nullable PropertyKey key;
  private long requests;
  private long idleSinceNanos;
  private long drainedNanos;
  private boolean draining;
  private boolean saidGoodbye;
  private boolean closing;
  private boolean reading;

  Http2Link(Loop loop, Profile profile, Peer peer, Channel channel) {
    this.loop = loop;
    this.profile = profile;
    this.peer = peer;
    this.channel = channel;
  }

  void attach(Http2Handler frames, ChannelHandlerContext ctx) {
    handler = frames;
    context = ctx;
    key = frames.connection().newKey();
    loop.add(this);
  }

  private Http2Handler frames() {
    Http2Handler now = handler;
    if (now == null) {
      throw new IllegalStateException("not attached");
    }
    return now;
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext now = context;
    if (now == null) {
      throw new IllegalStateException("not attached");
    }
    return now;
  }

  // Streams

  @Nullable Http2Exchange exchange(@Nullable Http2Stream stream) {
    return stream == null || key == null ? null : stream.getProperty(key);
  }

  @Nullable Http2Stream stream(int id) {
    return frames().connection().stream(id);
  }

  void begin(Http2Stream stream, Http2Exchange exchange) {
    Http2Connection.PropertyKey property = key;
    if (property != null) {
      requests++;
      stream.setProperty(property, exchange);
    }
  }

  void closed(Http2Stream stream) {
    Http2Exchange exchange = exchange(stream);
    Http2Connection.PropertyKey property = key;
    if (exchange != null && property != null) {
      stream.removeProperty(property);
      exchange.streamClosed();
    }
    idleSinceNanos = 0;
  }

  /** Refuses a request that was not handed on yet, or the rest of one that was. */
  void refuse(Http2Exchange exchange, Refusal why) {
    exchange.refuseRest(why);
    if (!exchange.isDispatched()) {
      exchange.answerError(why.status());
    }
  }

  // What exchanges send

  ChannelFuture writeHeaders(Http2Stream stream, Http2Headers headers, boolean last) {
    ChannelHandlerContext ctx = context();
    return frames().encoder().writeHeaders(ctx, stream.id(), headers, 0, last, ctx.newPromise());
  }

  ChannelFuture writeData(Http2Stream stream, ByteBuf bytes, boolean last) {
    ChannelHandlerContext ctx = context();
    return frames().encoder().writeData(ctx, stream.id(), bytes, 0, last, ctx.newPromise());
  }

  void giveBackWindow(Http2Stream stream, int bytes) {
    if (bytes == 0 || stream.state() == Http2Stream.State.CLOSED) {
      return; // A closed stream has given its window back already.
    }
    try {
      frames().connection().local().flowController().consumeBytes(stream, bytes);
      flush();
    } catch (Http2Exception e) {
      LOG.debug("{}: window not given back", peer.remote(), e);
    }
  }

  boolean isWritable(Http2Stream stream) {
    return frames().connection().remote().flowController().isWritable(stream);
  }

  void reset(Http2Stream stream, Http2Error error) {
    ChannelHandlerContext ctx = context();
    frames().flush(ctx); // What was written before has to leave before.
    frames().resetStream(ctx, stream.id(), error.code(), ctx.newPromise());
    ctx.flush();
  }

  /** Resets a stream behind the answer that was just given to it. */
  void resetLater(Http2Stream stream, Http2Error error) {
    loop.executor()
        .execute(
            () -> {
              if (stream.state().remoteSideOpen() && !stream.state().localSideOpen()) {
                reset(stream, error);
              }
            });
  }

  ByteBuf allocate(int bytes) {
    return allocator().directBuffer(bytes);
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  void flush() {
    if (context != null && handler != null && !reading) {
      handler.flush(context);
    }
  }

  void reading(boolean now) {
    reading = now;
  }

  boolean isReading() {
    return reading;
  }

  Loop loop() {
    return loop;
  }

  Peer peer() {
    return peer;
  }

  String serverName() {
    return profile.server();
  }

  // The end

  void gone() {
    loop.remove(this);
  }

  private List<Http2Exchange> exchanges() {
    List<Http2Exchange> all = new ArrayList<>();
    try {
      frames()
          .connection()
          .forEachActiveStream(
              stream -> {
                Http2Exchange exchange = exchange(stream);
                if (exchange != null) {
                  all.add(exchange);
                }
                return true;
              });
    } catch (Http2Exception e) {
      LOG.debug("{}: streams cannot be visited", peer.remote(), e);
    }
    return all;
  }

  @Override
  protected void tick(long now) {
    List<Http2Exchange> all = exchanges();
    all.forEach(exchange -> exchange.tick(now));
    if (draining && !saidGoodbye && now - drainedNanos > GOAWAY_NANOS) {
      saidGoodbye = true;
      goAway(frames().connection().remote().lastStreamCreated());
      channel.close(); // When the last stream has ended.
    } else if (!all.isEmpty()) {
      idleSinceNanos = 0;
    } else if (idleSinceNanos == 0) {
      idleSinceNanos = now;
    } else if (!closing && now - idleSinceNanos > profile.limits().idle().toNanos()) {
      closing = true;
      profile.counters().count(Event.IDLE_CLOSED);
      channel.close();
    }
  }

  @Override
  public void drain() {
    if (!draining) {
      draining = true;
      drainedNanos = System.nanoTime();
      goAway(Integer.MAX_VALUE);
    }
  }

  private void goAway(int lastStream) {
    ChannelHandlerContext ctx = context();
    ByteBuf nothing = ctx.alloc().buffer(0);
    frames().goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), nothing, ctx.newPromise());
    flush();
  }

  @Override
  public void abandon() {
    exchanges().forEach(exchange -> exchange.done("broken off by the server"));
    channel.unsafe().close(channel.unsafe().voidPromise());
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionFacts facts(long now) {
    int active = frames().connection().numActiveStreams();
    return new ConnectionFacts(
        profile.vassal(),
        peer,
        "HTTP/2",
        active == 0 ? "idle" : active + " streams",
        requests,
        (now - createdNanos) / 1_000_000);
  }
}
