package io.trajan.deploy.swap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops bundles in the order of stopping, lets something be done to them, refreshes, and starts
 * them in the order of starting. The framework's own refresh restarts in no particular order, and
 * its update starts the new content once more before the refresh than is good for it. Confined to
 * one thread, blocks.
 */
public final class OrderlyRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyRefresh.class);

  private final BundleContext system;
  private final Duration patience;
  private final List<Bundle> running;

  /**
   * Prepares; nothing happens yet.
   *
   * @param system the system bundle's context, which outlives every other
   * @param bundles all that the refresh will touch
   * @param patience how long the framework may take to refresh
   */
  public OrderlyRefresh(BundleContext system, Collection<Bundle> bundles, Duration patience) {
    this.system = system;
    this.patience = patience;
    this.running =
        bundles.stream()
            .filter(OrderlyRefresh::runs)
            .sorted(
                Comparator.comparingInt(OrderlyRefresh::startLevel)
                    .thenComparingLong(Bundle::getBundleId))
            .toList();
  }

  /** Something done while the bundles are stopped. */
  public interface Action {
    /** Does it; called once. */
    void run() throws BundleException, IOException;
  }

  /** The bundles that were running, in the order of starting. */
  public List<Bundle> running() {
    return running;
  }

  /** Stops, in the order of stopping. What fails to stop is stopped all the same. */
  public void stop() {
    for (var bundle : running.reversed()) {
      try {
        bundle.stop(Bundle.STOP_TRANSIENT);
      } catch (BundleException e) {
        // The framework takes it down whatever its activator throws.
        LOG.warn("{} did not stop well: {}", bundle.getSymbolicName(), words(e));
      }
    }
  }

  /**
   * Refreshes and waits until the framework is done.
   *
   * @throws BundleException when it takes too long, or the thread is interrupted
   */
  public void refresh(Collection<Bundle> targets) throws BundleException {
    var done = new CountDownLatch(1);
    system
        .getBundle()
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.copyOf(targets), event -> done.countDown());
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BundleException("the framework did not refresh within " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BundleException("interrupted while the framework refreshed", e);
    }
  }

  /**
   * Starts what was running, in the order of starting.
   *
   * @return what did not start, in words; empty when all did
   */
  public List<String> start() {
    var failures = new ArrayList<String>();
    for (var bundle : running) {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        start(bundle, failures);
      }
    }
    return failures;
  }

  private static void start(Bundle bundle, List<String> failures) {
    try {
      var lazily = bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
      bundle.start(Bundle.START_TRANSIENT | (lazily ? Bundle.START_ACTIVATION_POLICY : 0));
    } catch (BundleException | IllegalStateException e) {
      failures.add(bundle.getSymbolicName() + " does not start: " + words(e));
    }
  }

  /** The message of a failed start; the interesting part is often in the cause. */
  static String words(Exception e) {
    var cause = e.getCause();
    var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + " (" + cause + ")";
  }

  private static boolean runs(Bundle bundle) {
    var revision = bundle.adapt(BundleRevision.class);
    return bundle.getBundleId() != 0
        && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0
        && revision != null
        && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) == 0;
  }

  private static int startLevel(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel();
  }
}
