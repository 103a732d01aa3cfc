package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options of jails. Names are uWSGI's where uWSGI has the option. */
public final class JailOptions {
  static final Option<List<String>> CLONE =
      Option.of(
          "emperor-use-clone",
          Spaces.type(),
          "The namespaces that the vassal has of its own from its first instant, before all hooks.");

  static final Option<List<String>> UNSHARE =
      Option.of(
          "unshare",
          Spaces.type(),
          "The namespaces that the vassal gets between its in-jail and post-jail hooks.");

  static final Option<List<String>> UID_MAP = map("uid-map", "users");
  static final Option<List<String>> GID_MAP = map("gid-map", "groups");

  static final Option<String> HOSTNAME =
      Option.of(
          "jail-hostname",
          Texts.type("host name", "a host name of 1 to 64 bytes", Action::hostname),
          "The host's name as the vassal sees it; needs the namespace uts.");

  static final Option<Boolean> FRESH_PROC =
      Option.of(
              "fresh-proc",
              ValueTypes.bool(),
              "Whether a vassal with the namespaces pid and fs gets a /proc of its own, also in a"
                  + " new root.")
          .or(true);

  static final Option<Path> CHROOT =
      Option.of("chroot", ValueTypes.path(), "The directory that becomes the vassal's root.");

  static final Option<List<String>> PIVOT_ROOT = pivot("pivot-root");
  static final Option<List<String>> PIVOT_ROOT_TOO = pivot("pivot_root");

  static final Option<List<String>> CAP =
      Option.of(
          "cap",
          Capabilities.type(),
          "The capabilities that the vassal keeps, also as another user; no others can be won.");

  static final Option<Path> CGROUP =
      Option.of(
              "cgroup",
              ValueTypes.path(),
              "A cgroup to be made and entered, by its directory, version 1 or 2; removed at the"
                  + " end.")
          .repeated();

  static final Option<List<String>> CGROUP_OPT =
      Option.of(
              "cgroup-opt",
              Texts.type("setting", "FILE=VALUE or FILE:VALUE", JailOptions::setting),
              "What is written to a file of the cgroups, such as memory.max=256M.")
          .repeated();

  static final Option<String> CGROUP_DIR_MODE =
      Option.of(
          "cgroup-dir-mode",
          Texts.type("mode", "octal digits such as 0755", Texts::octal),
          "The mode of the directories of cgroups.");

  static final Option<Boolean> NO_NEW_PRIVS =
      Option.of(
              "no-new-privs",
              ValueTypes.bool(),
              "Whether setuid files and the like give the vassal nothing.")
          .or(false);

  static final Option<Duration> HOOK_TIMEOUT =
      Option.of(
              "hook-timeout",
              ValueTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)),
              "How long a command of a hook, or a wait, may take; then it is killed and has failed.")
          .or(Duration.ofSeconds(60));

  private JailOptions() {}

  /** All of them, in the order of the reference page. */
  public static List<Option<?>> all() {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(
                CLONE,
                UNSHARE,
                UID_MAP,
                GID_MAP,
                HOSTNAME,
                FRESH_PROC,
                CHROOT,
                PIVOT_ROOT,
                PIVOT_ROOT_TOO,
                CAP,
                CGROUP,
                CGROUP_OPT,
                CGROUP_DIR_MODE,
                NO_NEW_PRIVS,
                HOOK_TIMEOUT));
    all.addAll(HookOptions.all());
    return List.copyOf(all);
  }

  private static Option<List<String>> map(String name, String what) {
    String usage = "INSIDE OUTSIDE COUNT";
    return Option.of(
            name,
            Texts.type(
                "map",
                usage,
                text -> {
                  List<String> words = Texts.words(text, 3, 3, usage);
                  boolean well = words.stream().allMatch(w -> w.matches("[0-9]{1,10}"));
                  return Texts.demand(well, words, usage + ", three numbers");
                }),
            "Which " + what + " the namespace user shows as which; may be given several times.")
        .repeated();
  }

  private static Option<List<String>> pivot(String name) {
    String usage = "NEW_ROOT OLD_ROOT, where the old root is put below the new one";
    return Option.of(
        name,
        Texts.type("two paths", usage, text -> Texts.words(text, 2, 2, usage)),
        "The vassal's new root, and where in it the old one is to be found until it is unmounted;"
            + " both the same: the old one is detached at once.");
  }

  private static List<String> setting(String text) throws BadValueException {
    int end = text.indexOf('=');
    end = end < 0 ? text.indexOf(':') : end;
    String usage = "FILE=VALUE or FILE:VALUE";
    Texts.demand(end > 0, text, usage);
    String file = text.substring(0, end).strip();
    Texts.demand(file.matches("[a-zA-Z_][a-zA-Z0-9_.]{0,62}"), file, usage);
    return List.of(file, text.substring(end + 1).strip());
  }
}
