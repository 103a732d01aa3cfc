package io.trajan.launcher;

import io.trajan.boot.ProcessSignal;
import io.trajan.boot.ProcessSignalListener;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of the process, heard from {@link #hear} on. {@code TERM} and {@code INT} ask for the
 * end once and force it the second time; {@code HUP} and {@code USR1} go to the launcher's own
 * logging and to the services of the bundles, one at a time on a thread of their own. While there
 * is no framework to tell they are kept, one of each; beyond {@value #QUEUED} waiting ones they are
 * dropped: each of those waiting does the same.
 */
final class Signals implements AutoCloseable {
  private static final int QUEUED = 4;
  private static final int SIGNALLED = 128;
  private static final int INT = 2;
  private static final int TERM = 15;

  private final ProcessSignalListener own;
  private final ExecutorService worker;
  private final Set<ProcessSignal> kept = EnumSet.noneOf(ProcessSignal.class);
  private @Nullable ServiceTracker<ProcessSignalListener, ProcessSignalListener> listeners;

  /**
   * Hears nothing yet.
   *
   * @param own told of {@code HUP} and {@code USR1} before the services are
   */
  Signals(ProcessSignalListener own) {
    this.own = own;
    var threads = Thread.ofPlatform().daemon().name("trajan-signals").factory();
    worker =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            threads,
            (task, executor) -> log().warn("signal ignored: {} of its kind are waiting", QUEUED));
  }

  /**
   * Hears from now on.
   *
   * @param stop run by {@code TERM} and {@code INT}; the second one ends the process at once
   */
  void hear(Consumer<String> stop) {
    var first = new AtomicBoolean(true);
    hookEnd("TERM", TERM, first, stop);
    hookEnd("INT", INT, first, stop);
    SignalHook.on("HUP", () -> signalled(ProcessSignal.REREAD_CONFIGURATION));
    SignalHook.on("USR1", () -> signalled(ProcessSignal.REOPEN_LOGS));
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

  /** From now on {@code HUP} and {@code USR1} reach every listener service, those kept first. */
  synchronized void dispatch(BundleContext context) {
    var tracker =
        new ServiceTracker<ProcessSignalListener, ProcessSignalListener>(
            context, ProcessSignalListener.class, null);
    tracker.open();
    listeners = tracker;
    kept.forEach(this::signalled);
    kept.clear();
  }

  /** The framework has ended; from now on they are kept for the next one. */
  synchronized void queue() {
    listeners = null;
  }

  /** A signal came; any thread. */
  synchronized void signalled(ProcessSignal meaning) {
    var tracker = listeners;
    if (tracker == null) {
      kept.add(meaning);
    } else {
      worker.execute(() -> deliver(meaning, tracker));
    }
  }

  private void deliver(
      ProcessSignal meaning,
      ServiceTracker<ProcessSignalListener, ProcessSignalListener> listeners) {
    log()
        .info(
            meaning == ProcessSignal.REOPEN_LOGS
                ? "USR1: reopening logs"
                : "HUP: rereading configuration");
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
    } catch (RuntimeException | LinkageError e) {
      // Code of a bundle; the next listener must still hear of it.
      log().error("{} failed on {}", listener, meaning, e);
    }
  }

  /** Not a constant: this is made before it is known that logging is set up. */
  private static Logger log() {
    return LoggerFactory.getLogger(Signals.class);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
