package io.trajan.http.server.http2;

import io.netty.buffer.ByteBuf;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Pace;
import io.trajan.request.Fields;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of one stream: what a handler has read is given back to the client as flow control
 * window, so that it may send as much again. Any thread reads; the rest is confined to the event
 * loop.
 */
final class StreamBody implements BodyPipe.Source {
  private final AtomicLong owed = new AtomicLong();
  private final BodyPipe pipe;
  private final Pace pace;
  private volatile @Nullable Http2Exchange exchange;
  private volatile boolean continueWanted;
  private long received;
  private boolean ended;

  /**
   * A body of which nothing has come.
   *
   * @param expectsContinue whether the client waits for a word before it sends it
   */
  StreamBody(long length, Limits limits, boolean expectsContinue) {
    pipe = new BodyPipe(this, length);
    pace = new Pace(limits.body(), limits.bodyBytesPerSecond());
    continueWanted = expectsContinue;
  }

  BodyPipe pipe() {
    return pipe;
  }

  void belongTo(Http2Exchange owner) {
    exchange = owner;
  }

  /** Bytes so far. */
  long received() {
    return received;
  }

  /**
   * A piece, which is ours from now on; returns how much of the window is free again at once.
   *
   * @param wanted whether somebody may still read it
   */
  int content(ByteBuf bytes, boolean wanted) {
    continueWanted = false;
    int size = bytes.readableBytes();
    pace.moved(size);
    received += size;
    if (!wanted) {
      bytes.release();
      return size;
    }
    pipe.offer(bytes);
    return 0;
  }

  /** It is complete. */
  void end(Fields trailers) {
    ended = true;
    pipe.finish(trailers);
  }

  /** The client gave the stream up, or its connection is gone. */
  void gone() {
    ended = true;
    fail("the client left");
  }

  /** The rest will not be read to the end. */
  void fail(String why) {
    pipe.fail(new IOException(why));
  }

  /** Nobody will read what is left; false when nothing is. */
  boolean drop() {
    if (ended) {
      return false;
    }
    ended = true;
    pipe.drop();
    return true;
  }

  /**
   * Looks whether it comes too slowly.
   *
   * @param collected whether nobody has to read it for us to wait for it
   */
  boolean isLate(long now, boolean collected) {
    return pace.isTooSlow(now, !ended && (collected || pipe.isWanted()));
  }

  @Override
  public void wanted() {
    Http2Exchange owner = exchange;
    if (owner != null && continueWanted) {
      owner.onLoop(() -> goOn(owner));
    }
  }

  private void goOn(Http2Exchange owner) {
    if (continueWanted && owner.sendContinue()) {
      continueWanted = false;
    }
  }

  @Override
  public void consumed(int bytes) {
    Http2Exchange owner = exchange;
    if (owner != null && owed.getAndAdd(bytes) == 0) {
      owner.onLoop(owner::giveBackWindow);
    }
  }

  /** How much is to be given back now. */
  int takeOwed() {
    return (int) owed.getAndSet(0);
  }
}
