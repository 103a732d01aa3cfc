package io.trajan.vassal.emperor;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a bounded number of generations start at the same time; the others wait in the order in
 * which they came, at most one for each vassal. Confined to the emperor's thread.
 */
final class Starts {
  private final int parallel;
  private final Queue<Generation> waiting = new ArrayDeque<>();
  private final Set<Generation> running = new HashSet<>();

  Starts(int parallel) {
    this.parallel = parallel;
  }

  /** Begins a generation at once if there is room and nobody waits; else puts it in the line. */
  void enter(Generation generation, Instant deadline) {
    if (running.size() + waiting.size() < parallel) {
      enterAhead(generation, deadline);
    } else {
      waiting.add(generation);
    }
  }

  /** Begins one whatever the number, such as one that a former emperor had begun. */
  void enterAhead(Generation generation, Instant deadline) {
    running.add(generation);
    generation.begin(deadline);
  }

  /** Takes a generation out, whether it waits, runs or is through. */
  void leave(Generation generation) {
    waiting.remove(generation);
    running.remove(generation);
  }

  /** Lets the next one begin, if there is room; null when there is none or nobody waits. */
  @Nullable Generation next(Instant deadline) {
    Generation first = running.size() < parallel ? waiting.poll() : null;
    if (first != null) {
      running.add(first);
      first.begin(deadline);
    }
    return first;
  }

  int waiting() {
    return waiting.size();
  }

  int running() {
    return running.size();
  }
}
