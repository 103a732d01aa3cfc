package io.trajan.vassal.process.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a warden or a worker. Any thread may write: what the socket takes at once leaves on
 * the calling thread, so that a request costs no hand-over; the rest is kept and sent by the loop.
 * How much is kept is the protocol's matter, which lets nobody ask for more than a few portions.
 * Reading is the loop's.
 */
public final class Link {
  /** Hears of a stream, on the thread of the loop. */
  public interface Listener {
    /**
     * Bytes have come; little endian. What is left in the buffer comes again with what follows.
     *
     * @throws IOException or any other exception when they break the protocol: the stream is closed
     */
    void received(ByteBuffer bytes) throws Exception;

    /** The stream is closed, by either end; told once, whatever the reason. */
    void closed(@Nullable Throwable cause);
  }

  /** Who is in the middle of a long frame is read on so often before others get their turn. */
  private static final int TURNS = 8;

  private final Loop loop;
  private final SocketChannel channel;
  private final Listener listener;
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private @Nullable SelectionKey key;
  private byte @Nullable [] rest;
  private boolean open = true;

  Link(Loop loop, SocketChannel channel, Listener listener) {
    this.loop = loop;
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * Sends the bytes between position and limit, which pass to the stream; false when it is closed.
   */
  public synchronized boolean write(ByteBuffer bytes) {
    if (!open) {
      return false;
    }
    try {
      if (queue.isEmpty()) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        keep(bytes);
      }
      return true;
    } catch (IOException e) {
      loop.execute(() -> end(e));
      return false;
    }
  }

  private void keep(ByteBuffer bytes) {
    queue.add(bytes);
    if (queue.size() == 1) {
      loop.execute(() -> interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE));
    }
  }

  /** Closes the stream; the listener is told on the loop. */
  public void close() {
    loop.execute(() -> end(null));
  }

  // ---- on the loop ----

  void registered(SelectionKey with) {
    key = with;
    boolean waiting;
    synchronized (this) {
      waiting = !queue.isEmpty();
    }
    interest(waiting ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private void interest(int operations) {
    SelectionKey mine = key;
    if (mine != null && mine.isValid()) {
      mine.interestOps(operations);
    }
  }

  void ready(ByteBuffer buffer) {
    SelectionKey mine = key;
    try {
      if (mine != null && mine.isValid() && mine.isWritable()) {
        flush();
      }
      if (mine != null && mine.isValid() && mine.isReadable()) {
        read(buffer);
      }
    } catch (Exception e) { // Whatever a stream brings ends that stream only.
      end(e);
    }
  }

  private synchronized void flush() throws IOException {
    for (ByteBuffer next = queue.peek(); next != null; next = queue.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      queue.remove();
    }
    interest(SelectionKey.OP_READ);
  }

  private void read(ByteBuffer buffer) throws Exception {
    buffer.clear().order(ByteOrder.LITTLE_ENDIAN);
    byte[] earlier = rest;
    if (earlier != null) {
      buffer.put(earlier);
      rest = null;
    }
    for (int turn = 0; turn < TURNS; turn++) {
      int count = channel.read(buffer);
      if (count < 0) {
        end(null);
        return;
      }
      listener.received(buffer.flip());
      buffer.compact();
      if (buffer.position() == 0) {
        return;
      }
      if (count == 0) {
        break;
      }
    }
    rest = new byte[buffer.position()];
    buffer.flip().get(rest);
  }

  void end(@Nullable Throwable cause) {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
      queue.clear();
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is closed all the same; nothing is waiting in it that anybody wants.
    }
    loop.forget(this);
    listener.closed(cause);
  }
}
