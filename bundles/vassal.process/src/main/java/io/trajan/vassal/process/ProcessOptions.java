package io.trajan.vassal.process;

import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.process.jail.JailOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of vassals in processes of their own. Names are uWSGI's where uWSGI has the option.
 */
final class ProcessOptions {
  static final int MOST_PROCESSES = 1024;

  static final Option<Integer> PROCESSES = processes("processes");
  static final Option<Integer> WORKERS = processes("workers");

  static final Option<Integer> THREADS =
      Option.of(
              "threads",
              ValueTypes.integer(1, 1024),
              "How many requests each worker answers at the same time; 1 for a program that is not"
                  + " thread-safe.")
          .or(1);

  static final Option<Boolean> LAZY_APPS =
      Option.of(
              "lazy-apps",
              ValueTypes.bool(),
              "Whether each worker loads the application itself, instead of sharing what was loaded"
                  + " once.")
          .or(false);

  static final Option<Duration> HARAKIRI =
      duration(
          "harakiri",
          Duration.ofSeconds(1),
          "How long a request may take; then its client gets 504, the log the stacks of its worker,"
              + " and the worker is killed. Absent: as long as it wants.");

  static final Option<Long> MAX_REQUESTS =
      Option.of(
          "max-requests",
          ValueTypes.wide(1, Long.MAX_VALUE),
          "After how many requests a worker is replaced by a new one.");

  static final Option<Duration> MAX_LIFETIME =
      duration(
          "max-worker-lifetime",
          Duration.ofSeconds(1),
          "After how long a worker is replaced by a new one.");

  static final Option<Long> RELOAD_ON_RSS =
      megabytes("reload-on-rss", "A worker with more resident memory than this is replaced.");

  static final Option<Long> RELOAD_ON_AS =
      megabytes("reload-on-as", "A worker with more address space than this is replaced.");

  static final Option<Duration> MERCY =
      duration(
              "worker-reload-mercy",
              Duration.ofMillis(1),
              "How long a worker that is replaced may take for what it has begun; then it is killed.")
          .or(Duration.ofSeconds(60));

  static final Option<Duration> PATIENCE =
      duration(
              "worker-queue-timeout",
              Duration.ofMillis(1),
              "How long a request waits for a worker; then it gets 503 with Retry-After.")
          .or(Duration.ofSeconds(30));

  static final Option<String> UID =
      Option.of(
          "uid", ValueTypes.word(), "The user, by name or number, that the processes become.");

  static final Option<String> GID =
      Option.of(
          "gid", ValueTypes.word(), "The group, by name or number, that the processes become.");

  static final Option<String> ADD_GID =
      Option.of(
              "add-gid",
              ValueTypes.word(),
              "One more group, by name or number, that the processes are in; needs gid or uid.")
          .repeated();

  static final Option<Boolean> NO_INITGROUPS =
      Option.of(
              "no-initgroups",
              ValueTypes.bool(),
              "Whether the processes are left out of the groups that name their user as a member.")
          .or(false);

  static final Option<String> UMASK =
      Option.of("umask", ValueTypes.word(), "The file mode mask of the processes, octal: 022.");

  static final Option<Path> CHDIR =
      Option.of(
          "chdir",
          ValueTypes.path(),
          "The program's working directory, relative to the directory of the vassal's file; the"
              + " directory of the application when absent.");

  static final Option<Long> LIMIT_AS =
      megabytes("limit-as", "The most address space that each process may have (RLIMIT_AS).");

  static final Option<Long> LIMIT_NOFILE =
      Option.of(
          "limit-nofile",
          ValueTypes.wide(16, 1L << 30),
          "The most descriptors that each process may have (RLIMIT_NOFILE).");

  static final Option<Long> LIMIT_NPROC =
      Option.of(
          "limit-nproc",
          ValueTypes.wide(1, 1L << 30),
          "The most processes that the user may have (RLIMIT_NPROC).");

  private ProcessOptions() {}

  /** All of them, in the order of the reference page. */
  static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(plain());
    all.addAll(JailOptions.all());
    return List.copyOf(all);
  }

  private static List<Option<?>> plain() {
    return List.of(
        PROCESSES,
        WORKERS,
        THREADS,
        LAZY_APPS,
        HARAKIRI,
        MAX_REQUESTS,
        MAX_LIFETIME,
        RELOAD_ON_RSS,
        RELOAD_ON_AS,
        MERCY,
        PATIENCE,
        UID,
        GID,
        ADD_GID,
        NO_INITGROUPS,
        UMASK,
        CHDIR,
        LIMIT_AS,
        LIMIT_NOFILE,
        LIMIT_NPROC);
  }

  private static Option<Integer> processes(String name) {
    return Option.of(
        name,
        ValueTypes.integer(1, MOST_PROCESSES),
        "How many worker processes answer requests; 1 when absent.");
  }

  private static Option<Duration> duration(String name, Duration least, String description) {
    ValueType<Duration> type = ValueTypes.duration(least, Duration.ofDays(365));
    return Option.of(name, type, description);
  }

  private static Option<Long> megabytes(String name, String description) {
    return Option.of(name, new Megabytes(), description);
  }
}
