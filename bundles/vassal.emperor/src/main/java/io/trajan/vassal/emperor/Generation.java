package io.trajan.vassal.emperor;

import io.trajan.vassal.Journey;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a vassal: its parts by launcher, some perhaps taken over from the generation
 * before. Confined to the emperor's thread.
 */
final class Generation {
  private final long number;
  private final VassalSpec spec;
  private final Journey journey;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<Part> inherited = new HashSet<>();
  private boolean takenOver;
  private @Nullable Instant deadline;
  private @Nullable Trouble refusal;
  private final Set<String> lacking = new TreeSet<>();

  Generation(long number, VassalSpec spec, Journey journey) {
    this.number = number;
    this.spec = spec;
    this.journey = journey;
  }

  long number() {
    return number;
  }

  VassalSpec spec() {
    return spec;
  }

  Journey journey() {
    return journey;
  }

  /** Whether it wants the same as another specification. */
  boolean wants(@Nullable VassalSpec other) {
    return other != null && spec.digest().equals(other.digest());
  }

  void add(Part part) {
    parts.put(part.name(), part);
    lacking.remove(part.name());
  }

  /** Takes a part over from the generation before. */
  void inherit(Part part) {
    add(part);
    inherited.add(part);
  }

  boolean has(String launcher) {
    return parts.containsKey(launcher);
  }

  boolean has(Part part) {
    return parts.get(part.name()) == part;
  }

  Collection<Part> parts() {
    return parts.values();
  }

  /** What it started itself. */
  List<Part> own() {
    List<Part> own = new ArrayList<>(parts.values());
    own.removeAll(inherited);
    return own;
  }

  /** Loses a part that it needs. */
  void lose(Part part) {
    parts.remove(part.name(), part);
    lacking.add(part.name());
  }

  /**
   * Marks it as taken over: whether it is whole is first judged by those of {@code wanting} that
   * are there already, and again by {@link #confirm}.
   */
  void takenOver(List<Launcher> wanting) {
    noteLacking(wanting);
    takenOver = true;
  }

  /** All that it needs is there now, and these launchers want it. */
  void confirm(List<Launcher> wanting) {
    if (takenOver) {
      noteLacking(wanting);
      takenOver = false;
    }
  }

  /** Notes which of the launchers that want it have no part of it. */
  void noteLacking(List<Launcher> wanting) {
    wanting.stream().map(Launcher::name).filter(name -> !has(name)).forEach(lacking::add);
  }

  /** The launchers of which it lost a part. */
  Set<String> lacking() {
    return lacking;
  }

  /** Notes that a launcher would not even begin. */
  void refuse(Trouble why) {
    refusal = why;
  }

  @Nullable Trouble refusal() {
    return refusal;
  }

  /** Begins to launch, until the deadline. */
  void begin(Instant until) {
    deadline = until;
  }

  /** Is in force: from now on every part is its own. */
  void settle() {
    inherited.clear();
    deadline = null;
  }

  boolean hasBegun() {
    return deadline != null;
  }

  /** Until when it must be ready; null before it has begun. */
  @Nullable Instant deadline() {
    return deadline;
  }
}
