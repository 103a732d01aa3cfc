package io.trajan.boot;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Registered as a service by a bundle that acts on a signal. Listeners are called one after the
 * other, in the order of their service ranking, on the launcher's signal thread; one that takes
 * long delays the next signal only. What it throws is logged.
 */
@ConsumerType
@FunctionalInterface
public interface ProcessSignalListener {
  /** The process was sent this signal. */
  void signalled(ProcessSignal signal);
}
