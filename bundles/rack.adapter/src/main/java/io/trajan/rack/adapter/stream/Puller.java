package io.trajan.rack.adapter.stream;

import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jruby.Ruby;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link ByteSource} from a thread that may wait. One reading thread at a time; holds at
 * most the one piece that the source gave last.
 */
final class Puller implements ByteSource.Reader {
  private static final byte[] NOTHING = {};

  private final ByteSource source;
  private final Signal signal;
  private final long patienceNanos;
  private byte[] piece = NOTHING;
  private int at;

  /** Whether the source owes an answer; what it brings is written before this is cleared. */
  private volatile boolean asked;

  private volatile boolean closed;
  private boolean ended;
  private @Nullable IOException failure;

  Puller(Ruby ruby, ByteSource source, long patienceNanos) {
    this.source = source;
    this.signal = new Signal(ruby);
    this.patienceNanos = patienceNanos;
  }

  /**
   * Reads at least one byte, waiting for it.
   *
   * @return how many, or -1 at the end
   */
  int read(byte[] into, int offset, int length) throws IOException {
    if (!isReady()) {
      await();
    }
    return isReady() ? take(into, offset, length) : -1;
  }

  /**
   * Takes the piece at hand, waiting for it, if it is the next {@code length} bytes and nothing
   * else; null, and nothing taken, if it is not.
   */
  byte @Nullable [] readWhole(int length) throws IOException {
    if (!isReady()) {
      await();
    }
    if (closed || at > 0 || piece.length != length) {
      return null;
    }
    byte[] whole = piece;
    piece = NOTHING;
    return whole;
  }

  /** Whether a read would not wait; asks the source if it does not know. */
  boolean isReady() {
    if (asked) {
      return closed;
    }
    if (at < piece.length || ended || failure != null || closed) {
      return true;
    }
    asked = true;
    source.read(this);
    return !asked;
  }

  /** Ends waiting and further reads, from any thread. */
  void close() {
    closed = true;
    signal.raise();
  }

  /** Waits until a read would not; false when that takes too long. */
  boolean awaitReady(long nanos) throws IOException {
    return signal.await(() -> !asked || closed, nanos);
  }

  private void await() throws IOException {
    if (!awaitReady(patienceNanos)) {
      throw new SocketTimeoutException("the client sent nothing for too long");
    }
  }

  private int take(byte[] into, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("closed stream");
    }
    if (at == piece.length) {
      IOException cause = failure;
      if (cause != null) {
        throw cause;
      }
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, offset, count);
    at += count;
    if (at == piece.length) {
      piece = NOTHING;
      at = 0;
    }
    return count;
  }

  @Override
  public void piece(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    piece = copy;
    at = 0;
    answered();
  }

  @Override
  public void end(Fields trailers) {
    ended = true;
    answered();
  }

  @Override
  public void failed(IOException cause) {
    failure = cause;
    answered();
  }

  private void answered() {
    asked = false;
    signal.raise();
  }
}
