package io.trajan.vassal.emperor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emperor's one thread and its letter box. The box is bounded: what does not fit is dropped and
 * counted, and everything is looked at again instead, which finds whatever the letter said.
 */
final class Loop implements AutoCloseable {
  static final int CAPACITY = 8192;

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);
  private static final Duration JOIN = Duration.ofSeconds(10);

  /** After a stumble; doubles up to the longest sleep while nothing goes well. */
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** How long one letter may take before the health check says so. */
  private static final Duration STUCK = Duration.ofSeconds(30);

  /** What is done besides reading letters. */
  interface Duties {
    /** Does what is due; returns when it has to be asked again, null when there is no need. */
    @Nullable Instant attend();

    /** Looks at everything, because letters were lost or one of them failed. */
    void lookAtAll();
  }

  private final BlockingQueue<Runnable> letters = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final Clock clock;
  private final Duties duties;
  private final Thread thread;
  private Duration pause = SHORTEST_PAUSE;
  private @Nullable Instant again;
  private volatile @Nullable Instant busySince;
  private volatile boolean lost;
  private volatile boolean stopping;

  Loop(String name, Clock clock, Duties duties) {
    this.clock = clock;
    this.duties = duties;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Puts a letter into the box; any thread, never waits. False when it is full or closed. */
  boolean post(Runnable letter) {
    if (stopping) {
      return false;
    }
    if (letters.offer(letter)) {
      return true;
    }
    dropped.incrementAndGet();
    lost = true;
    return false;
  }

  /** How many letters did not fit. */
  long dropped() {
    return dropped.get();
  }

  /** What keeps the thread from its work, for people; empty when nothing does. Any thread. */
  String trouble() {
    if (!thread.isAlive()) {
      return thread.getName() + " is dead";
    }
    Instant since = busySince;
    Duration busy = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    return busy.compareTo(STUCK) < 0
        ? ""
        : thread.getName() + " has been held up for " + busy.toSeconds() + " s";
  }

  private void run() {
    while (!stopping) {
      try {
        round();
      } catch (InterruptedException e) {
        // Only close() interrupts, to end the sleep.
        LOG.debug("woken to stop");
      } catch (Throwable e) {
        // The top of the thread: what one letter throws, such as a class of a bundle that is being
        // replaced and can no longer be loaded, must not end the emperor.
        LOG.error("the emperor stumbled; all is looked at again in {} s", pause.toSeconds(), e);
        again = clock.instant().plus(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : twice;
      }
    }
  }

  private void round() throws InterruptedException {
    busySince = clock.instant();
    long sleep = sleep();
    busySince = null;
    Runnable letter = letters.poll(sleep, TimeUnit.MILLISECONDS);
    while (letter != null && !stopping) {
      busySince = clock.instant();
      letter.run();
      letter = letters.poll();
    }
    if (lost) {
      LOG.warn("{} letters did not fit and everything is looked at again", dropped.get());
      lost = false;
      duties.lookAtAll();
    }
  }

  private long sleep() {
    Instant due = letters.isEmpty() ? attend() : clock.instant();
    Duration left = due == null ? LONGEST_SLEEP : Duration.between(clock.instant(), due);
    long millis = Math.min(left.plusNanos(999_999).toMillis(), LONGEST_SLEEP.toMillis());
    return letters.isEmpty() ? Math.max(0, millis) : 0;
  }

  /** Does what is due; after a stumble not before the pause is over, and then everything. */
  private @Nullable Instant attend() {
    Instant held = again;
    if (held != null && clock.instant().isBefore(held)) {
      return held;
    }
    if (held != null) {
      duties.lookAtAll();
      again = null;
    }
    Instant due = duties.attend();
    pause = SHORTEST_PAUSE;
    return due;
  }

  /** Stops and joins the thread; letters that were not read are forgotten. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (!thread.join(JOIN)) {
        LOG.error("{} does not end", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    letters.clear();
  }
}
