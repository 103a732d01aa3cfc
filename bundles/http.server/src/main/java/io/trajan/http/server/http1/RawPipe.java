package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.http.server.exchange.Exchange;
import io.trajan.request.Fields;
import io.trajan.request.RawStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was taken over from HTTP. Reading is as for a body; what is written waits in a
 * queue of its own until the event loop takes all of it at once. Any thread may call it.
 */
final class RawPipe implements RawStream, Runnable {
  private final Http1Connection connection;
  private final BodyPipe input;
  private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
  private final List<Runnable> writers = new ArrayList<>(1);
  private long queued;
  private boolean scheduled;
  private boolean connected;
  private boolean closing;
  private volatile boolean open = true;

  RawPipe(Http1Connection connection) {
    this.connection = connection;
    this.input = new BodyPipe(connection.gate, BodyPipe.UNKNOWN);
  }

  /** Where received bytes go; on the event loop. */
  BodyPipe input() {
    return input;
  }

  /** The connection is ours from here on; on the event loop. */
  void connect() {
    synchronized (this) {
      connected = true;
      scheduled = true;
    }
    run();
  }

  /** The connection is gone; what was received can still be read. */
  void end(@Nullable String failure) {
    open = false;
    if (failure == null) {
      input.finish(new Fields());
    } else {
      input.fail(new IOException(failure));
    }
    synchronized (this) {
      queue.clear();
      queued = 0;
    }
    resume();
  }

  /** The peer sends no more, but may still read. */
  void endInput() {
    input.finish(new Fields());
  }

  @Override
  public void read(Reader reader) {
    input.read(reader);
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    boolean wake;
    boolean room;
    synchronized (this) {
      if (!open || closing) {
        return true;
      }
      queue.add(bytes);
      queued += bytes.remaining();
      room = queued <= Exchange.HIGH_WATER;
      wake = connected && !scheduled;
      scheduled |= wake;
    }
    if (wake) {
      schedule();
    }
    return room && connection.sender.isWritable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    synchronized (this) {
      if (open && (queued > Exchange.LOW_WATER || !connection.sender.isWritable())) {
        writers.add(resume);
        return;
      }
    }
    resume.run();
  }

  @Override
  public void close() {
    boolean wake;
    synchronized (this) {
      wake = !closing && connected && !scheduled;
      closing = true;
      scheduled |= wake;
    }
    if (wake) {
      schedule();
    }
  }

  @Override
  public boolean isOpen() {
    return open && !isClosing();
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private void schedule() {
    try {
      connection.loop.executor().execute(this);
    } catch (RejectedExecutionException e) {
      end("the event loop is gone");
    }
  }

  /** Sends what is queued; on the event loop. */
  @Override
  public void run() {
    List<ByteBuf> taken = new ArrayList<>();
    boolean last;
    synchronized (this) {
      scheduled = false;
      queue.forEach(bytes -> taken.add(Unpooled.wrappedBuffer(bytes)));
      queue.clear();
      queued = 0;
      last = closing;
    }
    connection.takeover.send(taken, last && open);
    open &= !last;
    resume();
  }

  /** Lets writers go on if there is room. */
  void resume() {
    List<Runnable> ready;
    synchronized (this) {
      if (open && !connection.sender.isWritable()) {
        return;
      }
      ready = List.copyOf(writers);
      writers.clear();
    }
    ready.forEach(Runnable::run);
  }
}
