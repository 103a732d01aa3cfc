package io.trajan.http.server.http2;

import io.trajan.http.server.exchange.BodyPipe;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of one stream: what a handler has read is given back to the client as flow control
 * window, so that it may send as much again. Any thread reads, the event loop gives back.
 */
final class StreamBody implements BodyPipe.Source {
  private final AtomicLong owed = new AtomicLong();
  private final BodyPipe pipe;
  private volatile @Nullable Http2Exchange exchange;

  StreamBody(long length) {
    pipe = new BodyPipe(this, length);
  }

  BodyPipe pipe() {
    return pipe;
  }

  void belongTo(Http2Exchange owner) {
    exchange = owner;
  }

  @Override
  public void wanted() {
    Http2Exchange owner = exchange;
    if (owner != null) {
      owner.bodyWanted();
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
