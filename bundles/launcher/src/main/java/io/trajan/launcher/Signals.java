package io.trajan.launcher;

import io.trajan.boot.ProcessSignal;
import io.trajan.boot.ProcessSignalListener;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of the process. {@code TERM} and {@code INT} ask for the end once and force it the
 * second time; {@code HUP} and {@code USR1} go to the launcher's own logging and to the services of
 * the bundles, one at a time on a thread of their own. Signals beyond {@value #QUEUED} waiting ones
 * are dropped: each of those waiting does the same.
 */
final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final int QUEUED = 4;
  private static final int SIGNALLED = 128;
  private static final int INT = 2;
  private static final int TERM = 15;

  private final ExecutorService worker;

  Signals() {
    var threads = Thread.ofPlatform().daemon().name("trajan-signals").factory();
    worker =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            threads,
            (task, executor) -> LOG.warn("signal ignored: {} of its kind are waiting", QUEUED));
  }

  /**
   * From now on {@code TERM} and {@code INT} run {@code stop}; the second one ends the process at
   * once.
   */
  static void onEnd(Consumer<String> stop) {
    var first = new AtomicBoolean(true);
    hookEnd("TERM", TERM, first, stop);
    hookEnd("INT", INT, first, stop);
  }

  private static void hookEnd(String name, int number, AtomicBoolean first, Consumer<String> stop) {
    SignalHook.on(
        name,
        () -> {
          if (first.getAndSet(false)) {
            stop.accept(name);
          } else {
            Runtime.getRuntime().halt(SIGNALLED + number);
          }
        });
  }

  /** From now on {@code HUP} and {@code USR1} reach {@code own} and every listener service. */
  void dispatch(BundleContext context, ProcessSignalListener own) {
    var listeners =
        new ServiceTracker<ProcessSignalListener, ProcessSignalListener>(
            context, ProcessSignalListener.class, null);
    listeners.open();
    handle("HUP", ProcessSignal.REREAD_CONFIGURATION, listeners, own);
    handle("USR1", ProcessSignal.REOPEN_LOGS, listeners, own);
  }

  private void handle(
      String name,
      ProcessSignal meaning,
      ServiceTracker<ProcessSignalListener, ProcessSignalListener> listeners,
      ProcessSignalListener own) {
    SignalHook.on(name, () -> worker.execute(() -> deliver(name, meaning, listeners, own)));
  }

  private static void deliver(
      String name,
      ProcessSignal meaning,
      ServiceTracker<ProcessSignalListener, ProcessSignalListener> listeners,
      ProcessSignalListener own) {
    LOG.info(
        "{}: {}",
        name,
        meaning == ProcessSignal.REOPEN_LOGS ? "reopening logs" : "rereading configuration");
    tell(own, meaning);
    var references = listeners.getServiceReferences();
    if (references == null) {
      return;
    }
    Arrays.sort(references, Collections.reverseOrder());
    for (var reference : references) {
      var listener = listeners.getService(reference);
      if (listener != null) {
        tell(listener, meaning);
      }
    }
  }

  private static void tell(ProcessSignalListener listener, ProcessSignal meaning) {
    try {
      listener.signalled(meaning);
    } catch (RuntimeException e) {
      // Code of a bundle; the next listener must still hear of it.
      LOG.error("{} failed on {}", listener, meaning, e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
