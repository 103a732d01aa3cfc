package io.trajan.launcher;

import io.trajan.boot.StopDeadline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process is asked to end: remembered if it comes before there is something to stop, passed
 * on at once otherwise, and enforced when it takes too long.
 */
final class Ending implements StopDeadline {
  private final Runnable alarm;
  private @Nullable Container container;
  private @Nullable Duration atMost;
  private boolean requested;

  /** By nanoTime; null while nothing is being stopped. */
  private @Nullable Long deadline;

  /**
   * Makes one.
   *
   * @param alarm run once when the end is asked for, on the thread that asks
   */
  Ending(Runnable alarm) {
    this.alarm = alarm;
  }

  synchronized boolean requested() {
    return requested;
  }

  @Override
  public synchronized Optional<Duration> left() {
    return Optional.ofNullable(deadline)
        .map(until -> Duration.ofNanos(Math.max(0, until - System.nanoTime())));
  }

  /** From here on there is something to stop. */
  synchronized void armed(Container started, Duration stopTimeout) {
    container = started;
    atMost = stopTimeout;
    if (requested) {
      stop(started, stopTimeout);
    }
  }

  /** Asks for the end; any thread, any time. */
  synchronized void request(String why) {
    if (requested) {
      return;
    }
    requested = true;
    log().info("stopping: {}", why);
    alarm.run();
    if (container != null && atMost != null) {
      stop(container, atMost);
    }
  }

  private synchronized void stop(Container container, Duration atMost) {
    deadline = System.nanoTime() + atMost.toNanos();
    Thread.ofPlatform().daemon().name("trajan-stop").start(container::requestStop);
    Thread.ofPlatform().daemon().name("trajan-stop-deadline").start(() -> enforce(atMost));
  }

  /** Ends the process if it still runs then; daemon, so an orderly end does not wait for it. */
  private static void enforce(Duration atMost) {
    try {
      Thread.sleep(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    log().error("stopping took longer than {} s; the rest is abandoned", atMost.toSeconds());
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith("FelixS") && stack.length > 0) {
                log().error("{} hangs in {}", thread.getName(), stack[0]);
              }
            });
    Runtime.getRuntime().halt(ExitStatus.STOP_TIMED_OUT.code());
  }

  /**
   * Not a constant: this class is made before it is known where the configuration of the log is.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(Ending.class);
  }
}
