package io.trajan.vassal.emperor;

import io.trajan.vassal.Launcher;
import io.trajan.vassal.Launcher.Phase;
import io.trajan.vassal.VassalFormat;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.emperor.file.Claims;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bundles offer at one moment. Immutable.
 *
 * @param launchers by phase, then name; one for each name
 * @param claims the options
 * @param formats by extension
 */
record Installed(List<Launcher> launchers, Claims claims, Map<String, VassalFormat> formats) {
  private static final Logger LOG = LoggerFactory.getLogger(Installed.class);

  static final Installed NOTHING = of(List.of(), new Claims(List.of()), Map.of());

  /** Sorts the launchers; of several of one name the first given counts. */
  static Installed of(List<Launcher> given, Claims claims, Map<String, VassalFormat> formats) {
    List<Launcher> launchers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    given.stream().filter(each -> names.add(each.name())).forEach(launchers::add);
    launchers.sort(Comparator.comparing(Launcher::phase).thenComparing(Launcher::name));
    return new Installed(List.copyOf(launchers), claims, Map.copyOf(formats));
  }

  Set<String> launcherNames() {
    Set<String> names = new HashSet<>();
    launchers.forEach(each -> names.add(each.name()));
    return names;
  }

  /**
   * What keeps a specification from being of use though nothing is wrong with it: it listens and
   * nothing answers, or the reverse; empty when it is of use.
   */
  String uselessness(VassalSpec spec) {
    List<Launcher> wanting = wanting(spec);
    boolean listens = wanting.stream().anyMatch(each -> each.phase() == Phase.LISTEN);
    boolean answers = wanting.stream().anyMatch(each -> each.phase() == Phase.APPLICATION);
    if (listens == answers) {
      return "";
    }
    Phase lacking = listens ? Phase.APPLICATION : Phase.LISTEN;
    String sentence = listens ? "nothing here answers requests" : "nobody can reach it";
    String options = String.join(" or ", mainOptions(lacking));
    return sentence + (options.isEmpty() ? "" : ": add " + options);
  }

  /** The first option of every set whose launcher has its turn then, as a file gives it. */
  private List<String> mainOptions(Phase phase) {
    Set<String> names = new HashSet<>();
    launchers.stream().filter(each -> each.phase() == phase).forEach(l -> names.add(l.name()));
    return claims.firsts().stream()
        .filter(claim -> names.contains(claim.launcher()))
        .map(claim -> claim.option().name() + " =")
        .sorted()
        .toList();
  }

  /** Whether this very launcher is there. */
  @SuppressWarnings("ReferenceEquality") // After an update another one has the same name.
  boolean has(Launcher launcher) {
    return launchers.stream().anyMatch(each -> each == launcher);
  }

  /** Who wants a specification, in the order of their turns. */
  List<Launcher> wanting(VassalSpec spec) {
    return launchers.stream().filter(each -> wants(each, spec)).toList();
  }

  private static boolean wants(Launcher launcher, VassalSpec spec) {
    try {
      return launcher.wants(spec);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("launcher {} failed to look at vassal {}", launcher.name(), spec.name(), e);
      return false;
    }
  }

  @Nullable VassalFormat format(String extension) {
    return formats.get(extension);
  }
}
