package io.trajan.request.dispatch;

import io.trajan.request.MountStatistics;
import io.trajan.request.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted at one mount; outlives the handlers that come and go there. Thread-safe, without
 * locks.
 */
final class MountCounters {
  private static final int STATUS_CLASSES = 6;

  private final String vassal;
  private final String mount;
  private final LongAdder[] statuses = new LongAdder[STATUS_CLASSES];
  private final LongAdder failed = new LongAdder();
  private final LongAdder bodyBytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  final LongAdder inFlight = new LongAdder();
  final LongAdder parked = new LongAdder();
  final LongAdder refusedFull = new LongAdder();
  final LongAdder refusedLate = new LongAdder();

  MountCounters(String vassal, String mount) {
    this.vassal = vassal;
    this.mount = mount;
    Arrays.setAll(statuses, i -> new LongAdder());
  }

  String mount() {
    return mount;
  }

  /** A request is over. */
  void over(Outcome outcome, long totalNanos) {
    int first = outcome.status() / 100;
    statuses[first > 0 && first < STATUS_CLASSES ? first : 0].increment();
    bodyBytes.add(outcome.bodyBytes());
    nanos.add(totalNanos);
    if (outcome.failure() != null) {
      failed.increment();
    }
  }

  /** Whether no request is under way here. */
  boolean isIdle() {
    return inFlight.sum() == 0 && parked.sum() == 0;
  }

  /** Whether a request is under way here or ever was. */
  boolean isUsed() {
    return !isIdle() || Arrays.stream(statuses).anyMatch(s -> s.sum() != 0);
  }

  MountStatistics snapshot(List<MountStatistics.Handler> handlers) {
    List<Long> byClass = Arrays.stream(statuses).map(LongAdder::sum).toList();
    return new MountStatistics(
        vassal,
        mount,
        handlers,
        inFlight.sum(),
        parked.sum(),
        byClass.stream().mapToLong(Long::longValue).sum(),
        byClass,
        failed.sum(),
        refusedFull.sum(),
        refusedLate.sum(),
        bodyBytes.sum(),
        Duration.ofNanos(nanos.sum()));
  }
}
