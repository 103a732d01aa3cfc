package io.trajan.rack.adapter;

import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.OwnProcess;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options of Rack vassals. Names are uWSGI's where uWSGI has the option. */
final class RackOptions {
  static final Option<Path> RACK =
      Option.of(
          "rack",
          ValueTypes.path(),
          "The application's config.ru, relative to the directory of the vassal's file.");

  static final Option<Engine> ENGINE =
      Option.of(
              "rack-engine",
              ValueTypes.oneOf(Engine.class),
              "Where Ruby runs: embedded is JRuby inside the container, process a Ruby of this host"
                  + " in worker processes; auto, the default, is process as soon as an option needs"
                  + " a process of its own, such as processes or uid.")
          .or(Engine.AUTO);

  static final Option<String> RUBY =
      Option.of(
              "ruby",
              ValueTypes.word(),
              "The Ruby of worker processes, 3.1 or later: a path, or a name that is looked for in"
                  + " PATH.")
          .or("ruby");

  static final Option<Integer> THREADS =
      Option.of(
              "threads",
              ValueTypes.integer(1, 1024),
              "How many requests the application answers at the same time; 1 for one that is not"
                  + " thread-safe.")
          .or(5);

  static final Option<Integer> QUEUE =
      Option.of(
              "rack-queue",
              ValueTypes.integer(1, 1_000_000),
              "How many requests wait for a thread; more are answered with 503 and Retry-After.")
          .or(1024);

  static final Option<Path> CHDIR =
      Option.of(
          "chdir",
          ValueTypes.path(),
          "The program's working directory, relative to the directory of the vassal's file; the"
              + " directory of config.ru when absent.");

  static final Option<String> ENV =
      Option.of(
              "env",
              ValueTypes.word(),
              "An environment variable of the program as NAME=VALUE, or NAME alone to take it away.")
          .repeated();

  static final Option<String> RACK_ENV =
      Option.of(
          "rack-env",
          ValueTypes.word(),
          "RACK_ENV; when absent the server's own RACK_ENV, else production.");

  static final Option<Path> GEMFILE =
      Option.of(
          "gemfile",
          ValueTypes.path(),
          "A Gemfile for Bundler; when absent the Gemfile beside config.ru, if there is one.");

  static final Option<Path> GEM_PATH =
      Option.of(
              "rb-gem-path",
              ValueTypes.path(),
              "A directory of gems, searched before those of the system and of the environment.")
          .repeated();

  static final Option<Path> LIB = library("rb-lib");
  static final Option<Path> RUBY_LIB = library("ruby-lib");

  static final List<Option<String>> REQUIRES =
      List.of(
          require("require"),
          require("rbrequire"),
          require("rb-require"),
          require("rubyrequire"),
          require("ruby-require"));

  static final Option<Warmup> WARMUP =
      Option.of(
              "warmup-requests",
              Warmup.TYPE,
              "GET requests that the application answers before it serves, as PATH or PATH xN; N"
                  + " at most "
                  + Warmup.MOST
                  + ".")
          .repeated();

  static final Option<Boolean> WAIT_FOR_THREADS =
      Option.of(
              "shutdown-wait-for-threads",
              ValueTypes.bool(),
              "Whether a shutdown also waits, within its deadline, for threads that the"
                  + " application started; otherwise they are killed when the requests are done.")
          .or(false);

  static final Option<Duration> IO_TIMEOUT =
      duration(
          "rack-io-timeout",
          Duration.ofSeconds(60),
          "How long a thread waits for a client that sends or takes nothing.");

  static final Option<Duration> START_TIMEOUT =
      duration(
          "rack-start-timeout",
          Duration.ofSeconds(120),
          "How long booting Ruby, loading the application and its warm-up requests may take; at most the emperor's"
              + " start.deadline.seconds.");

  private RackOptions() {}

  /** All of them, in the order of the reference page. */
  static List<Option<?>> all() {
    List<Option<?>> all =
        new java.util.ArrayList<>(
            List.of(
                RACK,
                ENGINE,
                RUBY,
                THREADS,
                QUEUE,
                CHDIR,
                ENV,
                RACK_ENV,
                GEMFILE,
                GEM_PATH,
                LIB,
                RUBY_LIB,
                WARMUP,
                WAIT_FOR_THREADS,
                IO_TIMEOUT,
                START_TIMEOUT));
    all.addAll(REQUIRES);
    return List.copyOf(all);
  }

  /** Which Ruby answers. */
  enum Engine {
    AUTO,
    EMBEDDED,
    PROCESS
  }

  /** Whether a vassal's Ruby runs in processes of its own. */
  static boolean isProcess(VassalSpec spec) {
    Engine engine = spec.require(ENGINE);
    return engine == Engine.PROCESS || (engine == Engine.AUTO && OwnProcess.isAsked(spec));
  }

  private static Option<String> require(String name) {
    return Option.of(
            name,
            ValueTypes.word(),
            "A library or file that is required just before the application; in order.")
        .repeated();
  }

  private static Option<Path> library(String name) {
    return Option.of(
            name, ValueTypes.path(), "A directory in which Ruby looks for libraries first.")
        .repeated();
  }

  private static Option<Duration> duration(String name, Duration fallback, String description) {
    ValueType<Duration> type = ValueTypes.duration(Duration.ofMillis(1), Duration.ofDays(1));
    return Option.of(name, type, description).or(fallback);
  }
}
