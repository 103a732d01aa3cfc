package io.trajan.vassal;

import java.util.Set;

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
          "vassal-survive");

  private OwnProcess() {}

  /** Whether a specification gives one of them. */
  public static boolean isAsked(VassalSpec spec) {
    return spec.options().stream().anyMatch(OPTIONS::contains);
  }
}
