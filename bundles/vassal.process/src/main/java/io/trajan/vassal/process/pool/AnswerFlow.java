package io.trajan.vassal.process.pool;

import io.trajan.request.ByteSink;
import io.trajan.request.RawStream;
import io.trajan.vassal.process.net.Link;
import io.trajan.vassal.process.worker.BadFrameException;
import io.trajan.vassal.process.worker.Frames;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer, or of a connection taken over, on their way from a worker to the client:
 * the worker sends no more than it was given credit for, and gets more as the client takes it. What
 * a client that left would have got is dropped, and paid for, so that the worker can end.
 */
final class AnswerFlow {
  /** What a worker may send of each answer beforehand. */
  static final int CREDIT_BYTES = 256 * 1024;

  /** Credit is given in pieces of at least this, to save frames. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final Link link;
  private final Call call;
  private final ByteSink sink;
  private final @Nullable RawStream raw;
  private final AtomicInteger owed = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger(CREDIT_BYTES);

  AnswerFlow(Link link, Call call, ByteSink sink, @Nullable RawStream raw) {
    this.link = link;
    this.call = call;
    this.sink = sink;
    this.raw = raw;
  }

  /** The connection taken over, or null. */
  @Nullable RawStream raw() {
    return raw;
  }

  /** Bytes of the worker; on the loop. */
  void take(ByteBuffer payload) throws BadFrameException {
    int size = payload.remaining();
    if (size == 0) {
      return;
    }
    if (open.addAndGet(-size) < 0) {
      throw new BadFrameException("more bytes of an answer than there was credit for");
    }
    if (call.isDone()) {
      pay(size);
      return;
    }
    boolean room = sink.write(Bytes.copy(payload));
    if (room) {
      pay(size);
    } else {
      sink.whenWritable(() -> pay(size));
    }
  }

  private void pay(int size) {
    if (owed.addAndGet(size) < PIECE_BYTES && open.get() > CREDIT_BYTES / 2) {
      return;
    }
    int pays = owed.getAndSet(0);
    if (pays > 0) {
      open.addAndGet(pays);
      link.write(Frames.ofNumber(Frames.CREDIT, call.id, pays));
    }
  }
}
