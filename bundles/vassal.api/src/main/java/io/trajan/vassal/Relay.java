package io.trajan.vassal;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the end of a stage until it is closed. A stage keeps what waits for it for as long as it
 * lasts, and an {@link Instance} may outlast many bundles that listened to it: what stays behind
 * after {@link #close} is this small object, and nothing of the bundle that listened. Thread-safe.
 *
 * @param <T> what the stage ends with
 */
public final class Relay<T> implements AutoCloseable {
  private final AtomicReference<@Nullable Listener<T>> listener;

  private Relay(Listener<T> listener) {
    this.listener = new AtomicReference<>(listener);
  }

  /**
   * Calls {@code listener} once with the value or the failure when the stage has ended; at once
   * when it has. Called on the thread that ends the stage.
   */
  public static <T> Relay<T> of(CompletionStage<T> stage, Listener<T> listener) {
    Relay<T> relay = new Relay<>(listener);
    stage.whenComplete(relay::ended);
    return relay;
  }

  private void ended(@Nullable T value, @Nullable Throwable failure) {
    Listener<T> last = listener.getAndSet(null);
    if (last != null) {
      last.ended(value, failure);
    }
  }

  /**
   * Hears of the end.
   *
   * @param <T> what the stage ends with
   */
  @FunctionalInterface
  public interface Listener<T> {
    /** It ended, with a value or a failure. */
    void ended(@Nullable T value, @Nullable Throwable failure);
  }

  /** Forgets the listener; idempotent. */
  @Override
  public void close() {
    listener.set(null);
  }
}
