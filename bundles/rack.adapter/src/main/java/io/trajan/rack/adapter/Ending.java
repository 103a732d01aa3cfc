package io.trajan.rack.adapter;

import io.trajan.rack.adapter.ruby.RubyVm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a generation ends: requests that were begun and taken-over connections get the patience, then
 * they are broken off; then the program's own threads, its {@code at_exit} and the runtime. Runs on
 * the main thread of the runtime; every wait is bounded.
 */
record Ending(RackSettings settings, RubyVm vm, Logger log) {
  private static final Duration KILLED = Duration.ofSeconds(2);

  void end(@Nullable Application application, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (application != null) {
        application.handler().close();
        application.handler().giveBack();
        finish(application, patience, deadline);
      }
      endThreads(deadline);
    } catch (InterruptedException e) {
      log.warn("interrupted while ending");
    }
    vm.terminate(log);
  }

  private void finish(Application application, Duration patience, long deadline)
      throws InterruptedException {
    List<Thread> working = application.pool().join(patience);
    boolean free = application.hijacks().awaitNone(deadline - System.nanoTime());
    if (!working.isEmpty() || !free) {
      tell(application, patience);
      IOException why = new IOException("the application was stopped");
      application.workers().forEach(worker -> worker.kill(why));
      application.hijacks().abort(why);
      endPool(application);
    }
  }

  private void tell(Application application, Duration patience) {
    int requests = application.pool().busy();
    int streams = application.hijacks().all();
    if (requests + streams > 0) {
      log.warn(
          "broken off after {} s: {} requests, {} connections and streams of the program",
          patience.toSeconds(),
          requests,
          streams);
    }
  }

  private void endPool(Application application) throws InterruptedException {
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
