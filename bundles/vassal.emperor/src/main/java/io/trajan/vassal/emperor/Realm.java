package io.trajan.vassal.emperor;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.emperor.file.Absence;
import io.trajan.vassal.emperor.file.Judge;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known at this moment: the vassals and what is installed. Confined to one thread. */
final class Realm {
  private static final Logger LOG = LoggerFactory.getLogger(Realm.class);

  final EmperorSettings settings;
  final Clock clock;
  final SortedMap<String, Vassal> vassals = new TreeMap<>();
  final Presence presence;
  private final Function<String, @Nullable String> features;
  private final Consumer<String> look;
  private Installed installed = Installed.NOTHING;
  private Judge judge;

  /**
   * @param clock never goes back
   * @param features the feature that would claim an option, or null
   * @param look asks the owner's thread to look at a vassal; called on any thread
   */
  Realm(
      EmperorSettings settings,
      Clock clock,
      Function<String, @Nullable String> features,
      Consumer<String> look) {
    this.settings = settings;
    this.clock = clock;
    this.features = features;
    this.look = look;
    this.presence = new Presence(settings.updateGrace(), clock.instant());
    this.judge = new Judge(installed.claims(), installed.launcherNames(), this::remedy);
  }

  Instant now() {
    return clock.instant();
  }

  Runnable lookAt(Vassal vassal) {
    String name = vassal.name;
    return () -> look.accept(name);
  }

  Installed installed() {
    return installed;
  }

  /** Takes note of what is installed now. */
  void install(Installed now) {
    installed = now;
    judge = new Judge(now.claims(), now.launcherNames(), this::remedy);
  }

  private @Nullable String remedy(String option) {
    String bundle = presence.away(Absence.Kind.OPTION, option);
    String feature = features.apply(option);
    if (bundle != null) {
      return "the bundle " + bundle + " is away: start it";
    }
    if (feature != null) {
      return "feature:install " + feature;
    }
    return null;
  }

  /** Judges a vassal's file again. */
  void judge(Vassal vassal) {
    var document = vassal.document;
    if (document != null) {
      vassal.verdict = judge.judge(vassal.name, document.file(), document.reading());
    }
  }

  /** What a specification needs and is not there; empty when it can be launched. */
  List<Absence> absent(VassalSpec spec) {
    List<Absence> absent = judge.absent(spec);
    if (absent.isEmpty() && installed.wanting(spec).isEmpty()) {
      String why = "no installed bundle starts anything for its options";
      return List.of(new Absence(Absence.Kind.ANY_LAUNCHER, "", why));
    }
    return absent;
  }

  /** The same for a generation: also the launchers of parts it lost, which no option may name. */
  List<Absence> absent(Generation generation) {
    List<Absence> absent = absent(generation.spec());
    if (!absent.isEmpty()) {
      return absent;
    }
    Set<String> there = installed.launcherNames();
    return generation.lacking().stream()
        .filter(name -> !there.contains(name))
        .map(name -> new Absence(Absence.Kind.LAUNCHER, name, "its launcher is not there"))
        .toList();
  }

  /**
   * Whether everything absent may be back in a moment; the vassal is looked at again when the
   * moment is over.
   */
  boolean isGraced(Vassal vassal, List<Absence> absent) {
    Instant until = Instant.MAX;
    for (Absence each : absent) {
      Instant one = presence.until(each, vassal.current != null);
      until = one.isBefore(until) ? one : until;
    }
    if (!now().isBefore(until)) {
      return false;
    }
    vassal.dueBy(until);
    Absence first = absent.getFirst();
    String bundle = presence.away(first.kind(), first.name());
    vassal.missing = "a part is being updated: " + (bundle == null ? first : bundle);
    return true;
  }

  /** What launchers find wrong with a specification. */
  List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>();
    for (Launcher launcher : installed.wanting(spec)) {
      try {
        faults.addAll(launcher.check(spec));
      } catch (RuntimeException | LinkageError e) {
        LOG.error("launcher {} failed to check vassal {}", launcher.name(), spec.name(), e);
        String sentence = "the launcher " + launcher.name() + " failed to check it: " + e;
        faults.add(Fault.of(new Place(spec.file().toString(), 0), "", sentence));
      }
    }
    return faults;
  }
}
