package io.trajan.vassal.emperor;

import io.trajan.vassal.Journey;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.emperor.life.Effect;
import io.trajan.vassal.emperor.life.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Does what a change of state asks for. Confined to the emperor's thread. */
final class Deeds {
  private final Realm realm;
  private final Starts starts;
  private final VassalDigests held;
  private final VassalDigests served;

  /** The JDK's own, because journeys are kept by instances, which may outlive this bundle. */
  private final Clock journeys;

  private Duration patience;

  Deeds(Realm realm, Starts starts, VassalDigests held, VassalDigests served, Clock journeys) {
    this.realm = realm;
    this.starts = starts;
    this.held = held;
    this.served = served;
    this.journeys = journeys;
    this.patience = realm.settings.drainPatience();
  }

  /** From now on requests of what is retired get this long. */
  void patience(Duration now) {
    patience = now;
  }

  void perform(Effect effect, Vassal vassal) {
    switch (effect) {
      case LAUNCH -> launch(vassal, true);
      case LAUNCH_ANEW -> launch(vassal, false);
      case PROMOTE -> promote(vassal);
      case UNDO -> undo(vassal);
      case SALVAGE -> salvage(vassal);
      case SCHEDULE -> schedule(vassal);
      case FORGIVE -> forgive(vassal);
      case REST -> rest(vassal);
      case RETIRE -> retireAll(vassal);
      case HOLD -> hold(vassal);
      case RELEASE -> release(vassal);
      case BURY -> bury(vassal);
    }
  }

  private void launch(Vassal vassal, boolean keepWhatFits) {
    VassalSpec target = vassal.target();
    if (target == null || vassal.next != null) {
      throw new IllegalStateException(vassal.name + " has nothing to launch, or is launching");
    }
    Generation next = new Generation(++vassal.number, target, new Journey(journeys));
    Generation current = vassal.current;
    if (keepWhatFits && current != null && current.wants(target)) {
      current.parts().forEach(next::inherit);
    }
    vassal.next = next;
    starts.enter(next, realm.now().plus(realm.settings.startDeadline()));
  }

  private void promote(Vassal vassal) {
    Generation old = vassal.current;
    Generation next = vassal.next;
    if (next == null) {
      throw new IllegalStateException(vassal.name + " has nothing to promote");
    }
    starts.leave(next);
    next.settle();
    vassal.current = next;
    vassal.next = null;
    vassal.proven = next.spec();
    served.put(vassal.name, next.spec().digest());
    vassal.refusedDigest = null;
    vassal.failedDigest = null;
    vassal.trouble = null;
    vassal.readySince = realm.now();
    if (old != null) {
      retire(vassal, old.parts().stream().filter(part -> !next.has(part)).toList(), true);
    }
  }

  /** The generation that is undone leaves nothing but its number and, for people, its journey. */
  private Generation takeNext(Vassal vassal) {
    Generation next = vassal.next;
    if (next == null) {
      throw new IllegalStateException(vassal.name + " has nothing to undo");
    }
    starts.leave(next);
    vassal.next = null;
    vassal.undone = next.journey();
    return next;
  }

  private void undo(Vassal vassal) {
    if (vassal.next != null) {
      retire(vassal, living(takeNext(vassal).own()), true);
    }
  }

  private void salvage(Vassal vassal) {
    Generation next = takeNext(vassal);
    List<Part> own = living(next.own());
    List<Part> listeners = own.stream().filter(Part::listens).filter(Part::serves).toList();
    boolean useful = vassal.current == null && !listeners.isEmpty();
    if (useful) {
      Generation rest = new Generation(next.number(), next.spec(), next.journey());
      listeners.forEach(rest::add);
      rest.noteLacking(realm.installed().wanting(next.spec()));
      vassal.current = rest;
      own = own.stream().filter(part -> !listeners.contains(part)).toList();
    }
    retire(vassal, own, true);
  }

  private static List<Part> living(Collection<Part> parts) {
    List<Part> living = new ArrayList<>();
    for (Part part : parts) {
      if (part.isGone()) {
        part.close();
      } else {
        living.add(part);
      }
    }
    return living;
  }

  private void schedule(Vassal vassal) {
    Throttle throttle = realm.settings.throttle();
    Instant ready = vassal.readySince;
    Instant now = realm.now();
    Duration served = ready == null ? Duration.ZERO : Duration.between(ready, now);
    vassal.failures = throttle.failures(vassal.failures, served);
    vassal.retryAt = now.plus(throttle.delay(vassal.failures, ready != null));
    vassal.readySince = null;
    VassalSpec target = vassal.target();
    vassal.failedDigest = target == null ? null : target.digest();
    vassal.checkedDigest = null; // What was right before the start may not be any more.
  }

  private static void forgive(Vassal vassal) {
    vassal.failures = 0;
    vassal.failedDigest = null;
    vassal.retryAt = null;
  }

  private void rest(Vassal vassal) {
    Generation current = vassal.current;
    if (current != null) {
      List<Part> applications = current.parts().stream().filter(part -> !part.listens()).toList();
      applications.forEach(current::lose);
      retire(vassal, applications, true);
    }
    vassal.readySince = null;
  }

  private void retireAll(Vassal vassal) {
    Generation current = vassal.current;
    vassal.current = null;
    vassal.readySince = null;
    if (current != null) {
      retire(vassal, current.parts(), false);
    }
  }

  private void retire(Vassal vassal, Collection<Part> parts, boolean together) {
    if (parts.isEmpty()) {
      return;
    }
    Runnable look = realm.lookAt(vassal);
    vassal.retiring.add(
        together
            ? Retirement.together(parts, patience, look)
            : Retirement.listenersFirst(parts, patience, look));
  }

  private void hold(Vassal vassal) {
    vassal.held = vassal.document == null ? "" : vassal.document.digest();
    held.put(vassal.name, vassal.held);
  }

  private void release(Vassal vassal) {
    vassal.held = null;
    held.remove(vassal.name);
  }

  private void bury(Vassal vassal) {
    if (vassal.document == null) {
      release(vassal);
      served.remove(vassal.name);
      realm.vassals.remove(vassal.name);
    }
  }
}
