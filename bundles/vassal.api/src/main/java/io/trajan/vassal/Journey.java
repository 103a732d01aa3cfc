package io.trajan.vassal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of starting a vassal, each with its time and outcome: what {@code vassal:why} shows.
 * Thread-safe; at most {@value #MAX_STEPS} steps are kept.
 */
public final class Journey {
  /** More steps than this are not recorded. */
  public static final int MAX_STEPS = 200;

  private final Clock clock;
  private final List<Step> steps = new ArrayList<>();

  /** A journey timed by that clock. */
  public Journey(Clock clock) {
    this.clock = clock;
  }

  /** How a step stands. */
  public enum Status {
    /** Begun. */
    RUNNING,
    /** Done. */
    DONE,
    /** Failed; the detail says why. */
    FAILED
  }

  /**
   * A step.
   *
   * @param name what was done, in a few words: {@code load ../apps/hello/config.ru}
   * @param status how it stands
   * @param began when it began
   * @param took how long it took, zero while it runs
   * @param detail a result or the reason of the failure, empty when there is nothing to say
   */
  public record Step(String name, Status status, Instant began, Duration took, String detail) {}

  /** Runs {@code work} as a step; its exception marks the step failed and is thrown on. */
  public <T, X extends Exception> T step(String name, Work<T, X> work) throws X {
    int index = begin(name);
    try {
      T result = work.run();
      finish(index, Status.DONE, "");
      return result;
    } catch (Exception e) {
      finish(index, Status.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Notes a step that is done, with a detail. */
  public void note(String name, String detail) {
    finish(begin(name), Status.DONE, detail);
  }

  /** The steps so far; a snapshot. */
  public synchronized List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The step that failed last, or null. */
  public synchronized @Nullable Step failure() {
    return steps.reversed().stream()
        .filter(s -> s.status() == Status.FAILED)
        .findFirst()
        .orElse(null);
  }

  private synchronized int begin(String name) {
    if (steps.size() >= MAX_STEPS) {
      return -1;
    }
    steps.add(new Step(name, Status.RUNNING, clock.instant(), Duration.ZERO, ""));
    return steps.size() - 1;
  }

  private synchronized void finish(int index, Status status, String detail) {
    if (index >= 0) {
      Step step = steps.get(index);
      Duration took = Duration.between(step.began(), clock.instant());
      steps.set(index, new Step(step.name(), status, step.began(), took, detail));
    }
  }

  /** What a step does. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    /** Does it. */
    T run() throws X;
  }
}
