package io.trajan.http.server.exchange;

import io.trajan.http.server.exchange.Op.Piece;
import io.trajan.http.server.net.Loop;
import io.trajan.request.Fields;
import io.trajan.request.Response;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as any thread calls it, one at a time: what may be called when, and how much may be
 * queued. Each call goes through {@link OpQueue} to the event loop, where {@link Answer} knows what
 * it means.
 */
abstract class Calls extends Answer implements Response {
  /** Above this many bytes queued, writers are asked to stop. */
  public static final int HIGH_WATER = 128 * 1024;

  /** Below this many, they may go on. */
  public static final int LOW_WATER = 32 * 1024;

  private static final Fields NO_FIELDS = new Fields();
  private static final int OPEN = 0;
  private static final int STARTED = 1;
  private static final int ENDED = 2;
  private static final VarHandle QUEUED = handle();

  private volatile long queued;
  private volatile int stage;
  private volatile boolean over;
  private @Nullable List<Runnable> writers;

  /** A response that nobody has begun. */
  Calls(Loop loop, Asked asked) {
    super(loop, asked);
  }

  /** Whether the transport takes more without queueing much; any thread. */
  protected abstract boolean isTransportWritable();

  // Response, called by any thread

  @Override
  public final void interim(int interimStatus, Fields headers) {
    if (!AnswerRules.isInterim(interimStatus)) {
      throw new IllegalArgumentException("not an interim status: " + interimStatus);
    }
    if (mayBegin("an interim answer")) {
      submit(new Op.Interim(interimStatus, headers));
    }
  }

  @Override
  public final void send(int finalStatus, Fields headers, ByteBuffer content) {
    if (mayBegin("an answer")) {
      stage = ENDED;
      submit(new Op.Whole(finalStatus, headers, content));
    }
  }

  @Override
  public final void start(int finalStatus, Fields headers) {
    if (mayBegin("an answer")) {
      stage = STARTED;
      submit(new Op.Start(finalStatus, headers));
    }
  }

  @Override
  public final boolean write(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (!mayWrite() || count == 0) {
      return true;
    }
    long now = (long) QUEUED.getAndAdd(this, (long) count) + count;
    submit(new Piece(bytes));
    return now <= HIGH_WATER && isTransportWritable();
  }

  @Override
  public final void whenWritable(Runnable resume) {
    if (over || (queued <= LOW_WATER && isTransportWritable())) {
      resume.run();
    } else {
      submit(new Op.Task(() -> await(resume)));
    }
  }

  @Override
  public final void writeFile(FileChannel file, long position, long count) {
    if (mayWrite()) {
      submit(new Op.FilePiece(file, position, count));
    } else {
      Op.closeQuietly(file);
    }
  }

  @Override
  public final void end() {
    end(NO_FIELDS);
  }

  @Override
  public final void end(Fields trailers) {
    if (mayWrite()) {
      stage = ENDED;
      submit(new Op.End(trailers));
    }
  }

  @Override
  public final void abort(Throwable cause) {
    if (stage != ENDED && !over) {
      stage = ENDED;
      submit(new Op.Abort(cause));
    }
  }

  @Override
  public final boolean isStarted() {
    return stage != OPEN;
  }

  /** Answers with an error of ours if nobody has begun an answer. */
  final void callError(int status) {
    if (mayBegin("an error")) {
      stage = ENDED;
      submit(() -> sendError(status));
    }
  }

  /** Whether the request can still be given to somebody else. */
  final boolean isUntouched() {
    return stage == OPEN && !over;
  }

  /** Marks the answer as taken over; false when it is over already. */
  protected final boolean beginHijack() {
    boolean mine = stage != ENDED && !over;
    stage = ENDED;
    return mine;
  }

  private boolean mayBegin(String what) {
    if (stage == STARTED && !over) {
      throw new IllegalStateException(what + " after the start of another");
    }
    return stage == OPEN && !over;
  }

  private boolean mayWrite() {
    if (stage == OPEN && !over) {
      throw new IllegalStateException("a body before the start of its answer");
    }
    return stage == STARTED && !over;
  }

  // What the event loop tells

  @Override
  final void forget(long bytes) {
    if (bytes > 0) {
      QUEUED.getAndAdd(this, -bytes);
    }
  }

  @Override
  final void replaced() {
    stage = ENDED;
  }

  private void await(Runnable resume) {
    if (over || isTransportWritable()) {
      resume.run();
      return;
    }
    if (writers == null) {
      writers = new ArrayList<>(1);
    }
    writers.add(resume);
  }

  @Override
  public final void resumeWriters() {
    List<Runnable> waiting = writers;
    if (waiting != null && (over || isTransportWritable())) {
      writers = null;
      waiting.forEach(Runnable::run);
    }
  }

  /** Whether the end was told; any thread. */
  public final boolean isOver() {
    return over;
  }

  /** From now on calls come too late; on the event loop. */
  final void over() {
    finish();
    over = true;
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(Calls.class, "queued", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
