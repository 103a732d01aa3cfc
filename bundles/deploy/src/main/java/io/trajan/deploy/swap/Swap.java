package io.trajan.deploy.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Gives a bundle new content, and its old content again when it does not come up with it. Only the
 * bundles that use its classes are stopped and started with it. Confined to one thread, blocks.
 */
public final class Swap {
  private static final long POLL_NANOS = 5_000_000;

  private final BundleContext system;
  private final Bundle target;
  private final Duration patience;

  /**
   * Prepares; nothing happens yet.
   *
   * @param system the system bundle's context
   * @param target whose content is replaced
   * @param patience how long the new content may take to come up
   */
  public Swap(BundleContext system, Bundle target, Duration patience) {
    this.system = system;
    this.target = target;
    this.patience = patience;
  }

  /**
   * How it went.
   *
   * @param failure empty when the new content is in force, else why the old one is
   * @param broken empty, or why the old one could not be brought back either
   * @param absences who was away for how long
   */
  public record Outcome(String failure, String broken, List<AwayClock.Absence> absences) {}

  /**
   * Does it.
   *
   * @param next the new content
   * @param last the content to go back to
   * @param check tells whether the bundle is up; asked repeatedly after it was started
   */
  public Outcome run(Path next, Path last, Supplier<Standing> check) {
    try (var clock = new AwayClock(system)) {
      var order = new OrderlyRefresh(system, closure(), patience);
      order.stop();
      var failure = attempt(order, next, check);
      var broken = failure.isEmpty() ? "" : attempt(again(order), last, check);
      return new Outcome(failure, broken, clock.absences());
    }
  }

  private OrderlyRefresh again(OrderlyRefresh order) {
    order.stop();
    return order;
  }

  private Collection<Bundle> closure() {
    return system.getBundle().adapt(FrameworkWiring.class).getDependencyClosure(List.of(target));
  }

  private String attempt(OrderlyRefresh order, Path content, Supplier<Standing> check) {
    String failure;
    try (var bytes = Files.newInputStream(content)) {
      target.update(bytes);
      order.refresh(List.of(target));
      failure = lacks();
    } catch (BundleException | IOException | IllegalStateException e) {
      failure = OrderlyRefresh.words(e);
    }
    var unstarted = order.start();
    if (failure.isEmpty() && !unstarted.isEmpty()) {
      failure = String.join("; ", unstarted);
    }
    return failure.isEmpty() && !order.running().isEmpty() ? await(check) : failure;
  }

  private String lacks() {
    var wiring = system.getBundle().adapt(FrameworkWiring.class);
    return wiring.resolveBundles(List.of(target))
        ? ""
        : String.join(
            "; ", new Missing(system).of(target).stream().map(Missing.Lack::toString).toList());
  }

  private String await(Supplier<Standing> check) {
    var deadline = System.nanoTime() + patience.toNanos();
    var standing = check.get();
    while (!standing.up() && !standing.hopeless() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return "interrupted while " + target.getSymbolicName() + " came up: " + standing.words();
      }
      standing = check.get();
    }
    return standing.up() ? "" : standing.words();
  }
}
