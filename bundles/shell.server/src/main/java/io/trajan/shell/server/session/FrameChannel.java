package io.trajan.shell.server.session;

import io.trajan.shell.codec.Decoded;
import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.FrameDecoder;
import io.trajan.shell.codec.FrameEncoder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection. One thread reads; any thread writes and blocks while the client
 * is slow, for at most the given time. A thread that is interrupted while it writes leaves with
 * {@link InterruptedIOException} and the connection stays whole: what is left of its frame goes out
 * before the next one. (A blocking channel would be closed by the interrupt, and Ctrl-C would end
 * the session.) Memory: one frame in each direction.
 */
public final class FrameChannel implements AutoCloseable {
  private static final Duration HURRY = Duration.ofSeconds(2);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;
  private volatile Duration patience;
  private final FrameDecoder decoder = FrameDecoder.ofClient();
  private final ByteBuffer in = ByteBuffer.allocate(Frame.HEADER + Frame.MAX_PAYLOAD).limit(0);
  private final ReentrantLock writing = new ReentrantLock();
  private ByteBuffer unsent = NOTHING;

  /**
   * Takes over the channel; {@code patience} is how long a write waits for a client that does not
   * read.
   */
  public FrameChannel(SocketChannel channel, Duration patience) throws IOException {
    this.channel = channel;
    this.patience = patience;
    channel.configureBlocking(false);
    readable = Selector.open();
    try {
      writable = Selector.open();
    } catch (IOException e) {
      readable.close();
      throw e;
    }
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  /**
   * The next frame; null when the client has gone.
   *
   * @throws SocketTimeoutException if none came in time; reading may go on
   * @throws ProtocolException if it is none
   */
  public @Nullable Frame read(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      switch (decoder.decode(in)) {
        case Decoded.Complete c -> {
          return c.frame();
        }
        case Decoded.Malformed m -> throw new ProtocolException(m.message());
        case Decoded.Incomplete _ -> {
          if (!fill(deadline)) {
            return null;
          }
        }
      }
    }
  }

  private boolean fill(long deadline) throws IOException {
    in.compact();
    try {
      int count;
      while ((count = channel.read(in)) == 0) {
        await(readable, deadline);
      }
      return count > 0;
    } finally {
      in.flip();
    }
  }

  /** Sends a frame; returns when the kernel has all of it. */
  public void write(Frame frame) throws IOException {
    ByteBuffer bytes = FrameEncoder.encode(frame);
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      drain();
      unsent = bytes;
      drain();
    } finally {
      writing.unlock();
    }
  }

  private void drain() throws IOException {
    long began = System.nanoTime();
    while (unsent.hasRemaining()) {
      if (channel.write(unsent) == 0) {
        await(writable, began + patience.toNanos());
      }
    }
    unsent = NOTHING;
  }

  /** From now on a client that does not read is waited for only shortly: the session is to end. */
  void hurry() {
    patience = HURRY;
    writable.wakeup();
  }

  private void await(Selector selector, long deadline) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("the client did not answer in time");
    }
    try {
      selector.select(millis);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException();
    }
    if (Thread.interrupted()) {
      throw interrupted();
    }
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return !channel.isOpen();
  }

  /** Ends the connection; threads that read or write leave with an exception. */
  @Override
  public void close() {
    try (readable;
        writable;
        channel) {
      // Only for their closing, in reverse order, each whatever the others do.
    } catch (IOException e) {
      // A descriptor that is gone needs no closing.
    }
  }
}
