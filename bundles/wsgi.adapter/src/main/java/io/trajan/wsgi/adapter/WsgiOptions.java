package io.trajan.wsgi.adapter;

import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.ProgramSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options of WSGI vassals. Names are uWSGI's where uWSGI has the option. */
final class WsgiOptions {
  static final Option<Path> WSGI_FILE =
      Option.of(
          "wsgi-file",
          ValueTypes.path(),
          "The application: a Python file, relative to the directory of the vassal's file.");

  static final Option<String> MODULE =
      Option.of(
          "module",
          ValueTypes.word(),
          "The application: a module as PACKAGE.MODULE, or with its callable as"
              + " PACKAGE.MODULE:CALLABLE.");

  static final Option<String> CALLABLE =
      Option.of(
          "callable",
          ValueTypes.word(),
          "The application's name in its file or module, application when absent; with () behind"
              + " it, a function that makes the application.");

  static final Option<String> PYTHON =
      Option.of(
              "python",
              ValueTypes.word(),
              "The Python of the workers, 3.9 or later: a path, or a name that is looked for in"
                  + " PATH. That of the virtual environment, if one is given.")
          .or("python3");

  static final Option<Path> VIRTUALENV = environment("virtualenv");
  static final Option<Path> HOME = environment("home");

  static final Option<Path> PYTHONPATH =
      Option.of(
              "pythonpath",
              ValueTypes.path(),
              "A directory in which Python looks for modules first.")
          .repeated();

  static final Option<Integer> QUEUE = ProgramSetup.queue("wsgi");
  static final Option<Duration> START_TIMEOUT = ProgramSetup.startTimeout("wsgi");

  private WsgiOptions() {}

  /** All of them, in the order of the reference page. */
  static List<Option<?>> all() {
    return List.of(
        WSGI_FILE,
        MODULE,
        CALLABLE,
        PYTHON,
        VIRTUALENV,
        HOME,
        PYTHONPATH,
        ProgramSetup.CHDIR,
        ProgramSetup.ENV,
        QUEUE,
        START_TIMEOUT);
  }

  private static Option<Path> environment(String name) {
    return Option.of(
        name,
        ValueTypes.path(),
        "A virtual environment, as python3 -m venv makes it: its Python runs the application.");
  }
}
