package io.trajan.deploy.framework;

import io.trajan.deploy.jar.BundleJar;
import io.trajan.deploy.plan.FeaturePlan;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Digest;
import io.trajan.feature.codec.FeatureBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one {@link FeaturePlan}: all of it, or none. What comes is installed, resolved and
 * started first; then the record is written, and that is the moment from which a crash leads
 * forward; what goes is taken away last. Used once, on the deploy thread.
 */
public final class Installation {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

  private final Kit kit;
  private final FeaturePlan plan;
  private final Shelf shelf;
  private final Journal journal;
  private final Configurations configurations;
  private final Undo undo = new Undo();
  private final Map<FeatureBundle, BundleJar> jars = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();

  /**
   * Prepares; nothing happens yet.
   *
   * @param shelf for hints about what a refused bundle lacks
   */
  public Installation(Kit kit, FeaturePlan plan, Shelf shelf, Journal journal) {
    this.kit = kit;
    this.plan = plan;
    this.shelf = shelf;
    this.journal = journal;
    this.configurations = new Configurations(kit);
  }

  /**
   * Does it.
   *
   * @return what was done
   * @throws RefusedException when it could not be done, and then nothing was
   */
  public List<Change> run() throws RefusedException {
    var removal = Removal.of(kit, plan.bundlesOut());
    removal.refuseIfItStopsUs();
    for (var bundle : plan.bundlesIn()) {
      jars.put(bundle, new Jars(kit).of(bundle));
    }
    try {
      journal.begin(items());
      bring();
      commit();
    } catch (RefusedException | BundleException | IOException | RuntimeException e) {
      undo();
      throw e instanceof RefusedException refused
          ? refused
          : new RefusedException(String.valueOf(e.getMessage()), e);
    }
    changes.addAll(removal.run());
    unconfigure();
    endJournal();
    return changes;
  }

  private List<Journal.Item> items() {
    var items = new ArrayList<Journal.Item>();
    plan.bundlesIn().forEach(b -> items.add(bundle(b.coordinates())));
    plan.bundlesOut().forEach(b -> items.add(bundle(b.coordinates())));
    plan.pidsOut().forEach(pid -> items.add(configuration(pid)));
    plan.adding()
        .forEach(f -> f.configurations().keySet().forEach(p -> items.add(configuration(p))));
    return items;
  }

  private static Journal.Item bundle(Coordinates coordinates) {
    return new Journal.Item(Journal.Kind.BUNDLE, coordinates.location(), "");
  }

  private static Journal.Item configuration(String pid) {
    return new Journal.Item(Journal.Kind.CONFIGURATION, pid, "");
  }

  private void bring() throws RefusedException, BundleException, IOException {
    var arrival = new Arrival(kit, shelf, undo, changes);
    for (var entry : jars.entrySet()) {
      var bundle = entry.getKey();
      arrival.install(bundle.coordinates().location(), entry.getValue(), bundle.startLevel());
    }
    configure();
    arrival.resolve();
    arrival.start();
    for (var feature : plan.adding()) {
      changes.add(new Change("installed", "feature", feature.name(), feature.id()));
    }
  }

  private void configure() throws RefusedException {
    for (var feature : plan.adding()) {
      for (var entry : feature.configurations().entrySet()) {
        var back = configurations.apply(entry.getKey(), feature.name(), entry.getValue());
        back.ifPresent(step -> undo.add(step::run));
        var detail = back.isPresent() ? "" : "the operator's own stays in force";
        changes.add(new Change("configured", "configuration", entry.getKey(), detail));
      }
    }
  }

  private void commit() throws IOException {
    var digests = new LinkedHashMap<Coordinates, String>();
    for (var entry : jars.entrySet()) {
      digests.put(entry.getKey().coordinates(), Digest.of(entry.getValue().file()));
    }
    plan.after(c -> digests.getOrDefault(c, "")).write(kit.places().record());
  }

  private void unconfigure() {
    for (var pid : plan.pidsOut()) {
      try {
        if (configurations.remove(pid)) {
          changes.add(new Change("removed", "configuration", pid, ""));
        }
      } catch (RefusedException e) {
        LOG.warn("{}", e.getMessage());
        changes.add(new Change("kept", "configuration", pid, String.valueOf(e.getMessage())));
      }
    }
    plan.removing().forEach(name -> changes.add(new Change("uninstalled", "feature", name, "")));
  }

  private void undo() {
    kit.say("going back");
    undo.run().forEach(failure -> LOG.error("while going back: {}", failure));
    try {
      journal.end();
    } catch (IOException e) {
      LOG.error("the journal cannot be deleted; the next start goes back once more", e);
    }
  }

  private void endJournal() {
    try {
      journal.end();
    } catch (IOException e) {
      LOG.warn("the journal cannot be deleted; the next start looks at it once more", e);
    }
  }
}
