package io.trajan.rack.adapter;

import io.trajan.rack.adapter.ruby.RubyVm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a generation ends: requests and taken-over connections get the patience, then they are broken
 * off; then the threads of the pool, the program's own threads, its {@code at_exit} and the
 * runtime. Runs on the main thread of the runtime; every wait is bounded.
 */
record Ending(RackSettings settings, RubyVm vm, Logger log) {
  private static final Duration KILLED = Duration.ofSeconds(2);

  void end(@Nullable Application application, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (application != null) {
        finishRequests(application, patience);
        endPool(application);
      }
      endThreads(deadline);
    } catch (InterruptedException e) {
      log.warn("interrupted while ending");
    }
    vm.terminate(log);
  }

  private void finishRequests(Application application, Duration patience)
      throws InterruptedException {
    RackHandler handler = application.handler();
    boolean idle =
        handler.awaitIdle(
            () -> handler.inFlight() > 0 || application.hijacks().count() > 0, patience.toNanos());
    if (!idle) {
      log.warn(
          "broken off after {} s: {} requests, {} taken-over connections",
          patience.toSeconds(),
          handler.inFlight(),
          application.hijacks().count());
      application.hijacks().abort();
      IOException why = new IOException("the application was stopped");
      application.workers().forEach(worker -> worker.kill(why));
    }
  }

  private void endPool(Application application) throws InterruptedException {
    application.pool().close();
    List<Thread> left = application.pool().join(KILLED);
    if (!left.isEmpty()) {
      left.forEach(Thread::interrupt);
      left = application.pool().join(KILLED);
    }
    left.forEach(thread -> log.error("thread {} does not end", thread.getName()));
  }

  /** The program's own threads: waited for when the vassal says so, then killed. */
  private void endThreads(long deadline) throws InterruptedException {
    if (settings.waitForThreads()) {
      vm.joinThreads(Math.max(0, deadline - System.nanoTime()));
    }
    vm.killThreads(KILLED.toNanos())
        .forEach(name -> log.error("the program's thread {} does not end", name));
  }
}
