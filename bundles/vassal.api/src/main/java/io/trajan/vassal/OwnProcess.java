package io.trajan.vassal;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options that a vassal can only have in processes of its own. An adapter that could also run
 * inside the container (as Rack can) leaves a vassal with one of them to the processes, whether or
 * not the bundle that acts on the option is there at the moment. Pure functions.
 */
public final class OwnProcess {
  /** Their names; uWSGI's. */
  public static final Set<String> OPTIONS =
      Set.of(
          "processes",
          "workers",
          "lazy-apps",
          "harakiri",
          "max-requests",
          "max-worker-lifetime",
          "reload-on-rss",
          "reload-on-as",
          "worker-reload-mercy",
          "uid",
          "gid",
          "umask",
          "limit-as",
          "limit-nofile",
          "limit-nproc",
          "vassal-survive",
          "add-gid",
          "no-initgroups",
          "emperor-use-clone",
          "unshare",
          "uid-map",
          "gid-map",
          "jail-hostname",
          "fresh-proc",
          "chroot",
          "pivot-root",
          "pivot_root",
          "cap",
          "cgroup",
          "cgroup-opt",
          "cgroup-dir-mode",
          "no-new-privs",
          "hook-timeout");

  /** Hooks: a family and a phase. */
  private static final Pattern HOOK =
      Pattern.compile(
          "(hook|mount|umount|exec)-(asap|(pre|in|post)-jail|pre-app|as-(root|user|vassal|emperor))");

  private OwnProcess() {}

  /** Whether an option of that name is one. */
  public static boolean isOne(String option) {
    return OPTIONS.contains(option) || HOOK.matcher(option).matches();
  }

  /** Whether a specification gives one of them. */
  public static boolean isAsked(VassalSpec spec) {
    return spec.options().stream().anyMatch(OwnProcess::isOne);
  }
}
