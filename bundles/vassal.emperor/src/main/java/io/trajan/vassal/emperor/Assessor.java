package io.trajan.vassal.emperor;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.file.Absence;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a vassal is to be with what it is and says what has happened: at most one event at
 * a time, none when all is as it should be. Changes nothing but what the vassal remembers of the
 * looking itself. Confined to the emperor's thread.
 */
final class Assessor {
  private static final Duration CHECK_AGAIN = Duration.ofSeconds(5);

  private final Realm realm;

  Assessor(Realm realm) {
    this.realm = realm;
  }

  /** What has happened to the vassal as it is; null when nothing has. */
  @Nullable VassalEvent assess(Vassal vassal) {
    vassal.missing = vassal.next == null ? "" : vassal.missing;
    if (vassal.document == null) {
      return vassal.state == VassalState.STOPPING ? null : VassalEvent.REMOVED;
    }
    if (vassal.next != null || isHeld(vassal)) {
      return null;
    }
    Generation current = vassal.current;
    return current == null || vassal.state == VassalState.STOPPING
        ? fresh(vassal)
        : inForce(vassal, current);
  }

  private static boolean isHeld(Vassal vassal) {
    return vassal.document != null && vassal.document.digest().equals(vassal.held);
  }

  /** Whether an order by hand could be followed by a launch now. */
  boolean isLaunchable(Vassal vassal) {
    VassalSpec asked = vassal.verdict.spec();
    return asked != null && realm.absent(asked).isEmpty() && faults(vassal, asked).isEmpty();
  }

  /** Nothing of it is in force. */
  private @Nullable VassalEvent fresh(Vassal vassal) {
    VassalSpec goal = vassal.target();
    if (goal == null) {
      return settle(vassal, VassalState.REFUSED, VassalEvent.FAULTY);
    }
    List<Absence> absent = realm.absent(goal);
    if (!absent.isEmpty()) {
      boolean cut = vassal.state == VassalState.STARTING;
      return cut && realm.isGraced(vassal, absent)
          ? null
          : missing(vassal, absent, VassalEvent.MISSING);
    }
    if (vassal.state == VassalState.FAILED && goal.digest().equals(vassal.failedDigest)) {
      VassalEvent due = retry(vassal);
      if (due == null || faults(vassal, goal).isEmpty()) {
        return due;
      }
    }
    return faults(vassal, goal).isEmpty()
        ? VassalEvent.CHANGED
        : settle(vassal, VassalState.REFUSED, VassalEvent.FAULTY);
  }

  private @Nullable VassalEvent missing(Vassal vassal, List<Absence> absent, VassalEvent event) {
    vassal.missing = String.join("; ", absent.stream().map(Absence::toString).toList());
    return settle(vassal, VassalState.WAITING, event);
  }

  /** The event that leads to a state, unless it is there, or ends first. */
  private static @Nullable VassalEvent settle(Vassal vassal, VassalState state, VassalEvent event) {
    return vassal.state == state || vassal.state == VassalState.STOPPING ? null : event;
  }

  private @Nullable VassalEvent retry(Vassal vassal) {
    Instant due = vassal.retryAt;
    if (due == null || !realm.now().isBefore(due)) {
      return VassalEvent.RETRY_DUE;
    }
    vassal.dueBy(due);
    return null;
  }

  private @Nullable VassalEvent inForce(Vassal vassal, Generation current) {
    List<Absence> away = realm.absent(current.spec());
    if (away.isEmpty()) {
      current.confirm(realm.installed().wanting(current.spec()));
    }
    return !current.lacking().isEmpty() || !away.isEmpty()
        ? broken(vassal, current)
        : whole(vassal, current);
  }

  private @Nullable VassalEvent whole(Vassal vassal, Generation current) {
    if (vassal.state != VassalState.READY) {
      return VassalEvent.WHOLE;
    }
    VassalSpec asked = vassal.verdict.spec();
    if (asked == null || asked.digest().equals(vassal.refusedDigest)) {
      return null;
    }
    List<Absence> absent = realm.absent(asked);
    if (!absent.isEmpty()) {
      vassal.missing = String.join("; ", absent.stream().map(Absence::toString).toList());
      return null;
    }
    boolean news = !current.wants(asked) || lacks(current, asked);
    boolean refused = asked.digest().equals(vassal.checkedDigest) && !vassal.checked.isEmpty();
    // What a reload by hand was refused for may be mended; then it is refused no more.
    boolean sound = (news || refused) && faults(vassal, asked).isEmpty();
    return news && sound ? VassalEvent.CHANGED : null;
  }

  /** Whether a launcher has come that wants it too. */
  private boolean lacks(Generation current, VassalSpec asked) {
    return realm.installed().wanting(asked).stream()
        .map(Launcher::name)
        .anyMatch(name -> !current.has(name));
  }

  private @Nullable VassalEvent broken(Vassal vassal, Generation current) {
    VassalSpec target = vassal.target();
    VassalSpec wanted = target == null ? current.spec() : target;
    List<Absence> absent = current.wants(wanted) ? realm.absent(current) : realm.absent(wanted);
    if (!absent.isEmpty()) {
      boolean graced = vassal.state != VassalState.WAITING && realm.isGraced(vassal, absent);
      return graced ? null : missing(vassal, absent, VassalEvent.ABANDONED);
    }
    if (vassal.state == VassalState.FAILED) {
      return wanted.digest().equals(vassal.failedDigest) ? retry(vassal) : VassalEvent.CHANGED;
    }
    return VassalEvent.INCOMPLETE;
  }

  /**
   * What the launchers find wrong; asked once for each digest, and while something is wrong again
   * now and then: an address may be free now, a missing file there.
   */
  private List<Fault> faults(Vassal vassal, VassalSpec spec) {
    Instant now = realm.now();
    if (!spec.digest().equals(vassal.checkedDigest) || !now.isBefore(vassal.checkAgain)) {
      vassal.checked = realm.check(spec);
      vassal.checkedDigest = spec.digest();
      vassal.checkAgain = vassal.checked.isEmpty() ? Instant.MAX : now.plus(CHECK_AGAIN);
    }
    vassal.dueBy(vassal.checked.isEmpty() ? null : vassal.checkAgain);
    return vassal.checked;
  }
}
