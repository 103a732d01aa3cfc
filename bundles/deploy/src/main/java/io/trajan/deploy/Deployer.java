package io.trajan.deploy;

import io.trajan.deploy.drop.Drop;
import io.trajan.deploy.drop.DropDirectory;
import io.trajan.deploy.drop.DropLedger;
import io.trajan.deploy.framework.Change;
import io.trajan.deploy.framework.Contents;
import io.trajan.deploy.framework.FeatureDrops;
import io.trajan.deploy.framework.FeatureFiles;
import io.trajan.deploy.framework.Installation;
import io.trajan.deploy.framework.JarDrops;
import io.trajan.deploy.framework.Journal;
import io.trajan.deploy.framework.Kit;
import io.trajan.deploy.framework.Records;
import io.trajan.deploy.framework.Recovery;
import io.trajan.deploy.framework.Restoration;
import io.trajan.deploy.framework.SafeFile;
import io.trajan.deploy.framework.Update;
import io.trajan.deploy.impact.ImpactRow;
import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.JarCheck;
import io.trajan.deploy.jar.JarStore;
import io.trajan.deploy.jar.Reasons;
import io.trajan.deploy.plan.FeaturePlan;
import io.trajan.deploy.plan.FeaturePlanner;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.feature.codec.FeatureRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything the deployer can do. Changes are queued for the deploy thread and answered with a
 * {@link Ticket}; questions are answered at once, on any thread.
 */
