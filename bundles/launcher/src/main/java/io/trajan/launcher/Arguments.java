package io.trajan.launcher;

import io.trajan.feature.codec.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the process, as the {@code trajan} script passes it on.
 *
 * @param home the home directory, absolute
 * @param port what {@code --port} said
 * @param timings whether to print what each step of the start cost
 * @param train whether this is the short run that makes the AOT cache: start below the listeners,
 *     twice, and end
 */
record Arguments(Path home, OptionalInt port, boolean timings, boolean train) {
  private static final List<String> FLAGS = List.of("--home", "--port", "--timings", "--train");

  static Arguments parse(String... args) throws LaunchException {
    @Nullable String home = null;
    var port = OptionalInt.empty();
    var timings = false;
    var train = false;
    for (var i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--home" -> home = valueOf(args, i++);
        case "--port" -> port = OptionalInt.of(port(valueOf(args, i++)));
        case "--timings" -> timings = true;
        case "--train" -> train = true;
        default ->
            throw LaunchException.misconfigured(
                "unknown flag \""
                    + args[i]
                    + "\""
                    + Nearest.to(args[i], FLAGS).map(n -> "; did you mean " + n + "?").orElse(""));
      }
    }
    if (home == null || home.isEmpty()) {
      throw LaunchException.misconfigured("--home DIR is missing");
    }
    return new Arguments(Path.of(home).toAbsolutePath().normalize(), port, timings, train);
  }

  private static String valueOf(String[] args, int flag) throws LaunchException {
    if (flag + 1 == args.length) {
      throw LaunchException.misconfigured(args[flag] + " needs a value");
    }
    return args[flag + 1];
  }

  private static int port(String text) throws LaunchException {
    if (text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw LaunchException.misconfigured("--port is \"" + text + "\", expected 1 to 65535");
  }
}
