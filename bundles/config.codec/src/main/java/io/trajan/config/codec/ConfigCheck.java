package io.trajan.config.codec;

import java.util.List;

/**
 * Refuses a configuration that is right key by key but not as a whole: limits that contradict each
 * other, a certificate without its key. A whiteboard service with the property {@link #PID}; it is
 * asked before anything takes effect, on the thread that reads configuration, and must answer
 * quickly, without waiting.
 */
public interface ConfigCheck {
  /**
   * Service property: the PID, or the factory PID, whose configurations are checked; a text or
   * several.
   */
  String PID = "trajan.config.pid";

  /** Every fault of the configuration; none when it may take effect. */
  List<Fault> check(TypedConfig config);
}
