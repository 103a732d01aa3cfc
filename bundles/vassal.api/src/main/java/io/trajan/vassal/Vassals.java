package io.trajan.vassal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The emperor's desk: what vassals there are, and orders to them. One service, by vassal.emperor.
 * Thread-safe.
 */
public interface Vassals {
  /** All vassals by name. */
  List<VassalInfo> list();

  /** One vassal. */
  Optional<VassalInfo> find(String name);

  /**
   * Starts a stopped or failed vassal; completes when it is ready or has failed, with how it stands
   * then.
   */
  CompletionStage<VassalInfo> start(String name);

  /**
   * Stops a vassal gracefully; completes when it is gone. It stays stopped until started or
   * changed.
   */
  CompletionStage<VassalInfo> stop(String name);

  /**
   * Starts a new generation, also when the file is unchanged; completes when it serves or was
   * refused.
   */
  CompletionStage<VassalInfo> reload(String name);
}
