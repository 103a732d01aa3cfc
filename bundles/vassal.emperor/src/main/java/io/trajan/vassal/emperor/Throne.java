package io.trajan.vassal.emperor;

import io.trajan.boot.Gate;
import io.trajan.foreign.DirectoryWatcher;
import io.trajan.vassal.VassalFormat;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.emperor.file.CfgFormat;
import io.trajan.vassal.emperor.file.FeatureHints;
import io.trajan.vassal.emperor.file.FileEvents;
import io.trajan.vassal.emperor.file.Intake;
import io.trajan.vassal.emperor.file.VassalFiles;
import io.trajan.vassal.emperor.file.VassalWatch;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the emperor sits: the one thread, and everything that is confined to it. Made and closed by
 * the component; what comes from elsewhere comes as letters.
 */
final class Throne implements Loop.Duties, FileEvents, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Throne.class);
  private static final Duration QUIET = Duration.ofMillis(50);

  private final Clock clock = new Steady();
  private final VassalBook book;
  private final Registry registry;
  private volatile @Nullable Muster muster;
  private final CfgFormat cfg;
  private final Loop loop;
  private final Realm realm;
  private final VassalFiles files;
  private final VassalWatch watch;
  private final Intake intake = new Intake(QUIET);
  private final VassalDigests held;
  private final VassalDigests served;
  private final Reconciler reconciler;
  private final PlaceholderServices placeholders;
  private final AtomicBoolean restocking = new AtomicBoolean();
  private volatile boolean reigns;
  private volatile @Nullable DirectoryWatcher watcher;
  private boolean opened;
  private boolean stocked;
  private boolean listed = true;
  private @Nullable CompletableFuture<Boolean> allStopped;

  Throne(
      EmperorSettings settings,
      Places places,
      CfgFormat cfg,
      VassalBook book,
      Registry registry,
      PlaceholderServices placeholders) {
    this.book = book;
    this.registry = registry;
    this.cfg = cfg;
    this.placeholders = placeholders;
    this.loop = new Loop("trajan-emperor", clock, this);
    FeatureHints hints = new FeatureHints(places.features());
    this.realm =
        new Realm(settings, clock, hints::feature, name -> post(() -> reconciler().look(name)));
    this.files = new VassalFiles(places.vassals(), this::format, () -> stocked);
    this.watch = new VassalWatch(files.directory(), this);
    this.held = VassalDigests.stopped(places.held());
    this.served = VassalDigests.served(places.held());
    Herald herald = new Herald(realm, book, placeholders, files.directory());
    this.reconciler = new Reconciler(realm, files, held, served, herald, Clock.systemUTC());
  }

  /**
   * Where things are.
   *
   * @param vassals the directory of the vassals' files
   * @param held the file of those stopped by hand
   * @param features the directory of the feature files, null when unknown
   */
  record Places(Path vassals, Path held, @Nullable Path features) {}

  private Reconciler reconciler() {
    return reconciler;
  }

  private @Nullable VassalFormat format(String extension) {
    return extension.equals(cfg.extension()) ? cfg : realm.installed().format(extension);
  }

  private void post(Runnable letter) {
    loop.post(letter);
  }

  /**
   * Begins to read and watch; nothing is decided before {@link #reign}.
   *
   * @param gate hears how many vassals serve; closed with the throne
   */
  void start(Gate gate) {
    muster = new Muster(book, gate);
    loop.start();
    post(this::open);
  }

  private void open() {
    try {
      Files.createDirectories(files.directory());
    } catch (IOException e) {
      LOG.error("cannot make the directory of the vassals, {}", files.directory(), e);
    }
    held.read();
    served.read();
    opened = true;
    watch.use(watcher);
    readAll();
  }

  /** From now on what is missing is missing, and vassals are started; any thread. */
  void reign() {
    reigns = true;
    restock();
  }

  /** Something was installed or went away; any thread. */
  void restock() {
    if (reigns && restocking.compareAndSet(false, true)) {
      post(this::takeStock);
    }
  }

  private void takeStock() {
    restocking.set(false);
    Installed before = realm.installed();
    Installed now = registry.snapshot(realm.presence, clock.instant());
    realm.install(now);
    if (!stocked || !before.formats().equals(now.formats())) {
      stocked = true;
      readAll();
    }
    reconciler.installed(now);
    report();
  }

  /** Another watcher is there; any thread. */
  void watchBy(DirectoryWatcher now) {
    watcher = now;
    post(this::rewatch);
  }

  /** A watcher went away; any thread. */
  @SuppressWarnings("ReferenceEquality") // Its successor may have been bound before.
  void unwatch(DirectoryWatcher gone) {
    if (watcher == gone) {
      watcher = null;
      post(this::rewatch);
    }
  }

  private void rewatch() {
    if (opened && watch.use(watcher)) {
      readAll();
      changed();
    }
  }

  private void readAll() {
    try {
      files.readAll();
      listed = true;
    } catch (IOException e) {
      if (listed) {
        LOG.error("the vassals go on as they are: cannot list {}", files.directory(), e);
      }
      listed = false;
    }
  }

  /** Reads every file again; any thread. */
  @Override
  public void rescan() {
    post(
        () -> {
          readAll();
          changed();
        });
  }

  @Override
  public void touched(Path file, boolean whole) {
    post(() -> intake.touched(file, whole, clock.instant()));
  }

  private void changed() {
    if (reigns) {
      reconciler.filesChanged();
      report();
    }
  }

  /** An order by hand; any thread. */
  CompletableFuture<VassalInfo> order(String vassal, VassalEvent order) {
    CompletableFuture<VassalInfo> result = new CompletableFuture<>();
    if (!loop.post(() -> reconciler.order(vassal, order, result))) {
      result.completeExceptionally(new IllegalStateException("the emperor is too busy"));
    }
    return result;
  }

  @Override
  public @Nullable Instant attend() {
    var settled = intake.settled(clock.instant());
    if (!settled.isEmpty()) {
      settled.forEach(files::read);
      changed();
    }
    Instant due = reconciler.lookAtDue();
    Instant quiet = intake.due();
    report();
    CompletableFuture<Boolean> stopped = allStopped;
    if (stopped != null && reconciler.isEmpty()) {
      stopped.complete(true);
    }
    return quiet == null || (due != null && due.isBefore(quiet)) ? due : quiet;
  }

  @Override
  public void lookAtAll() {
    restocking.set(false);
    if (opened) {
      readAll();
    } else {
      open();
    }
    if (reigns) {
      takeStock();
    }
  }

  /** What keeps the emperor from his work; empty when nothing does. Any thread. */
  String trouble() {
    return loop.trouble();
  }

  private void report() {
    Muster now = muster;
    if (reigns && now != null) {
      now.report();
    }
  }

  /**
   * Retires every vassal, for the end of the process, and waits for it.
   *
   * @return whether all ended in time
   */
  boolean stopAll(Farewell farewell) {
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    post(
        () -> {
          allStopped = stopped;
          reconciler.stopAll(farewell.patience());
        });
    return stopped
        .completeOnTimeout(false, farewell.atMost().toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** Steps down; instances go on for the next emperor. */
  @Override
  public void close() {
    loop.close();
    watch.close();
    reconciler.abandon();
    placeholders.close();
    Muster last = muster;
    if (last != null) {
      last.close();
    }
    book.clear();
  }
}
