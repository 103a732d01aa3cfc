package io.trajan.boot;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps things alive while the bundle that owns them is updated: a service of the system bundle,
 * always there.
 *
 * <p>A listening socket is the case in point. The old bundle, as it stops, puts the descriptor
 * here; the new one, as it starts, takes it under the same key, and no connection was refused
 * between. What nobody takes in time is discarded, and so is everything when the process stops. At
 * most {@value #CAPACITY} things are kept; the method that would exceed this discards its argument
 * instead and says so. Methods may be called on any thread and do not block, except for the {@code
 * discard} they run.
 */
@ProviderType
public interface Keep {
  /**
   * How many things may be kept at once: an open port each, for more ports than one host serves.
   */
  int CAPACITY = 4096;

  /** The longest anything is kept; a longer wish is cut to this. */
  Duration LONGEST = Duration.ofMinutes(5);

  /**
   * Keeps something until it is taken.
   *
   * @param key who will ask for it, for example {@code http.server:127.0.0.1:8080}; what was kept
   *     under the same key before is discarded
   * @param kept what to keep; ownership passes to the keeper
   * @param atMost how long before it is discarded
   * @return false when nothing more can be kept, or the process is stopping: then {@code kept} was
   *     discarded already
   */
  boolean put(String key, Kept kept, Duration atMost);

  /** Takes what is kept under a key; ownership passes to the caller. */
  Optional<Kept> take(String key);
}
