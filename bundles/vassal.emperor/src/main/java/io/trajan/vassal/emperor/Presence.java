package io.trajan.vassal.emperor;

import io.trajan.vassal.emperor.file.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which bundle brought an option or a launcher and since when it is away, to tell an
 * update from a removal. Grows with the names ever seen, which are as many as bundles define.
 * Confined to the emperor's thread.
 */
final class Presence {
  /**
   * Who brings something.
   *
   * @param bundle the bundle's id
   * @param bundleName its symbolic name
   */
  record Origin(long bundle, String bundleName) {}

  private static final class Memory {
    Origin origin;
    @Nullable Instant goneSince;
    boolean uninstalled;

    Memory(Origin origin) {
      this.origin = origin;
    }
  }

  private final Map<String, Memory> memories = new HashMap<>();
  private final Duration grace;
  private final Instant began;

  /**
   * @param grace how long something may be away before it counts as gone
   * @param began when the emperor began: what it never saw may have been there before
   */
  Presence(Duration grace, Instant began) {
    this.grace = grace;
    this.began = began;
  }

  private static String key(Absence.Kind kind, String name) {
    return kind + " " + name;
  }

  /** Notes what is there now; everything else of that kind is away. */
  void present(Absence.Kind kind, Map<String, Origin> now, Instant when) {
    now.forEach(
        (name, origin) -> {
          Memory memory = memories.computeIfAbsent(key(kind, name), k -> new Memory(origin));
          memory.origin = origin;
          memory.goneSince = null;
          memory.uninstalled = false;
        });
    memories.forEach(
        (key, memory) -> {
          boolean same = key.startsWith(kind + " ");
          if (same && memory.goneSince == null && !now.containsKey(nameOf(key))) {
            memory.goneSince = when;
          }
        });
  }

  private static String nameOf(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }

  /** Notes bundles that were uninstalled. */
  void uninstalled(Set<Long> bundles) {
    memories.values().stream()
        .filter(memory -> bundles.contains(memory.origin.bundle()))
        .forEach(memory -> memory.uninstalled = memory.goneSince != null);
  }

  /** The bundle that once brought it and is still installed; null when there is none. */
  @Nullable String away(Absence.Kind kind, String name) {
    Memory memory = memories.get(key(kind, name));
    return memory == null || memory.uninstalled ? null : memory.origin.bundleName();
  }

  /**
   * Until when its return is waited for; a time past when it is not.
   *
   * @param served whether the vassal may have been served by an earlier emperor with it
   */
  Instant until(Absence absence, boolean served) {
    Memory memory = memories.get(key(absence.kind(), absence.name()));
    if (memory == null) {
      return served ? began.plus(grace) : Instant.MIN;
    }
    Instant since = memory.goneSince;
    return memory.uninstalled || since == null ? Instant.MIN : since.plus(grace);
  }
}
