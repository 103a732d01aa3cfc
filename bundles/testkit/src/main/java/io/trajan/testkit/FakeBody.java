package io.trajan.testkit;

import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A body whose pieces arrive when the test says so. It bites: a second read before the first was
 * answered throws, and the bytes of a piece are overwritten as soon as the reader returns, so that
 * whoever keeps the buffer reads rubbish. Thread-safe; a waiting reader is called on the thread of
 * {@link #feed}, {@link #finish} or {@link #fail}.
 */
public final class FakeBody implements RequestBody {
  private static final byte RUBBISH = (byte) 0xDD;

  private final long length;
  private final Queue<byte[]> pieces = new ArrayDeque<>();
  private Fields trailers = new Fields();
  private @Nullable IOException failure;
  private boolean complete;
  private @Nullable Reader waiting;
  private int reads;

  private FakeBody(long length) {
    this.length = length;
  }

  /** A body that is there at once, one piece for each text (ISO-8859-1). */
  public static FakeBody of(String... texts) {
    FakeBody body = new FakeBody(Arrays.stream(texts).mapToLong(String::length).sum());
    Arrays.stream(texts).forEach(body::feed);
    body.finish();
    return body;
  }

  /**
   * A body of which nothing has arrived.
   *
   * @param length what the peer announced, or {@link RequestBody#UNKNOWN}
   */
  public static FakeBody open(long length) {
    return new FakeBody(length);
  }

  /** A piece arrives. */
  public void feed(String text) {
    feed(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A piece arrives; not empty. */
  public void feed(byte[] bytes) {
    synchronized (this) {
      if (bytes.length == 0 || complete || failure != null) {
        throw new IllegalStateException("a piece that is empty or comes after the end");
      }
      pieces.add(bytes.clone());
    }
    answer();
  }

  /** The end arrives, without trailers. */
  public void finish() {
    finish(new Fields());
  }

  /** The end arrives. */
  public void finish(Fields trailerFields) {
    synchronized (this) {
      trailers = trailerFields;
      complete = true;
    }
    answer();
  }

  /** The rest does not come. */
  public void fail(IOException cause) {
    synchronized (this) {
      failure = cause;
    }
    answer();
  }

  /** How often it was read. */
  public synchronized int reads() {
    return reads;
  }

  /** Whether a reader waits. */
  public synchronized boolean isAwaited() {
    return waiting != null;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public synchronized boolean isComplete() {
    return complete;
  }

  @Override
  public void read(Reader reader) {
    synchronized (this) {
      if (waiting != null) {
        throw new IllegalStateException("read again before the last read was answered");
      }
      reads++;
      waiting = reader;
    }
    answer();
  }

  private void answer() {
    Runnable call;
    synchronized (this) {
      Reader reader = waiting;
      if (reader == null || (pieces.isEmpty() && !complete && failure == null)) {
        return;
      }
      waiting = null;
      call = next(reader);
    }
    call.run();
  }

  private Runnable next(Reader reader) {
    byte[] piece = pieces.poll();
    if (piece != null) {
      return () -> lend(piece, reader);
    }
    IOException cause = failure;
    Fields last = trailers;
    return cause != null ? () -> reader.failed(cause) : () -> reader.end(last);
  }

  private static void lend(byte[] piece, Reader reader) {
    try {
      reader.piece(ByteBuffer.wrap(piece).asReadOnlyBuffer());
    } finally {
      Arrays.fill(piece, RUBBISH);
    }
  }
}
