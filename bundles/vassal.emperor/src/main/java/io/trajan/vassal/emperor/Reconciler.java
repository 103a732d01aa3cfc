package io.trajan.vassal.emperor;

import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.file.VassalFiles;
import io.trajan.vassal.emperor.life.Effect;
import io.trajan.vassal.emperor.life.Life;
import io.trajan.vassal.emperor.life.Step;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is agree with what is to be, one vassal at a time: what has happened is read from the
 * state of files, bundles, instances and clock, goes through the table of {@link Life}, and its
 * effects are performed, until nothing happens any more. So a notice that was lost costs time and
 * nothing else: looking again finds the same. Confined to the emperor's thread.
 */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** More events in one look are a defect of ours: the table and the assessor disagree. */
  private static final int MOST_EVENTS = 50;

  private static final int MOST_WAITERS = 100;

  private final Realm realm;
  private final VassalFiles files;
  private final VassalDigests held;
  private final VassalDigests served;
  private final Herald herald;
  private final Starts starts;
  private final Assessor assessor;
  private final Launching launching;
  private final Deeds deeds;
  private final Adoption adoption;
  private boolean closing;
  private long unexpected;

  Reconciler(
      Realm realm,
      VassalFiles files,
      VassalDigests held,
      VassalDigests served,
      Herald herald,
      Clock journeys) {
    this.realm = realm;
    this.files = files;
    this.held = held;
    this.served = served;
    this.herald = herald;
    this.starts = new Starts(realm.settings.parallelStarts());
    this.assessor = new Assessor(realm);
    this.launching = new Launching(realm);
    this.deeds = new Deeds(realm, starts, held, served, journeys);
    this.adoption = new Adoption(realm, starts);
  }

  /** Takes note of what is installed now, meets new launchers, and looks at everything. */
  void installed(Installed now) {
    realm.install(now);
    for (String name : files.vassals()) {
      row(name);
    }
    refreshDocuments();
    adoption.meet(now.launchers(), this::row);
    realm.vassals.values().forEach(vassal -> vassal.checkedDigest = null);
    lookAtAll();
  }

  /** Takes note of the files as they were read last, and looks at what changed. */
  void filesChanged() {
    for (String name : files.vassals()) {
      row(name);
    }
    inOrder(refreshDocuments()).forEach(this::look);
    grant();
  }

  private Vassal row(String name) {
    return realm.vassals.computeIfAbsent(
        name,
        n -> {
          Vassal vassal = new Vassal(n, realm.now());
          vassal.held = held.digest(n);
          vassal.state = vassal.held == null ? VassalState.WAITING : VassalState.STOPPED;
          return vassal;
        });
  }

  /**
   * Hands every vassal its document, judged by what is installed now; returns who has a new one.
   */
  @SuppressWarnings("ReferenceEquality") // Read again, a file may have become right meanwhile.
  private List<Vassal> refreshDocuments() {
    List<Vassal> changed = new ArrayList<>();
    for (Vassal vassal : realm.vassals.values()) {
      var document = files.document(vassal.name);
      if (document != vassal.document) {
        vassal.document = document;
        vassal.written = document == null ? Instant.MAX : document.written();
        vassal.checkedDigest = null;
        changed.add(vassal);
      }
      realm.judge(vassal);
    }
    return changed;
  }

  /** Obeys an order by hand; the result is how the vassal stands when it has been followed. */
  void order(String name, VassalEvent order, CompletableFuture<VassalInfo> result) {
    Vassal vassal = realm.vassals.get(name);
    if (vassal == null || vassal.waiters.size() >= MOST_WAITERS || closing) {
      String why = vassal == null ? "there is no vassal " + name : "too many orders for " + name;
      result.completeExceptionally(new NoSuchElementException(why));
      return;
    }
    var document = vassal.document;
    if (document != null && order != VassalEvent.STOP) {
      files.read(document.file());
      vassal.document = files.document(name);
      realm.judge(vassal);
    }
    vassal.checkedDigest = null;
    vassal.refusedDigest = null;
    vassal.order = order;
    vassal.waiters.add(result);
    look(vassal);
    grant();
  }

  /** Looks at one vassal. */
  void look(String name) {
    Vassal vassal = realm.vassals.get(name);
    if (vassal != null) {
      look(vassal);
    }
    grant();
  }

  /** Looks at all of them. */
  void lookAtAll() {
    inOrder(realm.vassals.values()).forEach(this::look);
    grant();
  }

  /**
   * Who comes first when two want the same, such as an address: who served as it is now, then the
   * older file, then the name.
   */
  private List<Vassal> inOrder(Collection<Vassal> vassals) {
    List<Vassal> ordered = new ArrayList<>(vassals);
    ordered.sort(
        Comparator.comparing((Vassal vassal) -> !hasServed(vassal))
            .thenComparing(vassal -> vassal.written)
            .thenComparing(vassal -> vassal.name));
    return ordered;
  }

  private boolean hasServed(Vassal vassal) {
    var document = vassal.document;
    return document != null && document.digest().equals(served.digest(vassal.name));
  }

  /** Looks at those whose time has come, and says when the next one is due; null when never. */
  @Nullable Instant lookAtDue() {
    Instant now = realm.now();
    for (Vassal vassal : new ArrayList<>(realm.vassals.values())) {
      if (vassal.due != null && !now.isBefore(vassal.due)) {
        look(vassal);
      }
    }
    grant();
    return nextDue();
  }

  private @Nullable Instant nextDue() {
    Instant next = null;
    for (Vassal vassal : realm.vassals.values()) {
      Instant due = vassal.due;
      if (due != null && (next == null || due.isBefore(next))) {
        next = due;
      }
    }
    return next;
  }

  /** Lets generations begin as long as there is room. */
  private void grant() {
    Instant deadline = realm.now().plus(realm.settings.startDeadline());
    for (var next = starts.next(deadline); next != null; next = starts.next(deadline)) {
      Vassal vassal = realm.vassals.get(next.spec().name());
      if (vassal != null) {
        look(vassal);
      }
    }
  }

  /**
   * Stops everything, for the end of the process; {@link #isEmpty} says when it is done.
   *
   * @param patience with requests, which may be less than at other times
   */
  void stopAll(Duration patience) {
    closing = true;
    deeds.patience(patience);
    for (Vassal vassal : new ArrayList<>(realm.vassals.values())) {
      if (vassal.state != VassalState.STOPPED && vassal.state != VassalState.STOPPING) {
        apply(vassal, VassalEvent.REMOVED);
      }
      look(vassal);
    }
  }

  /** Whether nothing runs any more. */
  boolean isEmpty() {
    return realm.vassals.values().stream()
        .allMatch(vassal -> vassal.current == null && vassal.retiring.isEmpty());
  }

  /** Events that could not happen, by the table. */
  long unexpected() {
    return unexpected;
  }

  /** Forgets everything and leaves the instances as they are, for the next emperor. */
  void abandon() {
    for (Vassal vassal : realm.vassals.values()) {
      vassal.retiring.forEach(Retirement::close);
      close(vassal.current);
      close(vassal.next);
      vassal.waiters.forEach(
          each -> each.completeExceptionally(new IllegalStateException("the emperor stopped")));
    }
    realm.vassals.clear();
  }

  private static void close(@Nullable Generation generation) {
    if (generation != null) {
      generation.parts().forEach(Part::close);
    }
  }

  private void look(Vassal vassal) {
    vassal.due = null;
    int events = 0;
    for (var event = event(vassal); event != null; event = event(vassal)) {
      apply(vassal, event);
      if (++events == MOST_EVENTS) {
        LOG.error("vassal {} does not settle: {} in state {}", vassal.name, event, vassal.state);
        vassal.dueBy(realm.now().plusSeconds(1));
        break;
      }
    }
    settle(vassal);
  }

  private void settle(Vassal vassal) {
    boolean buried = realm.vassals.get(vassal.name) != vassal;
    deadlines(vassal);
    VassalInfo info = herald.tell(vassal, buried);
    boolean moving =
        switch (vassal.state) {
          case STARTING, RELOADING, STOPPING -> true;
          case REFUSED, WAITING, READY, FAILED, STOPPED -> false;
        };
    if (!moving || buried) {
      List<CompletableFuture<VassalInfo>> waiters = List.copyOf(vassal.waiters);
      vassal.waiters.clear();
      waiters.forEach(each -> each.complete(info));
    }
  }

  private void deadlines(Vassal vassal) {
    vassal.retiring.forEach(each -> vassal.dueBy(each.deadline()));
    if (vassal.next != null) {
      vassal.dueBy(vassal.next.deadline());
    }
    if (vassal.state == VassalState.STARTING) {
      Instant slow = vassal.since.plus(realm.settings.slowStart());
      vassal.dueBy(realm.now().isBefore(slow) ? slow : null);
    }
  }

  private void apply(Vassal vassal, VassalEvent event) {
    Step step = Life.next(vassal.state, event);
    if (!step.expected()) {
      unexpected++;
      LOG.debug("vassal {}: {} does not happen in {}", vassal.name, event, vassal.state);
    }
    if (vassal.state != step.state()) {
      vassal.state = step.state();
      vassal.since = realm.now();
    }
    for (Effect effect : step.effects()) {
      deeds.perform(effect, vassal);
    }
  }

  /** What happened first; null when there is nothing. */
  private @Nullable VassalEvent event(Vassal vassal) {
    VassalEvent ordered = vassal.order == null ? null : ordered(vassal, vassal.order);
    if (ordered != null) {
      return ordered;
    }
    Instant now = realm.now();
    vassal.retiring.removeIf(each -> each.advance(now));
    if (vassal.state == VassalState.STOPPING && vassal.retiring.isEmpty()) {
      return VassalEvent.RETIRED;
    }
    VassalEvent event = vassal.next == null ? null : progress(vassal, vassal.next);
    if (event == null && vassal.current != null) {
      event = losses(vassal, vassal.current);
    }
    return event != null || closing || isBuried(vassal) ? event : assessor.assess(vassal);
  }

  private boolean isBuried(Vassal vassal) {
    return realm.vassals.get(vassal.name) != vassal;
  }

  private @Nullable VassalEvent ordered(Vassal vassal, VassalEvent order) {
    vassal.order = null;
    boolean launches =
        switch (vassal.state) {
          case STOPPED, STOPPING, FAILED -> order != VassalEvent.STOP;
          case READY -> order == VassalEvent.RELOAD;
          case REFUSED, WAITING, STARTING, RELOADING -> false;
        };
    boolean rests = vassal.state == VassalState.STOPPED && order == VassalEvent.RELOAD;
    if (!launches || rests || assessor.isLaunchable(vassal)) {
      return order;
    }
    if (order == VassalEvent.START) {
      deeds.perform(Effect.RELEASE, vassal);
    }
    return null;
  }

  private @Nullable VassalEvent progress(Vassal vassal, Generation next) {
    return switch (launching.advance(vassal, next)) {
      case UP -> VassalEvent.UP;
      case CUT -> VassalEvent.CUT;
      case DOWN -> down(vassal, next);
      case UNDER_WAY -> null;
    };
  }

  private VassalEvent down(Vassal vassal, Generation next) {
    vassal.trouble = launching.trouble(next);
    if (vassal.state == VassalState.RELOADING) {
      vassal.refusedDigest = next.spec().digest();
    }
    return VassalEvent.DOWN;
  }

  /** Parts in force that died or whose launcher went away. */
  private @Nullable VassalEvent losses(Vassal vassal, Generation current) {
    VassalEvent event = null;
    for (Part part : List.copyOf(current.parts())) {
      Trouble death = part.death();
      boolean away = !realm.installed().has(part.launcher());
      if (death != null || away) {
        part.close();
        current.lose(part);
        vassal.trouble = away ? vassal.trouble : death;
        boolean reloading = vassal.state == VassalState.RELOADING;
        VassalEvent lost = reloading ? VassalEvent.LOST : null;
        event = away ? (event == null ? lost : event) : VassalEvent.DIED;
      }
    }
    if (current.parts().isEmpty() && current.lacking().isEmpty()) {
      vassal.current = null;
    }
    return event;
  }
}