public final class Deployer implements AutoCloseable, BundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final Kit kit;
  private final FeatureFiles features;
  private final JarStore store;
  private final Contents contents;
  private final Journal journal;
  private final DropLedger ledger;
  private final DropDirectory directory;
  private final Looks looks;
  private final DeployThread thread;
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile boolean ready;

  /** Reads what is remembered; nothing is changed yet. */
  Deployer(Kit kit, DeploySettings settings) throws IOException {
    var memory = Files.createDirectories(kit.places().memory());
    var copies = Files.createDirectories(memory.resolve("features"));
    Files.createDirectories(kit.places().deploy());
    this.kit = kit;
    this.features = new FeatureFiles(List.of(kit.places().features(), copies));
    this.store = new JarStore(memory.resolve("jars"), settings.jarLimitBytes());
    this.contents = new Contents(memory.resolve("contents"), store);
    this.journal = new Journal(memory.resolve("journal"));
    this.ledger = new DropLedger(memory.resolve("drops"), SafeFile::write);
    this.directory =
        new DropDirectory(
            kit.places().deploy(),
            ledger,
            List.of(
                new JarDrops(kit, store, contents, journal, features, settings.startLevel()),
                new FeatureDrops(kit, journal, features, copies)));
    this.thread = new DeployThread(settings.updateTimeout(), this::look);
    this.looks = new Looks(thread::wake);
  }

  /** Begins: first ends what was half done, then looks at the dropped files. */
  void start(Runnable whenReady) throws RefusedException {
    thread.submit("the start", progress -> begin(whenReady));
    thread.start();
    kit.system().addBundleListener(this);
  }

  private CompletableFuture<String> begin(Runnable whenReady) throws RefusedException {
    if (!new StartedFramework(kit.system()).await(thread::isClosing)) {
      return CompletableFuture.completedFuture("");
    }
    try {
      ready = new Recovery(kit, journal, store, contents, features.read()).run();
      if (ready) {
        new Restoration(kit, features).run();
        directory.lookAtAll();
        contents.tidy(kit.system(), Set.of());
      }
    } catch (IOException e) {
      throw new RefusedException("what was remembered cannot be read: " + e.getMessage(), e);
    } finally {
      whenReady.run();
    }
    return CompletableFuture.completedFuture("");
  }

  /** Where a watcher of the directory reports to. */
  Looks looks() {
    return looks;
  }

  private void look() {
    if (!ready) {
      return;
    }
    if (gone.getAndSet(false)) {
      restore();
    }
    var wanted = looks.take();
    try {
      if (wanted.all()) {
        directory.lookAtAll();
      }
      for (var name : wanted.names()) {
        directory.lookAt(name);
      }
    } catch (IOException e) {
      LOG.error("{} cannot be read: {}", kit.places().deploy(), e.getMessage());
    }
  }

  /** A configuration was deleted: when it took the place of a feature's, that comes back. */
  void configurationDeleted() {
    gone.set(true);
    thread.wake();
  }

  private void restore() {
    try {
      new Restoration(kit, features).run();
    } catch (IOException | RefusedException e) {
      LOG.warn("configurations of features could not be brought back: {}", e.getMessage());
    }
  }

  /** Installs features, with all they require. */
  public Ticket<List<Change>> install(Collection<String> names) throws RefusedException {
    return thread.submit(
        "installing " + String.join(", ", names),
        progress -> {
          var done = run(kit.telling(progress), p -> p.install(names));
          for (var name : names) {
            note(() -> directory.installedByHand(name + ".json"));
          }
          return done;
        });
  }

  /** Uninstalls features, with all that was there only because of them. */
  public Ticket<List<Change>> uninstall(Collection<String> names) throws RefusedException {
    return thread.submit(
        "uninstalling " + String.join(", ", names),
        progress -> {
          var done = run(kit.telling(progress), p -> p.uninstall(names));
          for (var name : names) {
            note(() -> directory.uninstalledByHand(name + ".json"));
          }
          return done;
        });
  }

  /** A wish. */
  private interface Wish {
    FeaturePlan plan(FeaturePlanner planner) throws RefusedException;
  }

  private CompletableFuture<List<Change>> run(Kit telling, Wish wish) throws RefusedException {
    var shelf = shelf();
    var plan = wish.plan(new FeaturePlanner(record(), shelf));
    if (plan.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    var changes = new Installation(telling, plan, shelf, journal).run();
    changes.forEach(
        c ->
            LOG.info(
                "{} {} {}{}",
                c.what(),
                c.kind(),
                c.name(),
                c.detail().isEmpty() ? "" : ": " + c.detail()));
    note(directory::retryRefused);
    return CompletableFuture.completedFuture(changes);
  }

  /** Something written down that must not make a change that was made look refused. */
  private interface Note {
    void write() throws IOException;
  }

  private static void note(Note note) {
    try {
      note.write();
    } catch (IOException e) {
      LOG.error("the ledger of dropped files cannot be written: {}", e.getMessage());
    }
  }

  /**
   * Updates a bundle.
   *
   * @param file the new jar, or null for where it came from
   */
  public Ticket<List<Change>> update(Bundle bundle, @Nullable Path file) throws RefusedException {
    return thread.submit(
        "updating " + bundle.getSymbolicName(), progress -> update(bundle, file, progress));
  }

  private CompletableFuture<List<Change>> update(
      Bundle bundle, @Nullable Path file, Consumer<String> progress) throws RefusedException {
    Update.refuseFixed(kit, bundle);
    try (var in = open(bundle, file)) {
      var jar = store.take(in);
      return new Update(kit.telling(progress), contents, journal)
          .run(bundle, jar)
          .whenComplete((changes, failure) -> tidy());
    } catch (BadJarException e) {
      throw refused(bundle, file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw refused(bundle, file, Reasons.of(e), e);
    }
  }

  private static RefusedException refused(
      Bundle bundle, @Nullable Path file, String why, Exception cause) {
    return new RefusedException(
        "%s is refused: %s; %s %s stays"
            .formatted(
                file == null ? "the jar it came from" : file,
                why,
                bundle.getSymbolicName(),
                bundle.getVersion()),
        cause);
  }

  private InputStream open(Bundle bundle, @Nullable Path file) throws IOException {
    return file == null ? new Origin(kit.places()).open(bundle) : Files.newInputStream(file);
  }

  private void tidy() {
    if (!thread.isClosing()) {
      note(() -> contents.tidy(kit.system(), Set.of()));
      note(directory::retryRefused);
    }
  }

  /** What an update of a bundle would restart. */
  public List<ImpactRow> impact(Bundle bundle) throws RefusedException {
    Update.refuseFixed(kit, bundle);
    return Update.forecast(kit, bundle);
  }

  /**
   * Whether a jar would be accepted as new content of a bundle, as far as can be told beforehand.
   *
   * @throws RefusedException saying why not
   */
  public void check(Bundle bundle, Path file) throws RefusedException {
    try {
      new Update(kit, contents, journal).refuseStranger(bundle, JarCheck.check(file, ""));
    } catch (BadJarException e) {
      throw new RefusedException(file + " is refused: " + e.getMessage(), e);
    }
  }

  /** The features there are. */
  public Shelf shelf() throws RefusedException {
    try {
      return features.read();
    } catch (IOException e) {
      throw new RefusedException("the features cannot be read: " + e.getMessage(), e);
    }
  }

  /** The features that are installed. */
  public FeatureRecord record() throws RefusedException {
    return Records.read(kit.places());
  }

  /** The dropped files. */
  public Collection<Drop> drops() {
    return ledger.all();
  }

  /** The bundle at a location, if it is installed. */
  public @Nullable Bundle bundle(String location) {
    return kit.system().getBundle(location);
  }

  /** The bundle that a dropped jar became, if it did. */
  public @Nullable Bundle dropped(Drop drop) {
    return bundle(JarDrops.LOCATION + drop.file());
  }

  /** What is being done, for how long; null when nothing is. */
  public DeployThread.@Nullable Doing doing() {
    return thread.doing();
  }

  /** How many changes wait. */
  public int waiting() {
    return thread.waiting();
  }

  /** Notices that somebody else uninstalled a dropped bundle. */
  @Override
  public void bundleChanged(BundleEvent event) {
    var location = event.getBundle().getLocation();
    if (event.getType() == BundleEvent.UNINSTALLED && location.startsWith(JarDrops.LOCATION)) {
      var name = location.substring(JarDrops.LOCATION.length());
      try {
        thread.submit(
            "noting that " + name + " was uninstalled",
            progress -> {
              // It may be back by now: what is refused is uninstalled, and later tried again.
              if (bundle(location) == null) {
                note(() -> directory.uninstalledByHand(name));
              }
              return CompletableFuture.completedFuture("");
            });
      } catch (RefusedException e) {
        LOG.warn("that {} was uninstalled will be forgotten: {}", name, e.getMessage());
      }
    }
  }

  /** Waits for the change that is being made, for a while. */
  @Override
  public void close() {
    try {
      kit.system().removeBundleListener(this);
    } catch (IllegalStateException e) {
      LOG.debug("the framework stops", e);
    }
    thread.close();
  }

  /** Names of features, for completion. */
  public Set<String> featureNames() {
    try {
      return new HashSet<>(shelf().features().keySet());
    } catch (RefusedException e) {
      return Set.of();
    }
  }
}
