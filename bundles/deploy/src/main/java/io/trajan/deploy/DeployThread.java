package io.trajan.deploy;

import io.trajan.deploy.plan.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes what is deployed, with a bounded queue before it: a change that finds
 * it full is refused. Never interrupted, because a half-done change is worse than a late end; what
 * does not end in time is left to the journal.
 */
public final class DeployThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployThread.class);

  /** How many changes may wait. */
  static final int CAPACITY = 64;

  private static final long IDLE_POLL_MILLIS = 500;

  private static final CompletableFuture<String> DONE = CompletableFuture.completedFuture("");

  private final BlockingQueue<Turn<?>> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Duration patience;
  private final Runnable chores;
  private final Thread thread = new Thread(this::work, "trajan-deploy");
  private volatile @Nullable Doing doing;
  private volatile boolean closing;

  /**
   * A thread that is not yet started.
   *
   * @param patience how long {@link #close} waits for the change that is being made
   * @param chores run between changes, and soon after {@link #wake}
   */
  DeployThread(Duration patience, Runnable chores) {
    this.patience = patience;
    this.chores = chores;
  }

  /**
   * A change.
   *
   * @param <T> what comes out
   */
  interface Change<T> {
    /** Makes it; may complete later, on a thread that is not ours. */
    CompletableFuture<T> make(Consumer<String> progress) throws RefusedException;
  }

  /**
   * What is being done.
   *
   * @param what in words
   * @param since when it began
   * @param step the last line of progress
   */
  public record Doing(String what, Instant since, String step) {}

  private record Turn<T>(Ticket<T> ticket, Change<T> change) {}

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Queues a change.
   *
   * @throws RefusedException when too many wait, or the deployer is stopping
   */
  <T> Ticket<T> submit(String what, Change<T> change) throws RefusedException {
    var ticket = new Ticket<T>(what);
    if (closing) {
      throw new RefusedException("the deployer is stopping or being updated; try again");
    }
    if (!queue.offer(new Turn<>(ticket, change))) {
      throw new RefusedException(CAPACITY + " changes wait already; try again");
    }
    return ticket;
  }

  /** Makes the thread look at its chores; when the queue is full it will do so anyway. */
  void wake() {
    queue.offer(new Turn<>(new Ticket<>("chores"), progress -> DONE));
  }

  /** What is being done now, or null. */
  @Nullable Doing doing() {
    return doing;
  }

  /** How many changes wait. */
  int waiting() {
    return queue.size();
  }

  /** Whether the deployer is stopping. */
  boolean isClosing() {
    return closing;
  }

  private boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  private void work() {
    while (!closing) {
      try {
        var turn = queue.poll(IDLE_POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (turn != null) {
          take(turn);
        }
        runChores();
      } catch (InterruptedException e) {
        LOG.warn("the deploy thread was interrupted by somebody and goes on");
      }
    }
    refuseRest();
  }

  private void runChores() {
    try {
      chores.run();
    } catch (RuntimeException | LinkageError e) {
      // The top of the thread: it lives on.
      LOG.error("a chore failed", e);
    }
  }

  private <T> void take(Turn<T> turn) {
    var ticket = turn.ticket();
    Consumer<String> progress =
        step -> {
          doing = new Doing(ticket.what(), since(), step);
          ticket.say(step);
        };
    doing = new Doing(ticket.what(), Instant.now(), "");
    try {
      var made = turn.change().make(progress);
      var _ = made.whenComplete((value, failure) -> end(ticket, value, failure));
    } catch (RefusedException e) {
      ticket.result().completeExceptionally(e);
    } catch (RuntimeException | LinkageError e) {
      // The top of the thread: whoever waits has to hear of everything, and the thread lives on.
      LOG.error("{} failed", ticket.what(), e);
      ticket.result().completeExceptionally(e);
    } finally {
      doing = null;
    }
  }

  private Instant since() {
    var now = doing;
    return now == null ? Instant.now() : now.since();
  }

  private static <T> void end(Ticket<T> ticket, T value, @Nullable Throwable failure) {
    if (failure == null) {
      ticket.result().complete(value);
    } else {
      ticket
          .result()
          .completeExceptionally(failure.getCause() == null ? failure : unwrapped(failure));
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    var cause = failure.getCause();
    return failure instanceof java.util.concurrent.CompletionException && cause != null
        ? cause
        : failure;
  }

  private void refuseRest() {
    List<Turn<?>> rest = new ArrayList<>();
    queue.drainTo(rest);
    rest.forEach(
        turn ->
            turn.ticket()
                .result()
                .completeExceptionally(
                    new RefusedException("the deployer stopped before it was begun; try again")));
  }

  /** Lets the current change end, for a while, and refuses those that wait. Idempotent. */
  @Override
  public void close() {
    closing = true;
    if (isCurrent()) {
      return;
    }
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("{} goes on although the deployer stops; the next start looks after it", doing);
    }
  }
}
