package io.trajan.boot;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How long the process still has when its end was asked for: a service of the system bundle, always
 * there. When the time is over the launcher ends the process and abandons whatever still runs, so a
 * bundle that waits for something while the framework stops waits for less than what is left, and
 * leaves some of it to the bundles that stop after it. Any thread; does not block.
 */
@ProviderType
public interface StopDeadline {
  /**
   * What is left of {@code stop.timeout.seconds}.
   *
   * @return never negative; empty while nobody asked for the end, and when the framework was
   *     stopped from inside, which has no deadline
   */
  Optional<Duration> left();
}
