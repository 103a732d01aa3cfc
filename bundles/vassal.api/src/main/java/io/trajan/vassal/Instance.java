package io.trajan.vassal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One generation of one part of a vassal. Thread-safe; owned by its {@link Launcher}. */
public interface Instance {
  /**
   * The fact that something should be done about although it serves, as a sentence; while it is
   * among the {@link #facts} it is shown as the reason of a ready vassal and in the health check.
   */
  String WARNING = "warning";

  /** What it was launched with. */
  Launch launch();

  /**
   * Completes when it serves, or fails with a {@link LaunchException}; a failed instance has undone
   * everything and is no longer among {@link Launcher#instances}. Bounded by the launcher's own
   * deadline.
   */
  CompletionStage<Void> ready();

  /**
   * Completes, after it was ready, when it died by itself, with the reason; never when it was
   * retired.
   */
  CompletionStage<String> died();

  /**
   * Takes no new requests, lets those in flight finish, then closes; idempotent.
   *
   * @param patience how long requests may take before they are broken off
   * @return completes when everything is gone
   */
  CompletionStage<Void> retire(Duration patience);

  /** What {@code vassal:info} shows of it: few, small, current values in a stable order. */
  Map<String, Object> facts();
}
