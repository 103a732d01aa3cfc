package io.trajan.vassal;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the end of a stage until it is closed. A stage keeps what waits for it for as long as it
 * lasts, and an {@link Instance} may outlast many bundles that listened to it: what stays behind
 * after {@link #close} is this small object, and nothing of the bundle that listened. Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private final AtomicReference<@Nullable Runnable> listener;

  private Relay(Runnable listener) {
    this.listener = new AtomicReference<>(listener);
  }

  /**
   * Runs {@code listener} once when the stage has ended, however it ended; at once when it has.
   * Called on the thread that ends the stage.
   */
  public static Relay of(CompletionStage<?> stage, Runnable listener) {
    Relay relay = new Relay(listener);
    stage.whenComplete((value, failure) -> relay.ended());
    return relay;
  }

  private void ended() {
    Runnable last = listener.getAndSet(null);
    if (last != null) {
      last.run();
    }
  }

  /** Forgets the listener; idempotent. */
  @Override
  public void close() {
    listener.set(null);
  }
}
