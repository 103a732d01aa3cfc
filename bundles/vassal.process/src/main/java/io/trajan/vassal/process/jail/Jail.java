package io.trajan.vassal.process.jail;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jail of a vassal: what is done around its user's change, in uWSGI's order. Pure; thread-safe.
 *
 * <p>cgroups, {@code emperor-use-clone}, as-emperor, as-vassal, asap, pre-jail, in-jail, {@code
 * unshare}, post-jail, {@code chroot}, {@code pivot-root}, as-root; then the user; then as-user and
 * pre-app.
 */
public final class Jail {
  private static final String PROC_FLAGS = "nosuid,nodev,noexec";

  private final VassalSpec spec;
  private final JailHost host;
  private final Hooks hooks;
  private final Cgroups cgroups;

  /** The jail of that vassal on that host. */
  public Jail(VassalSpec spec, JailHost host) {
    this.spec = spec;
    this.host = host;
    this.hooks = new Hooks(spec, host);
    this.cgroups = new Cgroups(spec, host);
  }

  // ---- what is done ----

  /**
   * What is done before the user changes.
   *
   * @param generation a name that no other start has at the same time, without a slash
   * @param reload whether the vassal serves already: pre-jail hooks do not run again then
   */
  public List<Step> asRoot(String generation, boolean reload) {
    List<Step> steps = new ArrayList<>(cgroups.steps(generation));
    if (spec.has(JailOptions.CLONE)) {
      steps.addAll(spaces());
    }
    for (Phase phase : List.of(Phase.AS_EMPEROR, Phase.AS_VASSAL, Phase.ASAP)) {
      steps.addAll(hooks.of(phase));
    }
    steps.addAll(reload ? List.of() : hooks.of(Phase.PRE_JAIL));
    steps.addAll(hooks.of(Phase.IN_JAIL));
    if (!spec.has(JailOptions.CLONE) && spec.has(JailOptions.UNSHARE)) {
      steps.addAll(spaces());
    }
    steps.addAll(hooks.of(Phase.POST_JAIL));
    steps.addAll(root());
    steps.addAll(hooks.of(Phase.AS_ROOT));
    return steps;
  }

  /** What the user that comes may keep; before the user changes. */
  public List<Step> capabilities() {
    return spec.value(JailOptions.CAP)
        .map(names -> List.of(Step.of("keep-caps", String.join(",", names))))
        .orElse(List.of());
  }

  /** What is done after the user changed. */
  public List<Step> asUser() {
    List<Step> steps = new ArrayList<>(hooks.of(Phase.AS_USER));
    steps.addAll(hooks.of(Phase.PRE_APP));
    if (spec.require(JailOptions.NO_NEW_PRIVS)) {
      steps.add(Step.of("no-new-privs"));
    }
    return steps;
  }

  /** What people are not to see of it. */
  public Masks masks() {
    return new Masks(Stream.of(asRoot("", false), asUser()).flatMap(List::stream).toList());
  }

  /** Both lists of namespaces at once: a process is cloned once. */
  private List<String> names() {
    return Stream.of(JailOptions.CLONE, JailOptions.UNSHARE)
        .flatMap(option -> spec.values(option).stream())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private boolean has(String space) {
    return names().contains(space);
  }

  private List<Step> spaces() {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.of("clone", String.join(",", names())));
    if (has("user")) {
      steps.add(map("uid-map", JailOptions.UID_MAP, host.uid()));
      steps.add(map("gid-map", JailOptions.GID_MAP, host.gid()));
    }
    if (has("net")) {
      steps.add(Step.of("loopback", "up"));
    }
    spec.value(JailOptions.HOSTNAME).ifPresent(name -> steps.add(Step.of("hostname", name)));
    steps.addAll(proc());
    return steps;
  }

  private Step map(String word, Option<List<String>> option, long own) {
    List<String> numbers = spec.values(option).stream().flatMap(List::stream).toList();
    return new Step(
        word, numbers.isEmpty() ? List.of("0", Long.toString(own), "1") : numbers, false);
  }

