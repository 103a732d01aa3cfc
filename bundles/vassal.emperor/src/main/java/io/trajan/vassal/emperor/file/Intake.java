package io.trajan.vassal.emperor.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets changes of files settle: several changes in a row are one, and a file that is deleted and
 * written anew was not deleted. A file is looked at when nothing happened to it for a while, or,
 * when every writer is known to be through, after three times that at the latest. Confined to one
 * thread.
 */
public final class Intake {
  private record Pending(Instant first, Instant due) {}

  private final Map<Path, Pending> pending = new HashMap<>();
  private final Duration quiet;

  /**
   * @param quiet how long nothing must happen
   */
  public Intake(Duration quiet) {
    this.quiet = quiet;
  }

  /**
   * Something happened to a file.
   *
   * @param whole whether no writer is at it, so that it need not wait for quiet for ever
   */
  public void touched(Path file, boolean whole, Instant now) {
    Pending before = pending.get(file);
    Instant first = before == null ? now : before.first();
    Instant due = now.plus(quiet);
    Instant latest = first.plus(quiet.multipliedBy(3));
    pending.put(file, new Pending(first, whole && latest.isBefore(due) ? latest : due));
  }

  /** The files whose time has come, once. */
  public List<Path> settled(Instant now) {
    List<Path> settled = new ArrayList<>();
    pending.forEach(
        (file, each) -> {
          if (!now.isBefore(each.due())) {
            settled.add(file);
          }
        });
    pending.keySet().removeAll(settled);
    return settled;
  }

  /** When the next one's time comes; null when there is none. */
  public @Nullable Instant due() {
    return pending.values().stream().map(Pending::due).min(Instant::compareTo).orElse(null);
  }
}
