package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.trajan.http.server.wire.GuardLimits;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestGuard;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a connection: what the socket brings passes the guard and goes to the
 * decoder one message at a time. Bytes of further requests stay here, undecoded, until the answer
 * before them is made, and while many wait the socket is not read: a client that pipelines costs
 * one buffer however many requests it sends ahead. Confined to the event loop.
 */
final class Intake extends ChannelInboundHandlerAdapter {
  /** How much may wait here before the socket is not read any more. */
  private static final int HELD_BYTES = 16 * 1024;

  private static final int SCAN_BYTES = 2048;

  private final Http1Connection connection;
  private final RequestGuard guard;
  private final byte[] scratch;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf held;
  private boolean pumping;

  Intake(Http1Connection connection, GuardLimits limits) {
    this.connection = connection;
    this.guard = new RequestGuard(limits);
    this.scratch = connection.loop.scratch();
  }

  RequestGuard guard() {
    return guard;
  }

  /** Whether bytes of another request wait here. */
  boolean holdsMore() {
    return held != null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    connection.conversation.readStarted();
    if (connection.life.is(Phase.RAW)) {
      connection.takeover.received(bytes);
    } else if (connection.life.isDeaf()) {
      connection.ending.discarded(bytes.readableBytes());
      bytes.release();
    } else {
      hold(bytes);
      pump();
    }
  }

  private void hold(ByteBuf bytes) {
    ByteBuf before = held;
    if (before == null) {
      held = bytes;
    } else {
      ByteBuf both = bytes.alloc().buffer(before.readableBytes() + bytes.readableBytes());
      held = both.writeBytes(before).writeBytes(bytes);
      before.release();
      bytes.release();
    }
  }

  /** Goes on with what is held, as far as the connection takes it. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (held != null && connection.conversation.takesMore()) {
        if (guard.isAtStart()) {
          connection.reception.begins();
        }
        feed(held);
      }
    } finally {
      pumping = false;
    }
    if (held != null && held.readableBytes() > HELD_BYTES) {
      connection.gate.pause();
    }
  }

  private void feed(ByteBuf bytes) {
    int end = scan(bytes);
    ByteBuf whole = bytes;
    if (end == bytes.writerIndex()) {
      held = null;
    } else {
      whole = bytes.readRetainedSlice(end - bytes.readerIndex());
    }
    forward(whole);
    Refusal refusal = guard.refusal();
    if (refusal != null) {
      connection.conversation.refuse(refusal);
    } else if (guard.isEnded() && connection.life.expectsMore()) {
      connection.conversation.refuse(Refusal.AMBIGUOUS_END);
    }
    if (connection.life.isDeaf()) {
      release();
    }
  }

  private void forward(ByteBuf bytes) {
    if (context == null || !bytes.isReadable()) {
      bytes.release();
    } else {
      context.fireChannelRead(bytes);
    }
  }

  /** The index in {@code bytes} up to which they belong to this message and are acceptable. */
  private int scan(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && !guard.isEnded() && guard.refusal() == null) {
      long content = Math.min(guard.content(), end - at);
      if (content > 0) {
        guard.skip(content);
        at += (int) content;
      } else {
        int window = Math.min(SCAN_BYTES, end - at);
        bytes.getBytes(at, scratch, 0, window);
        at += guard.scan(scratch, 0, window);
      }
    }
    return at;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.conversation.readEnded();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.conversation.writabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      connection.ending.inputEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.ending.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.ending.failed(cause);
  }

  /** What is held, which is the caller's from now on, or null. */
  @Nullable ByteBuf takeHeld() {
    ByteBuf rest = held;
    held = null;
    return rest;
  }

  /** Lets go of what is held. */
  void release() {
    ByteBuf rest = takeHeld();
    if (rest != null) {
      rest.release();
    }
  }
}