  private List<Step> proc() {
    return has("pid") && has("fs") && spec.require(JailOptions.FRESH_PROC)
        ? List.of(Step.of("mount", "proc", "proc", "/proc", PROC_FLAGS))
        : List.of();
  }

  private List<Step> root() {
    List<Step> steps = new ArrayList<>();
    spec.value(JailOptions.CHROOT)
        .ifPresent(directory -> steps.add(Step.of("chroot", resolve(directory).toString())));
    List<Path> roots = pivot();
    if (!roots.isEmpty()) {
      steps.add(Step.of("pivot-root", roots.get(0).toString(), roots.get(1).toString()));
    }
    if (!steps.isEmpty() && !proc().isEmpty()) {
      steps.add(Step.of("mkdir", "/proc"));
      steps.addAll(proc());
    }
    return steps;
  }

  private List<Path> pivot() {
    return spec.value(JailOptions.PIVOT_ROOT)
        .or(() -> spec.value(JailOptions.PIVOT_ROOT_TOO))
        .map(words -> words.stream().map(word -> resolve(Path.of(word))).toList())
        .orElse(List.of());
  }

  /** A path of the vassal's file; after chroot there is no such file, and none is meant. */
  private Path resolve(Path path) {
    Path base = spec.file().toAbsolutePath().getParent();
    return (base == null ? path.toAbsolutePath() : base.resolve(path)).normalize();
  }

  // ---- what is wrong ----

  /** What contradicts itself or this host, before anything is done. */
  public List<Fault> faults() {
    List<Fault> faults = new ArrayList<>(cgroups.faults());
    faults.addAll(hooks.faults());
    if (spec.has(JailOptions.PIVOT_ROOT) && spec.has(JailOptions.PIVOT_ROOT_TOO)) {
      fault(faults, JailOptions.PIVOT_ROOT_TOO, "means the same as pivot-root, given too");
    }
    List<Path> roots = pivot();
    Option<?> pivoted =
        spec.has(JailOptions.PIVOT_ROOT) ? JailOptions.PIVOT_ROOT : JailOptions.PIVOT_ROOT_TOO;
    if (!roots.isEmpty() && !roots.get(1).startsWith(roots.get(0))) {
      fault(faults, pivoted, roots.get(1) + " is not below " + roots.get(0));
    }
    needs(faults, pivoted, "fs");
    needs(faults, JailOptions.HOSTNAME, "uts");
    needs(faults, JailOptions.UID_MAP, "user");
    needs(faults, JailOptions.GID_MAP, "user");
    if (!has("uts")) {
      String needed = "hostname: needs the namespace uts: emperor-use-clone = uts";
      hooks.renaming().forEach(option -> fault(faults, option, needed));
    }
    users(faults);
    unreached(faults);
    return faults;
  }

  private void needs(List<Fault> faults, Option<?> option, String space) {
    if (spec.has(option) && !has(space)) {
      fault(faults, option, "needs the namespace " + space + ": emperor-use-clone = " + space);
    }
  }

  private void users(List<Fault> faults) {
    boolean mapped = spec.has(JailOptions.UID_MAP) && spec.has(JailOptions.GID_MAP);
    if (has("user") && host.uid() == 0 && !mapped) {
      Option<?> option = spec.has(JailOptions.CLONE) ? JailOptions.CLONE : JailOptions.UNSHARE;
      fault(
          faults,
          option,
          "the namespace user needs uid-map and gid-map when the emperor is root: uid-map = 0"
              + " 100000 65536");
    }
  }

  private void unreached(List<Fault> faults) {
    if (names().isEmpty() && hooks.has(Phase.POST_JAIL)) {
      HookOptions.of(Phase.POST_JAIL).stream()
          .filter(spec::has)
          .forEach(o -> fault(faults, o, "never runs without emperor-use-clone or unshare"));
    }
  }

  private void fault(List<Fault> faults, Option<?> option, String sentence) {
    faults.add(Fault.of(spec.place(option), option.name(), sentence));
  }
}
