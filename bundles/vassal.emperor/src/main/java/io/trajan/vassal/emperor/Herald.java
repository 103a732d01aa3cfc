package io.trajan.vassal.emperor;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.VassalInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells how a vassal stands: to the book that others read, to those who ask for it while it cannot
 * answer, and, when it changes, to the log as {@code vassal.NAME}. Confined to the emperor's
 * thread.
 */
final class Herald {
  private final Realm realm;
  private final VassalBook book;
  private final Placeholders placeholders;
  private final Path directory;

  Herald(Realm realm, VassalBook book, Placeholders placeholders, Path directory) {
    this.realm = realm;
    this.book = book;
    this.placeholders = placeholders;
    this.directory = directory;
  }

  /** Tells; returns what it told. */
  VassalInfo tell(Vassal vassal, boolean buried) {
    VassalInfo info = info(vassal);
    if (buried) {
      book.remove(vassal.name);
      placeholders.clear(vassal.name);
      log(vassal, info, "removed");
    } else {
      book.put(info, instances(vassal));
      placeholder(vassal);
      log(vassal, info, line(vassal, info));
    }
    return info;
  }

  private static Map<String, Instance> instances(Vassal vassal) {
    Generation shown = vassal.current == null ? vassal.next : vassal.current;
    Map<String, Instance> instances = new LinkedHashMap<>();
    if (shown != null) {
      shown.parts().forEach(part -> instances.put(part.name(), part.instance()));
    }
    return instances;
  }

  private VassalInfo info(Vassal vassal) {
    Generation current = vassal.current;
    Path file = vassal.document == null ? directory.resolve(vassal.name) : vassal.document.file();
    Journey journey = journey(vassal);
    return new VassalInfo(
        vassal.name,
        vassal.state,
        current == null ? 0 : current.number(),
        vassal.since,
        reason(vassal),
        file,
        faults(vassal),
        journey == null ? List.of() : journey.steps(),
        Map.of());
  }

  private static @Nullable Journey journey(Vassal vassal) {
    if (vassal.next != null) {
      return vassal.next.journey();
    }
    if (vassal.trouble != null && vassal.undone != null) {
      return vassal.undone;
    }
    return vassal.current == null ? vassal.undone : vassal.current.journey();
  }

  private static List<Fault> faults(Vassal vassal) {
    List<Fault> faults = new ArrayList<>(vassal.verdict.faults());
    var asked = vassal.verdict.spec();
    if (asked != null && asked.digest().equals(vassal.checkedDigest)) {
      faults.addAll(vassal.checked);
    }
    return faults;
  }

  private String reason(Vassal vassal) {
    return switch (vassal.state) {
      case REFUSED -> faultsLine(faults(vassal));
      case WAITING -> vassal.missing;
      case STARTING -> starting(vassal);
      case READY -> ready(vassal);
      case FAILED -> failed(vassal) + "; next try " + retryTime(vassal);
      case RELOADING, STOPPING -> "";
      case STOPPED -> vassal.held == null ? "" : "stopped by hand";
    };
  }

  private static String failed(Vassal vassal) {
    return vassal.trouble + refusal(vassal, "; the file is refused: ");
  }

  /** A time of day: what others read is not written anew every second. */
  private String retryTime(Vassal vassal) {
    var at = vassal.retryAt;
    return at == null || retrySeconds(vassal) == 0
        ? "now"
        : "at " + LocalTime.ofInstant(at, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String starting(Vassal vassal) {
    Generation next = vassal.next;
    if (next == null) {
      return vassal.missing;
    }
    return next.hasBegun() ? vassal.missing : "waits for its turn";
  }

  private String ready(Vassal vassal) {
    String refused = refusal(vassal, "reload refused: ");
    if (!refused.isEmpty()) {
      return refused;
    }
    if (vassal.refusedDigest != null && vassal.trouble != null) {
      return "reload refused: " + vassal.trouble;
    }
    Generation current = vassal.current;
    return vassal.missing.isEmpty() && current != null
        ? realm.installed().uselessness(current.spec())
        : vassal.missing;
  }

  private static String refusal(Vassal vassal, String prefix) {
    List<Fault> faults = faults(vassal);
    boolean waits = vassal.verdict.spec() != null && faults.equals(vassal.verdict.faults());
    return faults.isEmpty() || waits ? "" : prefix + faultsLine(faults);
  }

  private static String faultsLine(List<Fault> faults) {
    if (faults.isEmpty()) {
      return "";
    }
    String more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
    return faults.getFirst() + more;
  }

  private void log(Vassal vassal, VassalInfo info, String line) {
    if (!line.equals(vassal.said)) {
      vassal.said = line;
      LoggerFactory.getLogger("vassal." + vassal.name)
          .atLevel(isBad(vassal, info) ? Level.WARN : Level.INFO)
          .log("{}", line);
    }
  }

  /** Whether somebody should do something about it; an update ends by itself. */
  private static boolean isBad(Vassal vassal, VassalInfo info) {
    return switch (vassal.state) {
      case REFUSED, FAILED -> true;
      case READY -> !info.reason().isEmpty() && !info.reason().equals(vassal.missing);
      case WAITING, STARTING, RELOADING, STOPPING, STOPPED -> false;
    };
  }

  private String line(Vassal vassal, VassalInfo info) {
    Generation next = vassal.next;
    String reason = info.reason().isEmpty() ? "" : ": " + info.reason();
    return switch (vassal.state) {
      case REFUSED -> "refused" + reason;
      case WAITING -> "waiting" + reason;
      case STARTING -> "starting" + (next == null ? "" : " generation " + next.number()) + reason;
      case READY -> "ready, generation " + info.generation() + reason;
      case RELOADING -> "reloading" + (next == null ? "" : ", generation " + next.number());
      case FAILED -> "failed: " + failed(vassal) + "; next try " + retry(vassal);
      case STOPPING -> "stopping";
      case STOPPED -> "stopped" + (vassal.held == null ? "" : " by hand");
    };
  }

  private String retry(Vassal vassal) {
    long seconds = retrySeconds(vassal);
    return seconds == 0 ? "now" : "in " + seconds + " s";
  }

  private long retrySeconds(Vassal vassal) {
    if (vassal.retryAt == null) {
      return 0;
    }
    Duration left = Duration.between(realm.now(), vassal.retryAt);
    return left.isNegative() ? 0 : (left.toMillis() + 999) / 1000;
  }

  /**
   * Answers for a vassal that cannot; what comes while it starts waits. Also when it has no
   * listener now: connections outlive the update of their listener.
   */
  private void placeholder(Vassal vassal) {
    boolean slow = !realm.now().isBefore(vassal.since.plus(realm.settings.slowStart()));
    switch (vassal.state) {
      case WAITING -> answer(vassal, "waits for a part of this server that is not installed", 10);
      case FAILED -> {
        long after = Math.max(1, retrySeconds(vassal));
        answer(vassal, "has failed and will be started again", after);
      }
      case REFUSED, STOPPED -> answer(vassal, "is not running", 10);
      case STARTING -> {
        if (slow) {
          answer(vassal, "is starting", 10);
        } else {
          placeholders.hold(vassal.name);
        }
      }
      case READY, RELOADING, STOPPING -> placeholders.clear(vassal.name);
    }
  }

  private void answer(Vassal vassal, String sentence, long retryAfterSeconds) {
    placeholders.answer(vassal.name, sentence, retryAfterSeconds);
  }
}
