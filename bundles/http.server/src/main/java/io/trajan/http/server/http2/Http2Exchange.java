package io.trajan.http.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.trajan.http.server.exchange.Asked;
import io.trajan.http.server.exchange.Exchange;
import io.trajan.http.server.exchange.FilePump;
import io.trajan.http.server.exchange.Op.Piece;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Pace;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import io.trajan.request.RawStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A stream of HTTP/2: one request and its answer. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class Http2Exchange extends Exchange implements ChannelFutureListener {
  private static final int GATHER_BYTES = 64 * 1024;

  private final Http2Link link;
  private final Http2Stream stream;
  private final @Nullable StreamBody body;
  private final Pace writePace;
  private long pending;
  private boolean dispatched;
  private boolean refused;
  private volatile boolean writable = true;

  Http2Exchange(Http2Link link, Http2Stream stream, Asked asked, @Nullable StreamBody body) {
    super(link.loop(), asked);
    this.link = link;
    this.stream = stream;
    this.body = body;
    this.writePace = new Pace(profile().limits().write(), profile().limits().writeBytesPerSecond());
    if (body != null) {
      body.belongTo(this);
    }
  }

  // The request's body

  /** A piece, which is ours from now on; returns how much of the window is free again at once. */
  int content(ByteBuf bytes) {
    if (body != null) {
      return body.content(bytes, !hasFinished());
    }
    int size = bytes.readableBytes();
    bytes.release();
    return size;
  }

  boolean isBodyTooLarge(long most) {
    return body != null && body.received() > most && !refused;
  }

  void endBody(Fields trailers) {
    if (body != null) {
      body.end(trailers);
    }
  }

  /** The client gave the stream up, or its connection is gone. */
  void streamClosed() {
    writable = true;
    if (body != null) {
      body.gone();
    }
    if (!hasFinished()) {
      profile().counters().count(Event.CLIENT_LEFT);
      done("the client left");
    }
  }

  /** Refuses what is left of the request; the handler hears of it, and so does the client. */
  void refuseRest(Refusal why) {
    profile().counters().count(why);
    refuse(why);
    refused = true;
    if (body != null) {
      body.fail(why.text());
    }
  }

  /** Tells the client that its body is wanted; false when it was told something else before. */
  boolean sendContinue() {
    if (hasBegun() || !isOpen()) {
      return false;
    }
    link.writeHeaders(stream, Http2Heads.answer(100, new Fields(), -1, "", ""), false);
    link.flush();
    return true;
  }

  void giveBackWindow() {
    if (body != null) {
      link.giveBackWindow(stream, body.takeOwed());
    }
  }

  void onLoop(Runnable work) {
    if (loop().executor().inEventLoop()) {
      work.run();
      return;
    }
    try {
      loop().executor().execute(work);
    } catch (RejectedExecutionException e) {
      writable = true; // The loop is gone, and the connection with it.
    }
  }

  // The answer

  private boolean isOpen() {
    return stream.state().localSideOpen();
  }

  private Http2Headers head(int status, Fields fields, long length) {
    return Http2Heads.answer(
        status, fields, status == 204 ? -1 : length, loop().date().value(), link.serverName());
  }

  @Override
  protected void transmitWhole(int status, Fields fields, ByteBuffer content, long announced) {
    Http2Headers head = head(status, fields, announced);
    if (!content.hasRemaining()) {
      link.writeHeaders(stream, head, true).addListener(this);
    } else {
      link.writeHeaders(stream, head, false);
      write(Unpooled.wrappedBuffer(content), true, this);
    }
    endRequest();
  }

  @Override
  protected void transmitHead(int status, Fields fields, long announced, boolean bodyless) {
    link.writeHeaders(stream, head(status, fields, announced), false);
  }

  @Override
  protected void transmitPieces(Piece first, int count, long bytes) {
    boolean gathers = bytes <= GATHER_BYTES && count > 1;
    ByteBuf gathered = gathers ? link.allocate((int) bytes) : null;
    Piece piece = first;
    for (int i = 0; i < count && piece != null; i++) {
      if (gathered != null) {
        gathered.writeBytes(piece.body());
      } else {
        write(Unpooled.wrappedBuffer(piece.body()), false, null);
      }
      piece = piece.following();
    }
    if (gathered != null) {
      write(gathered, false, null);
    }
  }

  private void write(ByteBuf bytes, boolean last, @Nullable ChannelFutureListener after) {
    int size = bytes.readableBytes();
    pending += size;
    ChannelFuture written = link.writeData(stream, bytes, last);
    written.addListener(
        done -> {
          pending -= size;
          writePace.moved(size);
        });
    if (after != null) {
      written.addListener(after);
    }
    writable = link.isWritable(stream);
  }

  @Override
  protected void transmitFile(FileChannel file, long position, long count) {
    FilePump.Target target =
        (bytes, listener) -> {
          write(bytes, false, listener);
          link.flush();
        };
    pumpFile(new FilePump(link.allocator(), target, file, position, count), () -> {});
  }

  @Override
  protected void transmitEnd(Fields trailers) {
    if (trailers.size() > 0) {
      link.writeHeaders(stream, Http2Heads.trailers(trailers), true).addListener(this);
    } else {
      write(Unpooled.EMPTY_BUFFER, true, this);
    }
    endRequest();
  }

  @Override
  protected void transmitInterim(int status, Fields fields) {
    if (!hasBegun()) {
      link.writeHeaders(stream, Http2Heads.answer(status, fields, -1, "", ""), false);
    }
  }

  /** Nobody will read what is left of the request (RFC 9113 §8.1). */
  private void endRequest() {
    if (body != null && body.drop()) {
      link.resetLater(stream, Http2Error.NO_ERROR);
    }
  }

  /** The last frame was written, or will never be. */
  @Override
  public void operationComplete(ChannelFuture written) {
    done(written.isSuccess() ? null : "the client left");
  }

  @Override
  protected void breakOff(String why) {
    done(why);
    link.reset(stream, Http2Error.INTERNAL_ERROR);
  }

  @Override
  protected void flush() {
    if (!isBatching()) {
      link.flush();
    }
  }

  @Override
  protected boolean isTransportWritable() {
    return writable;
  }

  @Override
  protected boolean isBatching() {
    return link.isReading();
  }

  /** The flow control window opened or closed. */
  void writabilityChanged() {
    writable = link.isWritable(stream);
    if (writable) {
      resumeWriters();
    }
  }

  /** Looks for deadlines that have passed. */
  void tick(long now) {
    if (body != null && body.isLate(now, !isDispatched()) && !refused) {
      link.refuse(this, Refusal.BODY_TIMEOUT);
    }
    if (writePace.isTooSlow(now, pending > 0)) {
      profile().counters().count(Event.SLOW_READER);
      breakOff("the client took too long");
    }
  }

  // The way to the handler

  boolean isDispatched() {
    return dispatched;
  }

  void dispatch() {
    dispatched = true;
    profile().counters().count(Event.REQUESTS);
    loop().gate().pass(this);
  }

  /** Answers with an error of ours. */
  void answerError(int status) {
    dispatched = true;
    sendError(status);
    flush();
  }

  @Override
  public RawStream hijack() {
    throw new UnsupportedOperationException("a stream of HTTP/2 cannot be taken over");
  }

  @Override
  public boolean canHijack() {
    return false;
  }
}
