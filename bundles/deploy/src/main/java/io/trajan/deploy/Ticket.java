package io.trajan.deploy;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Someone's turn on the deploy thread: what they wait with. Thread-safe.
 *
 * @param <T> what comes out
 */
public final class Ticket<T> {
  private static final int MOST_LINES = 256;
  private static final long POLL_MILLIS = 50;

  private final String what;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final BlockingQueue<String> progress = new ArrayBlockingQueue<>(MOST_LINES);

  Ticket(String what) {
    this.what = what;
  }

  CompletableFuture<T> result() {
    return result;
  }

  /** A line of progress; lost when nobody reads. */
  void say(String words) {
    progress.offer(words);
  }

  String what() {
    return what;
  }

  /**
   * Waits for the end.
   *
   * @param atMost how long
   * @param listener hears of progress, on this thread
   * @throws TimeoutException when it takes longer; it goes on
   * @throws ExecutionException with the reason when it was refused
   */
  public T await(Duration atMost, Consumer<String> listener)
      throws InterruptedException, ExecutionException, TimeoutException {
    var deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      for (var line = progress.poll(); line != null; line = progress.poll()) {
        listener.accept(line);
      }
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }
}
