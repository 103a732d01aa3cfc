package io.trajan.vassal.emperor.file;

import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options that the bundles present now claim. Immutable. Several sets may claim one option:
 * then a value must be right for all of them.
 */
public final class Claims {
  /**
   * An option as one set claims it.
   *
   * @param set the set's name
   * @param launcher the launcher that the set needs, empty when none
   * @param option what it claims
   */
  public record Claim(String set, String launcher, Option<?> option) {}

  private final Map<String, List<Claim>> byOption = new TreeMap<>();
  private final List<Claim> firsts = new ArrayList<>();

  /** The claims of some sets. */
  public Claims(Collection<OptionSet> sets) {
    for (OptionSet set : sets) {
      set.options().stream()
          .limit(1)
          .forEach(first -> firsts.add(new Claim(set.name(), set.launcher(), first)));
      for (Option<?> option : set.options()) {
        byOption
            .computeIfAbsent(option.name(), name -> new ArrayList<>())
            .add(new Claim(set.name(), set.launcher(), option));
      }
    }
  }

  /** Who claims an option; empty when nobody does. */
  public List<Claim> of(String option) {
    return byOption.getOrDefault(option, List.of());
  }

  /** The first option of each set: what it is about. */
  public List<Claim> firsts() {
    return List.copyOf(firsts);
  }

  /** The names of all claimed options, sorted. */
  public Set<String> names() {
    return byOption.keySet();
  }

  /** All claims, by option. */
  public List<Claim> all() {
    return byOption.values().stream().flatMap(List::stream).toList();
  }
}
