package io.trajan.http.server.exchange;

import io.netty.buffer.ByteBuf;
import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request body between the event loop, which puts bytes in, and a handler, which pulls them out
 * on any thread. Holds no more than a window: {@link Source#consumed} tells the connection when to
 * let more come. Bytes put in belong to the pipe and are released when they were read or are not
 * wanted any more.
 */
@SuppressWarnings("ReferenceEquality") // Threads are themselves.
public final class BodyPipe implements RequestBody {
  /** What a piece costs beside its bytes, so that many small ones fill the window, too. */
  private static final int PIECE_OVERHEAD = 256;

  /** Up to this size a piece that has to wait is copied behind those before it. */
  private static final int SMALL_BYTES = 2048;

  private static final int TAIL_BYTES = 8192;

  /** Where the bytes come from. Called by any thread. */
  public interface Source {
    /** A reader waits and nothing is there. */
    void wanted();

    /** So many bytes were read. */
    void consumed(int bytes);
  }

  private final Source source;
  private final long length;
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(4);
  private @Nullable ByteBuf tail;
  private long held;
  private @Nullable Fields trailers;
  private @Nullable IOException failure;
  private @Nullable Reader waiting;
  private @Nullable Thread deliverer;
  private boolean dropped;

  /** A pipe for a body of that length, or {@link #UNKNOWN}. */
  public BodyPipe(Source source, long length) {
    this.source = source;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public synchronized boolean isComplete() {
    return trailers != null || failure != null || dropped;
  }

  /** Bytes held now, with what they cost beside themselves. */
  public synchronized long held() {
    return held;
  }

  /** Whether a reader waits for bytes. */
  public synchronized boolean isWanted() {
    return waiting != null;
  }

  /** Puts bytes in; on the event loop. */
  public void offer(ByteBuf bytes) {
    synchronized (this) {
      if (dropped || failure != null || !bytes.isReadable()) {
        bytes.release();
        return;
      }
      if (pieces.isEmpty() || bytes.readableBytes() > SMALL_BYTES) {
        tail = null;
        add(bytes);
      } else {
        append(bytes);
      }
    }
    deliver();
  }

  private void add(ByteBuf piece) {
    pieces.add(piece);
    held += cost(piece);
  }

  private static int cost(ByteBuf piece) {
    return piece.capacity() + PIECE_OVERHEAD;
  }

  /** However small the pieces are that a client sends, they fill buffers of a good size. */
  private void append(ByteBuf bytes) {
    ByteBuf open = tail;
    if (open == null || open.writableBytes() < bytes.readableBytes()) {
      open = bytes.alloc().directBuffer(TAIL_BYTES, TAIL_BYTES);
      tail = open;
      add(open);
    }
    open.writeBytes(bytes);
    bytes.release();
  }

  /** Ends the body; on the event loop. */
  public void finish(Fields last) {
    synchronized (this) {
      trailers = last;
    }
    deliver();
  }

  /** The rest will not come; what is held can still be read. Later calls change nothing. */
  public void fail(IOException cause) {
    synchronized (this) {
      if (isComplete()) {
        return;
      }
      failure = cause;
    }
    deliver();
  }

  /** Nobody will read any more: releases what is held and what still comes. */
  public void drop() {
    synchronized (this) {
      dropped = true;
      if (!pieces.isEmpty()) {
        trailers = null; // What was not read is lost, so nobody may take the rest for the whole.
      }
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      tail = null;
      held = 0;
    }
    deliver();
  }

  /** Moves what is held to another pipe, which becomes the one to be read. */
  public void moveTo(BodyPipe other) {
    ArrayDeque<ByteBuf> moved;
    synchronized (this) {
      moved = new ArrayDeque<>(pieces);
      pieces.clear();
      tail = null;
      held = 0;
    }
    moved.forEach(other::offer);
  }

  @Override
  public void read(Reader reader) {
    synchronized (this) {
      if (waiting != null) {
        throw new IllegalStateException("a second read before the first was answered");
      }
      waiting = reader;
      if (deliverer == Thread.currentThread()) {
        return; // The loop below, further down this stack, goes on with it.
      }
    }
    deliver();
  }

  /** Answers readers until none waits or nothing is there. */
  private void deliver() {
    Thread me = Thread.currentThread();
    while (true) {
      Reader reader;
      ByteBuf piece;
      synchronized (this) {
        reader = waiting;
        if (reader == null || deliverer == me) {
          return;
        }
        piece = pieces.poll();
        if (piece == null && !isComplete()) {
          break;
        }
        waiting = null;
        deliverer = me;
        tail = piece == tail ? null : tail;
        held -= piece == null ? 0 : cost(piece);
      }
      if (!answerAs(me, reader, piece)) {
        return;
      }
    }
    source.wanted();
  }

  /** Answers one reader; false when another thread has taken over meanwhile. */
  private boolean answerAs(Thread me, Reader reader, @Nullable ByteBuf piece) {
    boolean mine = false;
    try {
      answer(reader, piece);
    } finally {
      synchronized (this) {
        mine = deliverer == me;
        deliverer = mine ? null : deliverer;
      }
    }
    return mine;
  }

  private void answer(Reader reader, @Nullable ByteBuf piece) {
    if (piece == null) {
      Fields last = trailers;
      IOException cause = failure;
      if (last != null) {
        reader.end(last);
      } else {
        reader.failed(cause == null ? new IOException("the request is over") : cause);
      }
      return;
    }
    int bytes = piece.readableBytes();
    try {
      reader.piece(piece.nioBuffer());
    } finally {
      piece.release();
      source.consumed(bytes);
    }
  }
}
