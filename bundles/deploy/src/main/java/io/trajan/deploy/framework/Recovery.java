package io.trajan.deploy.framework;

import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.JarStore;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.deploy.swap.Relay;
import io.trajan.deploy.swap.Standing;
import io.trajan.deploy.swap.Swap;
import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a crash, or a stop of this bundle, left half done: the journal says what may be, the
 * record of features says what should be. Doing it twice changes nothing. Used on the deploy thread
 * before anything else.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final long POLL_NANOS = 10_000_000;

  private final Kit kit;
  private final Journal journal;
  private final JarStore store;
  private final Contents contents;
  private final Shelf shelf;

  public Recovery(Kit kit, Journal journal, JarStore store, Contents contents, Shelf shelf) {
    this.kit = kit;
    this.journal = journal;
    this.store = store;
    this.contents = contents;
    this.shelf = shelf;
  }

  /**
   * Does it.
   *
   * @return false when this bundle is about to be replaced, and the next one has to go on
   */
  public boolean run() throws IOException, RefusedException {
    var unfinished = journal.unfinished();
    if (unfinished.isEmpty()) {
      return true;
    }
    LOG.info("ending what was half done: {}", unfinished.stream().map(Journal.Item::name).toList());
    var record = Records.read(kit.places());
    var going = new ArrayList<Bundle>();
    var complete = true;
    for (var item : unfinished) {
      switch (item.kind()) {
        case BUNDLE -> bundle(item.name(), record, going);
        case CONFIGURATION -> configuration(item.name(), record);
        case UPDATE -> goBack(item);
        case SELF -> complete = self(item);
      }
    }
    new Removal(kit, going).run();
    if (complete) {
      journal.end();
    }
    return complete;
  }

  private void bundle(String location, FeatureRecord record, List<Bundle> going)
      throws RefusedException {
    var coordinates = Coordinates.parse(location.substring(Coordinates.SCHEME.length()));
    var bundle = kit.system().getBundle(location);
    var recorded = record.bundle(coordinates);
    if (recorded.isEmpty() && bundle != null) {
      going.add(bundle);
    } else if (recorded.isPresent() && bundle == null) {
      install(recorded.get());
    }
  }

  private void install(InstalledBundle recorded) throws RefusedException {
    var wanted = new FeatureBundle(recorded.coordinates(), recorded.startLevel());
    var arrival = new Arrival(kit, shelf, new Undo(), new ArrayList<>());
    try {
      arrival.install(
          recorded.coordinates().location(), new Jars(kit).of(wanted), recorded.startLevel());
      arrival.resolve();
      arrival.start();
    } catch (BundleException | IOException e) {
      throw new RefusedException(recorded.coordinates() + ": " + Words.of(e), e);
    }
  }

  private void configuration(String pid, FeatureRecord record) throws RefusedException {
    var configurations = new Configurations(kit);
    for (var feature : record.features()) {
      var known = shelf.features().get(feature.name());
      if (feature.state() == State.INSTALLED && feature.pids().contains(pid)) {
        if (known != null && known.configurations().containsKey(pid)) {
          configurations.apply(pid, feature.name(), known.configurations().get(pid));
        }
        return;
      }
    }
    configurations.remove(pid);
  }

  /** An update that nobody declared a success is none. */
  private void goBack(Journal.Item item) throws IOException {
    var bundle = kit.system().getBundle(item.name());
    var last = store.file(item.detail());
    if (bundle == null || !Files.exists(last)) {
      return;
    }
    var outcome = new Swap(kit.system(), bundle, kit.patience()).run(last, last, () -> Standing.UP);
    if (outcome.failure().isEmpty()) {
      contents.put(bundle, item.detail());
      LOG.warn(
          "the update of {} did not end; {} is in force again",
          bundle.getSymbolicName(),
          bundle.getVersion());
    } else {
      LOG.error("{} could not be brought back: {}", bundle.getSymbolicName(), outcome.failure());
    }
  }

  /** A relay that still works is waited for; one that died with the process is undone. */
  private boolean self(Journal.Item item) throws IOException, RefusedException {
    awaitRelay();
    var verdict = Update.verdict(kit);
    if (!Files.exists(verdict)) {
      return !relayBack(item, verdict);
    }
    var lines = Files.readAllLines(verdict);
    var sum = lines.getFirst().replace(".jar", "");
    var bundle = kit.system().getBundle(item.name());
    if (bundle != null) {
      contents.put(bundle, sum);
      Records.noteContent(kit.places(), bundle, sum);
      tell(bundle, lines);
    }
    Files.deleteIfExists(verdict);
    return true;
  }

  private boolean relayBack(Journal.Item item, Path verdict) throws IOException {
    var bundle = kit.system().getBundle(item.name());
    var last = store.file(item.detail());
    if (bundle == null || !Files.exists(last)) {
      return false;
    }
    try {
      var _ = SelfUpdate.start(kit, contents.copyOf(kit.self()), bundle, last, last, verdict);
      return true;
    } catch (BadJarException e) {
      LOG.error("{} could not be brought back: {}", bundle.getSymbolicName(), e.getMessage());
      return false;
    }
  }

  private static void tell(Bundle bundle, List<String> lines) {
    var failure = lines.size() > 1 ? lines.get(1) : "";
    if (failure.isEmpty()) {
      LOG.info("{} was updated to {}", bundle.getSymbolicName(), bundle.getVersion());
    } else {
      LOG.error("{} was not updated: {}", bundle.getSymbolicName(), failure);
    }
  }

  private void awaitRelay() throws RefusedException {
    // It may try the new content and then the old, each with a refresh.
    var deadline = System.nanoTime() + kit.patience().multipliedBy(5).toNanos();
    while (relayWorks()) {
      if (System.nanoTime() - deadline > 0) {
        throw new RefusedException("an update of the deployer itself does not end");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean relayWorks() {
    try {
      var marks = kit.system().getServiceReferences(Object.class, "(" + Relay.MARK + "=*)");
      return !marks.isEmpty();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("a constant filter", e);
    }
  }
}
