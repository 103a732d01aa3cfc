package io.trajan.boot;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Something READY waits for; see {@link Readiness}. Any thread, never blocks; calls after closing
 * are ignored.
 */
@ProviderType
public interface Gate extends AutoCloseable {
  /**
   * Says how things stand.
   *
   * @param settled true when everything is serving, and also when what is not serving has failed
   *     for good and has been explained: READY waits for what is under way, not for what will never
   *     come
   * @param words what the READY line shows, such as {@code vassals=1/1}, {@code
   *     http://127.0.0.1:8080/} or {@code admin http://127.0.0.1:9000/}; may be empty
   */
  void report(boolean settled, String... words);

  /** Removes the gate; READY no longer waits for it. Idempotent. */
  @Override
  void close();
}
