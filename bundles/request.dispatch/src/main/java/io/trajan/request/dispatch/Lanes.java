package io.trajan.request.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trajan.request.MountStatistics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * All vassals by name. To find one costs a lookup without a lock. A vassal that nobody has offered
 * anything for gets a lane when its first request comes, and that request waits: its listener is
 * there, so its application is probably starting. Of lanes with nothing in them at most {@value
 * #IDLE_LANES} are kept.
 */
final class Lanes implements AutoCloseable {
  static final int IDLE_LANES = 1024;

  private final Lane.Limits limits;
  private final ScheduledExecutorService timer;
  private final Function<String, Logger> loggers;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private boolean closed;

  /** With how many lanes to look for idle ones next. */
  @GuardedBy("this")
  private int cleaning = IDLE_LANES;

  Lanes(Lane.Limits limits, ScheduledExecutorService timer, Function<String, Logger> loggers) {
    this.limits = limits;
    this.timer = timer;
    this.loggers = loggers;
  }

  @Nullable Lane find(String vassal) {
    return lanes.get(vassal);
  }

  /**
   * Changes what is offered for a vassal; outside the lock, for it may send waiting requests on.
   */
  void change(String vassal, Consumer<Lane> change) {
    Lane lane = busy(vassal);
    try {
      change.accept(lane);
    } finally {
      lane.changing().decrementAndGet();
    }
  }

  /** The lane of a vassal, which is not forgotten meanwhile. */
  private synchronized Lane busy(String vassal) {
    Lane known = lanes.get(vassal);
    Lane lane = known == null ? make(vassal) : known;
    lane.changing().incrementAndGet();
    return lane;
  }

  /** The lane for the first request to a vassal nobody has spoken of. */
  Lane unseen(String vassal) {
    Lane made;
    synchronized (this) {
      Lane known = lanes.get(vassal);
      if (known != null) {
        return known;
      }
      made = make(vassal);
    }
    made.expect();
    return made;
  }

  @GuardedBy("this")
  private Lane make(String vassal) {
    forgetIdle();
    Lane lane = new Lane(vassal, limits, timer, loggers);
    if (closed) {
      lane.gate().close();
    }
    lanes.put(vassal, lane);
    return lane;
  }

  @GuardedBy("this")
  private void forgetIdle() {
    if (lanes.size() >= cleaning) {
      lanes.values().removeIf(Lane::isIdle);
      cleaning = lanes.size() + IDLE_LANES;
    }
  }

  List<MountStatistics> statistics() {
    return lanes.values().stream()
        .flatMap(lane -> lane.statistics().stream())
        .sorted(Comparator.comparing(MountStatistics::vassal).thenComparing(MountStatistics::mount))
        .toList();
  }

  /** Sends away all who wait and all who come. */
  @Override
  public void close() {
    List<Lane> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(lanes.values());
    }
    all.forEach(lane -> lane.gate().close());
  }
}
