package io.trajan.rack.adapter.stream;

import io.trajan.request.ByteSink;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jruby.Ruby;
import org.jruby.RubyString;
import org.jruby.exceptions.RaiseException;
import org.jruby.util.ByteList;

/**
 * Writes to a {@link ByteSink} from a thread that may wait. One writing thread at a time; {@link
 * #gone} comes from any.
 */
public final class Outlet {
  /** Longer strings are shared with the program (copied when it changes them), not copied. */
  private static final int COPIED_BYTES = 2048;

  private final ByteSink sink;
  private final Signal signal;
  private final long patienceNanos;
  private volatile boolean blocked;
  private volatile boolean gone;

  /** An outlet whose waits last at most {@code patienceNanos}. */
  public Outlet(Ruby ruby, ByteSink sink, long patienceNanos) {
    this.sink = sink;
    this.signal = new Signal(ruby);
    this.patienceNanos = patienceNanos;
  }

  /** The peer has left: who waits is woken, and writing fails from now on. */
  public void gone() {
    gone = true;
    signal.raise();
  }

  /**
   * Writes a string, waiting first while the sink is full.
   *
   * @throws IOException when the peer has left or takes nothing for too long
   */
  public void write(RubyString string) throws IOException {
    if (!isWritable()) {
      await();
    }
    if (gone) {
      throw new PeerGoneException();
    }
    ByteBuffer bytes = bytesOf(string);
    if (bytes.hasRemaining() && !sink.write(bytes)) {
      blocked = true;
      sink.whenWritable(this::resume);
    }
  }

  /** Whether a write would not wait. */
  public boolean isWritable() {
    return !blocked || gone;
  }

  /** Waits until everything written is below the sink's low-water mark. */
  public void await() throws IOException {
    if (!await(patienceNanos)) {
      throw new SocketTimeoutException("the client took nothing for too long");
    }
  }

  /** The same with a time of the caller's; false when it takes longer. */
  boolean await(long nanos) throws IOException {
    return signal.await(this::isWritable, nanos);
  }

  private void resume() {
    blocked = false;
    signal.raise();
  }

  /** What went wrong with a client, as Ruby's exception. */
  public static RaiseException toRuby(Ruby ruby, IOException cause) {
    return Failures.toRuby(ruby, cause);
  }

  /** The bytes of a string, safe from later changes by the program. */
  public static ByteBuffer bytesOf(RubyString string) {
    ByteList bytes = string.getByteList();
    int length = bytes.realSize();
    if (length > COPIED_BYTES || string.isFrozen()) {
      string.setByteListShared();
      return ByteBuffer.wrap(bytes.unsafeBytes(), bytes.begin(), length);
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes.unsafeBytes(), bytes.begin(), copy, 0, length);
    return ByteBuffer.wrap(copy);
  }
}
