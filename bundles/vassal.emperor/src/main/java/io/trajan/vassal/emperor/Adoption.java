package io.trajan.vassal.emperor;

import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what an earlier emperor launched. Of the instances of a vassal that want the same, the
 * newest that serve are what is in force, if they are all that is wanted or there is nothing
 * better; those that are still starting for what the file asks now go on; the rest is retired.
 * Confined to the emperor's thread.
 */
final class Adoption {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  private final Realm realm;
  private final Starts starts;
  private final Set<Launcher> met = new HashSet<>();

  Adoption(Realm realm, Starts starts) {
    this.realm = realm;
    this.starts = starts;
  }

  /**
   * Meets the launchers there are.
   *
   * @param row the vassal of a name, made if need be
   */
  void meet(List<Launcher> launchers, Function<String, Vassal> row) {
    Map<String, List<Part>> found = new TreeMap<>();
    met.retainAll(launchers);
    for (Launcher launcher : launchers) {
      if (met.add(launcher)) {
        meet(launcher, found, row);
      }
    }
    found.forEach((name, parts) -> adopt(row.apply(name), parts));
  }

  private void meet(
      Launcher launcher, Map<String, List<Part>> found, Function<String, Vassal> row) {
    try {
      launcher.instances().forEach(instance -> found(launcher, instance, found, row));
    } catch (RuntimeException | LinkageError e) {
      // Its bundle is being replaced; what it runs is met when everything is looked at again.
      LOG.error("launcher {} does not say what it runs", launcher.name(), e);
      met.remove(launcher);
    }
  }

  private void found(
      Launcher launcher,
      Instance instance,
      Map<String, List<Part>> found,
      Function<String, Vassal> row) {
    Vassal vassal = row.apply(instance.launch().spec().name());
    if (!isKnown(vassal, instance)) {
      Part part = new Part(launcher, instance, realm.lookAt(vassal));
      found.computeIfAbsent(vassal.name, n -> new ArrayList<>()).add(part);
    }
  }

  private static boolean isKnown(Vassal vassal, Instance instance) {
    return holds(vassal.current, instance) || holds(vassal.next, instance);
  }

  @SuppressWarnings("ReferenceEquality") // The very instance, whatever it thinks is equal to it.
  private static boolean holds(@Nullable Generation generation, Instance instance) {
    return generation != null
        && generation.parts().stream().anyMatch(part -> part.instance() == instance);
  }

  private void adopt(Vassal vassal, List<Part> found) {
    List<Part> left = new ArrayList<>(found);
    left.removeIf(Part::isGone);
    for (Part part : left) {
      vassal.number = Math.max(vassal.number, launch(part).generation());
    }
    if (vassal.current == null && vassal.next == null) {
      inForce(vassal, left);
      underWay(vassal, left);
      firstState(vassal);
    }
    if (!left.isEmpty()) {
      vassal.retiring.add(
          Retirement.together(left, realm.settings.drainPatience(), realm.lookAt(vassal)));
    }
  }

  private static Launch launch(Part part) {
    return part.instance().launch();
  }

  private void inForce(Vassal vassal, List<Part> left) {
    Map<String, List<Part>> serving =
        left.stream()
            .filter(Part::serves)
            .collect(Collectors.groupingBy(part -> launch(part).spec().digest()));
    serving.values().stream()
        .map(this::newest)
        .max(Comparator.comparing(this::isWhole).thenComparingLong(Generation::number))
        .ifPresent(
            best -> {
              left.removeAll(best.parts());
              vassal.current = best;
              vassal.proven = best.spec();
              vassal.readySince = realm.now();
            });
  }

  /** The newest part of each launcher. */
  private Generation newest(List<Part> parts) {
    Map<String, Part> newest = new HashMap<>();
    for (Part part : parts) {
      newest.merge(
          part.name(), part, (a, b) -> launch(a).generation() >= launch(b).generation() ? a : b);
    }
    Launch last =
        newest.values().stream()
            .map(Adoption::launch)
            .max(Comparator.comparingLong(Launch::generation))
            .orElseThrow();
    Generation generation = new Generation(last.generation(), last.spec(), last.journey());
    newest.values().forEach(generation::add);
    generation.takenOver(realm.installed().wanting(last.spec()));
    return generation;
  }

  private boolean isWhole(Generation generation) {
    return generation.lacking().isEmpty();
  }

  /** What an earlier emperor was starting goes on when the file still asks for it. */
  private void underWay(Vassal vassal, List<Part> left) {
    Generation current = vassal.current;
    var asked = vassal.verdict.spec();
    List<Part> starting =
        left.stream()
            .filter(part -> launch(part).generation() == vassal.number)
            .filter(part -> current == null || isNews(current, part))
            .filter(part -> asked != null && launch(part).spec().digest().equals(asked.digest()))
            .toList();
    if (!starting.isEmpty() && vassal.document != null && vassal.held == null) {
      left.removeAll(starting);
      Launch launch = launch(starting.getFirst());
      Generation next = new Generation(launch.generation(), launch.spec(), launch.journey());
      starting.forEach(next::add);
      if (current != null && current.wants(asked)) {
        current.parts().stream().filter(part -> !next.has(part.name())).forEach(next::inherit);
      }
      vassal.next = next;
      starts.enterAhead(next, realm.now().plus(realm.settings.startDeadline()));
    }
  }

  private static boolean isNews(Generation current, Part part) {
    return launch(part).generation() > current.number() || current.lacking().contains(part.name());
  }

  private static void firstState(Vassal vassal) {
    Generation current = vassal.current;
    if (vassal.next != null) {
      boolean whole = current != null && current.lacking().isEmpty();
      vassal.state = whole ? VassalState.RELOADING : VassalState.STARTING;
    } else if (current != null) {
      vassal.state = VassalState.READY;
      vassal.order = vassal.held == null ? null : VassalEvent.STOP;
    }
  }
}
