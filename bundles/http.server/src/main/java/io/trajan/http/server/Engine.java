package io.trajan.http.server;

import io.trajan.boot.Keep;
import io.trajan.boot.Readiness;
import io.trajan.boot.StopDeadline;
import io.trajan.http.server.command.Traffic;
import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.listen.Listeners;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Loops;
import io.trajan.request.Gate;
import io.trajan.request.RequestDispatcher;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server without the container: its threads, listeners and launcher, started and stopped as
 * one.
 */
final class Engine implements Traffic, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long CONTROL_SECONDS = 10;
  private static final long CERTIFICATE_SECONDS = 1;
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(1);

  private final HttpSettings settings;
  private final @Nullable Keep keep;
  private final @Nullable Readiness readiness;
  private final @Nullable StopDeadline deadline;
  private final ScheduledThreadPoolExecutor control;
  private final Gate<RequestDispatcher> gate;
  private volatile @Nullable Running running;
  private boolean closed;

  private record Running(
      Loops loops,
      Admission admission,
      Listeners listeners,
      Announcer announcer,
      HttpLauncher launcher,
      ScheduledFuture<?> reloading) {}

  Engine(
      HttpSettings settings,
      @Nullable Keep keep,
      @Nullable Readiness readiness,
      @Nullable StopDeadline deadline) {
    this.settings = settings;
    this.keep = keep;
    this.readiness = readiness;
    this.deadline = deadline;
    this.control =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("trajan-http-control").factory());
    this.gate = new Gate<>(settings.parkingCapacity(), settings.parkingPatience(), control);
  }

  /** Where requests wait for the dispatcher. */
  Gate<RequestDispatcher> gate() {
    return gate;
  }

  /** What starts listeners; once started. */
  HttpLauncher launcher() {
    return running().launcher();
  }

  @Override
  public Collection<Listener> listeners() {
    Running now = running;
    return now == null ? List.of() : now.listeners().all();
  }

  @Override
  public List<ConnectionFacts> connections() throws InterruptedException, TimeoutException {
    Queue<ConnectionFacts> found = new ConcurrentLinkedQueue<>();
    long now = System.nanoTime();
    Loops loops = running().loops();
    if (!loops.onEach(loop -> loop.forEach(each -> found.add(each.facts(now))), LOOK_PATIENCE)) {
      throw new TimeoutException(
          "an event loop did not answer within " + LOOK_PATIENCE.toMillis() + " ms");
    }
    return List.copyOf(found);
  }

  /** The threads; once started. */
  Loops loops() {
    return running().loops();
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  /** Starts the threads. */
  void start() {
    control.setRemoveOnCancelPolicy(true);
    control.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    Admission admission = new Admission(settings.maxConnections());
    Loops loops = new Loops(settings.threads(), gate, settings.tick());
    Listeners listeners = new Listeners(loops, admission, keep);
    Announcer announcer = new Announcer(readiness);
    HttpLauncher launcher = new HttpLauncher(settings, loops, listeners, control, announcer);
    ScheduledFuture<?> reloading =
        control.scheduleWithFixedDelay(
            launcher::reloadCertificates,
            CERTIFICATE_SECONDS,
            CERTIFICATE_SECONDS,
            TimeUnit.SECONDS);
    running = new Running(loops, admission, listeners, announcer, launcher, reloading);
  }

  /**
   * Stops: listening sockets are handed over, requests in flight finish or are broken off at the
   * deadline, threads end. Blocks meanwhile, no longer than the process may still take.
   */
  @Override
  public void close() {
    Running last = running;
    if (last == null || closed) {
      control.shutdownNow();
      return;
    }
    closed = true;
    last.reloading().cancel(false);
    AtomicReference<@Nullable Heir> heir = new AtomicReference<>();
    onControl(() -> heir.set(last.listeners().suspend()));
    onControl(last.launcher()::stop);
    last.announcer().close();
    new Drain(last.loops(), last.admission())
        .run(heir.get(), Drain.patience(settings.drainTimeout(), left()));
    gate.close();
    onControl(last.listeners()::bequeath);
    stopControl();
    last.loops().close();
  }

  private void stopControl() {
    control.shutdownNow();
    try {
      if (!control.awaitTermination(CONTROL_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("the control thread did not stop within {} s", CONTROL_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onControl(Runnable work) {
    try {
      control.submit(work).get(CONTROL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("stopping went wrong", e);
    }
  }

  private Optional<Duration> left() {
    return deadline == null ? Optional.empty() : deadline.left();
  }
}
