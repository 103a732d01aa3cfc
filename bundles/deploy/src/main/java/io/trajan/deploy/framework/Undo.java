package io.trajan.deploy.framework;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Steps back, taken in reverse order. Confined to one thread. */
final class Undo {
  private final Deque<Step> steps = new ArrayDeque<>();

  /** One step back. */
  interface Step {
    void run() throws Exception;
  }

  void add(Step step) {
    steps.push(step);
  }

  /** Takes every step, whatever becomes of the others; says what failed. */
  List<String> run() {
    var failures = new ArrayList<String>();
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (Exception e) {
        // The remaining steps are independent of this one.
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    return failures;
  }
}
