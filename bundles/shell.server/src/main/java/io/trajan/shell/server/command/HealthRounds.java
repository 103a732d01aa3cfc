package io.trajan.shell.server.command;

import io.trajan.shell.server.command.HealthCommands.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Runs checks side by side, each in a thread of its own with a deadline. One that does not end is
 * interrupted, reported, and not started again while it still runs, so there are never more threads
 * than checks.
 */
final class HealthRounds implements AutoCloseable {
  private static final long JOIN_MILLIS = 500;

  private final BundleContext context;
  private final Map<ServiceReference<HealthCheck>, Thread> running = new ConcurrentHashMap<>();

  HealthRounds(BundleContext context) {
    this.context = context;
  }

  static String name(ServiceReference<HealthCheck> reference) {
    Object name = reference.getProperty(HealthCheck.NAME);
    Object component = reference.getProperty("component.name");
    return String.valueOf(
        name != null ? name : component != null ? component : reference.getProperty("service.id"));
  }

  /** Their results by name. */
  List<Row> run(List<ServiceReference<HealthCheck>> checks, Duration timeout)
      throws InterruptedException {
    List<Attempt> attempts = new ArrayList<>();
    for (ServiceReference<HealthCheck> check : checks) {
      attempts.add(begin(check));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Row> rows = new ArrayList<>();
    for (Attempt attempt : attempts) {
      rows.add(attempt.await(deadline, timeout));
    }
    rows.sort(Comparator.comparing(Row::name));
    return rows;
  }

  private Attempt begin(ServiceReference<HealthCheck> check) {
    CompletableFuture<Row> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("health-" + name(check))
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> run(check, result));
    Thread before = running.putIfAbsent(check, thread);
    if (before != null) {
      result.complete(
          row(
              check,
              Result.Status.TEMPORARILY_UNAVAILABLE,
              Duration.ZERO,
              "still runs since an earlier time"));
      return new Attempt(check, before, result);
    }
    thread.start();
    return new Attempt(check, thread, result);
  }

  private void run(ServiceReference<HealthCheck> check, CompletableFuture<Row> result) {
    long began = System.nanoTime();
    try {
      HealthCheck service = context.getService(check);
      if (service == null) {
        result.complete(
            row(check, Result.Status.TEMPORARILY_UNAVAILABLE, Duration.ZERO, "has just gone"));
        return;
      }
      result.complete(row(check, service.execute(), Duration.ofNanos(System.nanoTime() - began)));
    } catch (RuntimeException | Error e) { // the top of a thread, somebody else's code
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      result.complete(row(check, Result.Status.HEALTH_CHECK_ERROR, took, e.toString()));
    } finally {
      release(check);
      running.remove(check);
    }
  }

  private void release(ServiceReference<HealthCheck> check) {
    try {
      context.ungetService(check);
    } catch (IllegalStateException e) {
      // Our bundle was stopped meanwhile.
    }
  }

  private static Row row(ServiceReference<HealthCheck> check, Result result, Duration took) {
    List<String> messages = new ArrayList<>();
    for (ResultLog.Entry entry : result) {
      if (!entry.isDebug()) {
        messages.add(entry.getMessage());
      }
    }
    return new Row(name(check), result.getStatus(), took, messages);
  }

  private static Row row(
      ServiceReference<HealthCheck> check, Result.Status status, Duration took, String message) {
    return new Row(name(check), status, took, List.of(message));
  }

  private record Attempt(
      ServiceReference<HealthCheck> check, Thread thread, CompletableFuture<Row> result) {
    Row await(long deadline, Duration timeout) throws InterruptedException {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      if (!result.isDone()) {
        thread.interrupt();
      }
      return result.getNow(
          row(check, Result.Status.TEMPORARILY_UNAVAILABLE, timeout, "did not answer in time"));
    }
  }

  @Override
  public void close() {
    running.values().forEach(Thread::interrupt);
    try {
      for (Thread thread : running.values()) {
        thread.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
