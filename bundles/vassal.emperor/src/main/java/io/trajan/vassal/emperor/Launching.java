package io.trajan.vassal.emperor;

import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.emperor.file.Absence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a generation forward: its listeners, and when all of them are ready its applications.
 * Confined to the emperor's thread.
 */
final class Launching {
  /** How a generation stands. */
  enum Progress {
    /** Something is still starting. */
    UNDER_WAY,
    /** Everything is ready. */
    UP,
    /** Something failed; {@link #trouble} says what. */
    DOWN,
    /** A launcher went away under it, and will not be back soon. */
    CUT
  }

  private final Realm realm;

  Launching(Realm realm) {
    this.realm = realm;
  }

  /**
   * Goes on as far as it can. A part whose launcher is being updated is let go and launched again
   * when the launcher is back; the others go on meanwhile.
   */
  Progress advance(Vassal vassal, Generation generation) {
    letGo(generation);
    vassal.missing = "";
    List<Absence> absent = realm.absent(generation);
    if (!absent.isEmpty() && !realm.isGraced(vassal, absent)) {
      return Progress.CUT;
    }
    if (trouble(generation) != null) {
      return Progress.DOWN;
    }
    return absent.isEmpty() && generation.hasBegun()
        ? launch(generation, realm.lookAt(vassal))
        : Progress.UNDER_WAY;
  }

  private void letGo(Generation generation) {
    for (Part part : List.copyOf(generation.parts())) {
      if (!realm.installed().has(part.launcher())) {
        part.close();
        generation.lose(part);
      }
    }
  }

  private Progress launch(Generation generation, Runnable look) {
    for (Launcher.Phase phase : Launcher.Phase.values()) {
      launch(generation, phase, look);
      if (trouble(generation) != null) {
        return Progress.DOWN;
      }
      if (generation.parts().stream().anyMatch(part -> !part.serves())) {
        return Progress.UNDER_WAY;
      }
    }
    return Progress.UP;
  }

  /** What failed, or that it took too long; null when it goes well. */
  @Nullable Trouble trouble(Generation generation) {
    for (Part part : generation.parts()) {
      Trouble failure = part.failure();
      Trouble death = part.death();
      if (failure != null || death != null) {
        return failure != null ? failure : death;
      }
    }
    Trouble refusal = generation.refusal();
    Instant deadline = generation.deadline();
    if (refusal != null || deadline == null || realm.now().isBefore(deadline)) {
      return refusal;
    }
    return late(generation);
  }

  private Trouble late(Generation generation) {
    List<String> slow =
        generation.parts().stream().filter(part -> !part.serves()).map(Part::name).toList();
    String parts = slow.isEmpty() ? "it" : String.join(" and ", slow);
    return new Trouble(
        parts + " was not ready after " + realm.settings.startDeadline().toSeconds() + " s",
        "see vassal:why for the step it is at");
  }

  private void launch(Generation generation, Launcher.Phase phase, Runnable look) {
    for (Launcher launcher : realm.installed().wanting(generation.spec())) {
      if (launcher.phase() == phase && !generation.has(launcher.name())) {
        launch(generation, launcher, look);
      }
    }
  }

  private void launch(Generation generation, Launcher launcher, Runnable look) {
    Journey journey = generation.journey();
    try {
      Launch launch = new Launch(generation.spec(), generation.number(), journey);
      Instance instance = launcher.launch(launch);
      generation.add(new Part(launcher, instance, look));
    } catch (RuntimeException | LinkageError e) {
      journey.note(launcher.name(), "failed: " + e);
      generation.refuse(new Trouble(launcher.name() + " failed: " + e, ""));
    }
  }
}
