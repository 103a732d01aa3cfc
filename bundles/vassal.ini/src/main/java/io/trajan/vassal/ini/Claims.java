package io.trajan.vassal.ini;

import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who claims which option at a moment: needed to tell what becomes of a file, not to read it. */
public final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Map<String, Set<String>> by = new TreeMap<>();
  private final Set<String> repeatable = new TreeSet<>();

  private Claims() {}

  /** The claims of those option sets that answer. */
  public static Claims of(Collection<OptionSet> sets) {
    Claims claims = new Claims();
    for (OptionSet set : sets) {
      try {
        set.options().forEach(option -> claims.add(option, set.name()));
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("an option set is not counted: it does not answer", e);
      }
    }
    return claims;
  }

  private void add(Option<?> option, String set) {
    by.computeIfAbsent(option.name(), name -> new TreeSet<>()).add(set);
    if (option.repeatable()) {
      repeatable.add(option.name());
    }
  }

  /** The names of the sets that claim an option; null when none does. */
  @Nullable Set<String> by(String option) {
    return by.get(option);
  }

  /** Whether of several values only the last one counts. */
  boolean isSingle(String option) {
    return by.containsKey(option) && !repeatable.contains(option);
  }
}
