package io.trajan.psgi.adapter;

import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.ProgramSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options of PSGI vassals. Names are uWSGI's where uWSGI has the option. */
final class PsgiOptions {
  static final Option<Path> PSGI = application("psgi");
  static final Option<Path> PSGI_FILE = application("psgi-file");

  static final Option<String> PERL =
      Option.of(
              "perl",
              ValueTypes.word(),
              "The Perl of the workers, 5.36 or later: a path, or a name that is looked for in"
                  + " PATH.")
          .or("perl");

  static final Option<Path> LOCAL_LIB =
      Option.of(
              "perl-local-lib",
              ValueTypes.path(),
              "A directory of local::lib: Perl looks for modules in its lib/perl5 first.")
          .repeated();

  static final Option<Integer> QUEUE = ProgramSetup.queue("psgi");
  static final Option<Duration> START_TIMEOUT = ProgramSetup.startTimeout("psgi");

  private PsgiOptions() {}

  /** All of them, in the order of the reference page. */
  static List<Option<?>> all() {
    return List.of(
        PSGI,
        PSGI_FILE,
        PERL,
        LOCAL_LIB,
        ProgramSetup.CHDIR,
        ProgramSetup.ENV,
        QUEUE,
        START_TIMEOUT);
  }

  private static Option<Path> application(String name) {
    return Option.of(
        name,
        ValueTypes.path(),
        "The application: a Perl file whose last value is a PSGI code reference, relative to the"
            + " directory of the vassal's file.");
  }
}
