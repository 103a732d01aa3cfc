package io.trajan.request;

import java.time.Duration;
import java.util.List;

/**
 * What was counted at one mount of one vassal since the dispatcher started; an immutable snapshot.
 *
 * @param vassal the vassal
 * @param mount the mount, empty at the root
 * @param handlers who answers there now, the one that gets new requests first; empty while nobody
 *     does
 * @param inFlight requests that a handler has
 * @param parked requests that wait for a handler
 * @param total requests that are over
 * @param statuses of these, answers by the first digit of the status: index 0 those without one, 1
 *     to 5
 * @param failed of these, those not delivered whole
 * @param refusedFull requests turned away with 503 because too many waited already
 * @param refusedLate requests turned away with 503 because no handler came in time
 * @param bodyBytes body bytes sent
 * @param time from the first byte read to the last byte written, summed over the requests that are
 *     over
 */
public record MountStatistics(
    String vassal,
    String mount,
    List<Handler> handlers,
    long inFlight,
    long parked,
    long total,
    List<Long> statuses,
    long failed,
    long refusedFull,
    long refusedLate,
    long bodyBytes,
    Duration time) {

  /**
   * A handler at a mount.
   *
   * @param bundle the symbolic name of the bundle that brings it
   * @param generation the vassal's generation it belongs to
   */
  public record Handler(String bundle, long generation) {}
}
