package io.trajan.deploy.framework;

import io.trajan.deploy.drop.Drop;
import io.trajan.deploy.drop.DropTarget;
import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.BundleJar;
import io.trajan.deploy.jar.JarStore;
import io.trajan.deploy.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dropped jars become bundles. Confined to the deploy thread. */
public final class JarDrops implements DropTarget {
  /** Starts the location of every bundle that was dropped; the file name follows. */
  public static final String LOCATION = "deploy:";

  private static final Logger LOG = LoggerFactory.getLogger(JarDrops.class);

  private final Kit kit;
  private final JarStore store;
  private final Contents contents;
  private final Journal journal;
  private final FeatureFiles features;
  private final int startLevel;

  /**
   * A target.
   *
   * @param startLevel of bundles that come this way
   */
  public JarDrops(
      Kit kit,
      JarStore store,
      Contents contents,
      Journal journal,
      FeatureFiles features,
      int startLevel) {
    this.kit = kit;
    this.store = store;
    this.contents = contents;
    this.journal = journal;
    this.features = features;
    this.startLevel = startLevel;
  }

  @Override
  public boolean takes(String fileName) {
    return fileName.endsWith(".jar") && !fileName.startsWith(".");
  }

  @Override
  public boolean there(Drop drop) {
    return kit.system().getBundle(LOCATION + drop.file()) != null;
  }

  @Override
  public Placed place(String fileName, Path file) throws RefusedException {
    var jar = taken(file);
    var bundle = kit.system().getBundle(LOCATION + fileName);
    try {
      if (bundle == null) {
        install(fileName, jar);
      } else if (!contents.sumOf(bundle).equals(jar.sha256())) {
        log(finished(new Update(kit, contents, journal).run(bundle, jar)));
      }
    } catch (BundleException | IOException e) {
      throw new RefusedException(Words.of(e), e);
    }
    return new Placed(jar.sha256(), jar.identity());
  }

  private BundleJar taken(Path file) throws RefusedException {
    try {
      return store.take(file);
    } catch (BadJarException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  private void install(String fileName, BundleJar jar)
      throws RefusedException, BundleException, IOException {
    var same = new Jars(kit).same(jar);
    if (same != null) {
      throw new RefusedException(
          jar.identity() + " is installed already, from " + same.getLocation());
    }
    var rival = new Jars(kit).rival(jar);
    if (rival != null) {
      throw new RefusedException(
          jar.identity()
              + " beside "
              + rival.getVersion()
              + " from "
              + rival.getLocation()
              + " would do everything twice; bundle:update "
              + rival.getSymbolicName()
              + " FILE puts it in its place");
    }
    var undo = new Undo();
    var changes = new ArrayList<Change>();
    var arrival = new Arrival(kit, features.read(), undo, changes);
    try {
      arrival.install(LOCATION + fileName, jar, startLevel);
      arrival.resolve();
      arrival.start();
      var bundle = kit.system().getBundle(LOCATION + fileName);
      contents.put(bundle, jar.sha256());
    } catch (RefusedException | BundleException | IOException | RuntimeException e) {
      undo.run().forEach(failure -> LOG.error("while going back: {}", failure));
      throw e;
    }
    log(changes);
  }

  private static List<Change> finished(CompletableFuture<List<Change>> update)
      throws RefusedException {
    try {
      // When it stops this very bundle nobody may wait for it here; it ends by itself.
      return update.isDone() ? update.get() : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw new RefusedException(Words.of(e), e);
    }
  }

  private static void log(List<Change> changes) {
    for (var change : changes) {
      LOG.info("{} {} {}: {}", change.what(), change.kind(), change.name(), change.detail());
    }
  }

  @Override
  public void remove(Drop drop) throws RefusedException {
    Bundle bundle = kit.system().getBundle(LOCATION + drop.file());
    if (bundle == null) {
      return;
    }
    var removal = new Removal(kit, List.of(bundle));
    removal.refuseIfItStopsUs();
    log(removal.run());
    try {
      contents.forget(LOCATION + drop.file());
    } catch (IOException e) {
      LOG.warn("what {} was cannot be forgotten: {}", drop.file(), e.getMessage());
    }
  }
}
