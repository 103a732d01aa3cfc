package io.trajan.http.server.exchange;

import io.netty.channel.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What is called on any thread becomes an {@link Op} on a stack; the first one on an empty stack
 * wakes the event loop, the others ride along. So a whole answer costs one object, one
 * compare-and-set and one task, and a hundred chunks written in a row by a busy thread cost a few
 * tasks and a few system calls instead of a hundred. A call made on the event loop that would
 * overtake none is done at once.
 */
abstract class OpQueue implements Runnable {
  private static final VarHandle OPS = handle();

  private final EventLoop executor;
  private volatile @Nullable Op ops;
  private @Nullable Op backlog;
  private @Nullable Op backlogEnd;
  private boolean held;
  private boolean draining;

  /** Nothing is called yet. */
  OpQueue(EventLoop executor) {
    this.executor = executor;
  }

  /** Does one call, or a run of them, and returns the one after; on the event loop. */
  abstract @Nullable Op perform(Op op);

  /** Writes to the socket what was transmitted. */
  protected abstract void flush();

  /** Whether calls on the event loop may be done at once because {@link #flush} follows anyway. */
  protected abstract boolean isBatching();

  /** Lets waiting writers go on; on the event loop, when the transport takes more. */
  public abstract void resumeWriters();

  /** Has {@code work} done in its place among the calls. */
  protected final void submit(Runnable work) {
    submit(new Op.Task(work));
  }

  final void submit(Op op) {
    if (isBatching() && isIdle()) {
      draining = true;
      try {
        perform(op);
      } finally {
        draining = false;
      }
      return;
    }
    Op before;
    do {
      before = ops;
      op.next = before;
    } while (!OPS.compareAndSet(this, before, op));
    if (before == null) {
      wake();
    }
  }

  /** Whether a call made on the event loop would overtake none. */
  private boolean isIdle() {
    return executor.inEventLoop() && !draining && !held && ops == null && backlog == null;
  }

  private void wake() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      discard((Op) OPS.getAndSet(this, null)); // The loop is gone, and the connection with it.
    }
  }

  /** Does what was called since the last time; on the event loop. */
  @Override
  public final void run() {
    append((Op) OPS.getAndSet(this, null));
    work();
    flush();
    if (ops == null) {
      resumeWriters();
    }
  }

  private void work() {
    draining = true;
    try {
      Op op = backlog;
      while (op != null && !held) {
        backlog = op;
        op = perform(op);
      }
      backlog = op;
    } finally {
      draining = false;
    }
  }

  private void append(@Nullable Op stack) {
    Op first = reversed(stack);
    if (backlog == null) {
      backlog = first;
    } else if (backlogEnd != null) {
      backlogEnd.next = first;
    }
    backlogEnd = stack == null ? backlogEnd : stack;
  }

  /** Leaves the calls that follow undone until {@link #proceed}; on the event loop. */
  protected final void hold() {
    held = true;
  }

  /** Goes on with them; on the event loop. */
  protected final void proceed() {
    held = false;
    if (!draining) {
      run();
    }
  }

  /** Nothing that was called will be done any more; on the event loop. */
  final void discardAll() {
    discard((Op) OPS.getAndSet(this, null));
    if (held) {
      held = false;
      discard(backlog);
      backlog = null;
    }
  }

  private static @Nullable Op reversed(@Nullable Op stack) {
    Op done = null;
    Op op = stack;
    while (op != null) {
      Op next = op.next;
      op.next = done;
      done = op;
      op = next;
    }
    return done;
  }

  private static void discard(@Nullable Op stack) {
    for (Op op = stack; op != null; op = op.next) {
      op.discard();
    }
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(OpQueue.class, "ops", Op.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
