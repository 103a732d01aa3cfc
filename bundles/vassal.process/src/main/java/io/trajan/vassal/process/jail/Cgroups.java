package io.trajan.vassal.process.jail;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The cgroups of a vassal. A setting goes to the one cgroup there is; among several of version 1 to
 * those whose controller has such a file, else to those of version 2.
 *
 * @param spec the vassal
 * @param host where it is
 */
record Cgroups(VassalSpec spec, JailHost host) {
  /**
   * The steps of a generation, which has a group of its own: two are there during a reload, and the
   * end of one must not end the other. In a group that is there already it is made below, and what
   * is there stays; else beside, so that nothing in common is left at the end.
   */
  List<Step> steps(String generation) {
    List<Step> steps = new ArrayList<>();
    for (Path group : spec.values(JailOptions.CGROUP)) {
      String own = host.isThere(group) ? group + "/" + generation : group + "." + generation;
      steps.add(Step.of("cgroup", "v" + host.cgroupVersion(group), own));
      spec.value(JailOptions.CGROUP_DIR_MODE)
          .ifPresent(mode -> steps.add(Step.of("chmod", own, mode)));
      for (List<String> setting : spec.values(JailOptions.CGROUP_OPT)) {
        if (takes(group, setting.getFirst())) {
          steps.add(new Step("cgroup-set", setting, false));
        }
      }
    }
    return steps;
  }

  private boolean takes(Path group, String file) {
    List<Path> groups = spec.values(JailOptions.CGROUP);
    if (groups.size() == 1) {
      return true;
    }
    if (host.cgroupVersion(group) == 1) {
      return isOf(group, file);
    }
    return groups.stream()
        .filter(other -> host.cgroupVersion(other) == 1)
        .noneMatch(other -> isOf(other, file));
  }

  /** Hierarchies of version 1 are named after their controllers: {@code cpu,cpuacct}. */
  private static boolean isOf(Path group, String file) {
    String controller = file.split("\\.", 2)[0];
    return !controller.equals("cgroup")
        && StreamSupport.stream(group.spliterator(), false)
            .anyMatch(part -> List.of(part.toString().split(",")).contains(controller));
  }

  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    List<Path> groups = spec.values(JailOptions.CGROUP);
    for (Path group : groups) {
      if (!group.isAbsolute() || host.cgroupVersion(group) == 0) {
        String expected = "a directory below a cgroup file system, such as /sys/fs/cgroup/NAME";
        faults.add(
            new Fault(spec.place(JailOptions.CGROUP), "cgroup", group.toString(), expected, null));
      }
    }
    for (List<String> setting : spec.values(JailOptions.CGROUP_OPT)) {
      if (faults.isEmpty() && groups.stream().noneMatch(g -> takes(g, setting.getFirst()))) {
        faults.add(
            new Fault(
                spec.place(JailOptions.CGROUP_OPT),
                "cgroup-opt",
                setting.getFirst(),
                groups.isEmpty() ? "a cgroup for it" : "a file of one of the cgroups",
                null));
      }
    }
    return faults;
  }
}
