package io.trajan.vassal.emperor.file;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Nearest;
import io.trajan.vassal.Given;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.emperor.file.Claims.Claim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Types what was read by the options claimed, and collects every fault. Pure as far as its remedies
 * are. An option that nobody claims is something absent when a remedy is known, and a fault
 * otherwise.
 *
 * @param claims the options of the moment
 * @param launchers the names of the launchers of the moment
 * @param remedy what would bring somebody who claims an option, or null when nothing is known
 */
public record Judge(
    Claims claims, Set<String> launchers, Function<String, @Nullable String> remedy) {
  private static final String UNCLAIMED = "no installed bundle understands this option";

  /** Judges a file. */
  public Verdict judge(String vassal, Path file, Reading reading) {
    List<Fault> faults = new ArrayList<>(reading.faults());
    List<Fault> unclaimed = new ArrayList<>();
    Map<String, Given> first = new HashMap<>();
    for (Given given : reading.given()) {
      List<Claim> claimed = claims.of(given.option());
      if (!claimed.isEmpty()) {
        typed(given, claimed, reading.lastCounts() ? null : first, faults);
      } else if (remedy.apply(given.option()) == null) {
        String nearest = Nearest.to(given.option(), claims.names());
        faults.add(new Fault(given.place(), given.option(), null, UNCLAIMED, nearest));
      } else {
        unclaimed.add(Fault.of(given.place(), given.option(), unclaimed(given.option())));
      }
    }
    boolean sound = faults.isEmpty();
    faults.addAll(unclaimed);
    return new Verdict(sound ? VassalSpec.of(vassal, file, reading.given()) : null, faults);
  }

  private String unclaimed(String option) {
    String known = remedy.apply(option);
    return known == null || known.isEmpty() ? UNCLAIMED : UNCLAIMED + "; " + known;
  }

  private static void typed(
      Given given, List<Claim> claimed, @Nullable Map<String, Given> first, List<Fault> faults) {
    Given earlier = first == null ? null : first.putIfAbsent(given.option(), given);
    for (Claim claim : claimed) {
      if (earlier != null && !claim.option().repeatable()) {
        String sentence =
            "is given once only, and stands in line " + earlier.place().line() + " already";
        faults.add(Fault.of(given.place(), given.option(), sentence));
        return;
      }
      try {
        claim.option().type().parse(given.value());
      } catch (BadValueException e) {
        faults.add(Fault.of(given.place(), given.option(), given.shown(), e));
        return;
      } catch (RuntimeException | LinkageError e) { // a type is code of its bundle
        faults.add(Fault.of(given.place(), given.option(), "could not be understood: " + e));
        return;
      }
    }
  }

  /** What a specification needs that is not there, sorted. */
  public List<Absence> absent(VassalSpec spec) {
    SortedSet<Absence> absent = new TreeSet<>();
    for (String option : spec.options()) {
      List<Claim> claimed = claims.of(option);
      if (claimed.isEmpty()) {
        absent.add(new Absence(Absence.Kind.OPTION, option, unclaimed(option)));
      } else if (claimed.stream().noneMatch(this::served)) {
        String launcher = claimed.getFirst().launcher();
        absent.add(new Absence(Absence.Kind.LAUNCHER, launcher, "its launcher is not there"));
      }
    }
    return List.copyOf(absent);
  }

  /** One of the launchers that could act on an option suffices. */
  private boolean served(Claim claim) {
    return claim.launcher().isEmpty() || launchers.contains(claim.launcher());
  }
}
