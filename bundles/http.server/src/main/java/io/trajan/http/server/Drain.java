package io.trajan.http.server;

import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Loops;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections at the end of the bundle: those between two requests go to the heir at once, the
 * others finish, and what is left at the deadline is broken off.
 */
final class Drain {
  /** For our own threads, for the bundles that stop after us and for the framework itself. */
  static final Duration AFTERWARDS = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration LOOP_PATIENCE = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 10;

  private final Loops loops;
  private final Admission admission;

  Drain(Loops loops, Admission admission) {
    this.loops = loops;
    this.admission = admission;
  }

  /**
   * How long requests may take to finish.
   *
   * @param configured at other times
   * @param left what the process still has, empty when it has all the time there is
   */
  static Duration patience(Duration configured, Optional<Duration> left) {
    Duration most = left.map(time -> time.minus(AFTERWARDS)).orElse(configured);
    Duration shorter = most.compareTo(configured) < 0 ? most : configured;
    return shorter.isNegative() ? Duration.ZERO : shorter;
  }

  /** Waits until they are gone, at most so long; interruption breaks them off. */
  void run(@Nullable Heir heir, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      loops.onEach(loop -> loop.leave(heir), LOOP_PATIENCE);
      while (admission.inside() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(LOOK_MILLIS);
      }
      if (admission.inside() > 0) {
        LOG.warn("{} connections broken off after {} ms", admission.inside(), patience.toMillis());
        loops.onEach(loop -> loop.forEach(Connection::abandon), LOOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
