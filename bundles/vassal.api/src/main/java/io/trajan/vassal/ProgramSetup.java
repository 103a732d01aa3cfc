package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.ValueTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the {@link WorkerProgram}s of all languages have in common: the options of a program's
 * surroundings, files that must be there, the interpreter, and the script made of a bundle's
 * resources. Functions that keep nothing; some look at files.
 */
public final class ProgramSetup {
  /** The working directory. */
  public static final Option<Path> CHDIR =
      Option.of(
          "chdir",
          ValueTypes.path(),
          "The program's working directory, relative to the directory of the vassal's file; the"
              + " directory of the application when absent.");

  /** Environment variables. */
  public static final Option<String> ENV =
      Option.of(
              "env",
              ValueTypes.word(),
              "An environment variable of the program as NAME=VALUE, or NAME alone to take it away.")
          .repeated();

  private ProgramSetup() {}

  /** {@code LANGUAGE-queue}: how many requests wait for a worker; 1024 when absent. */
  public static Option<Integer> queue(String language) {
    return Option.of(
            language + "-queue",
            ValueTypes.integer(1, 1_000_000),
            "How many requests wait for a worker; more are answered with 503 and Retry-After.")
        .or(1024);
  }

  /** {@code LANGUAGE-start-timeout}: how long a start may take; 120 s when absent. */
  public static Option<Duration> startTimeout(String language) {
    return Option.of(
            language + "-start-timeout",
            ValueTypes.duration(Duration.ofMillis(1), Duration.ofDays(1)),
            "How long loading the application may take until its workers answer; at most the"
                + " emperor's start.deadline.seconds.")
        .or(Duration.ofSeconds(120));
  }

  /** An absolute path; relative ones start at the directory of the vassal's file. */
  public static Path resolve(VassalSpec spec, Path path) {
    Path base = spec.file().toAbsolutePath().getParent();
    return (base == null ? path.toAbsolutePath() : base.resolve(path)).normalize();
  }

  /** An interpreter by its path, or by a name that is looked for in PATH. */
  public static Optional<Path> interpreter(VassalSpec spec, String name) {
    if (name.indexOf('/') >= 0) {
      return Optional.of(resolve(spec, Path.of(name))).filter(ProgramSetup::isProgram);
    }
    for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
      Path path = Path.of(directory.isEmpty() ? "." : directory).resolve(name).toAbsolutePath();
      if (isProgram(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(Path path) {
    return Files.isExecutable(path) && !Files.isDirectory(path);
  }

  /** The emperor's own variables as {@link #ENV} changes them; a new map. */
  public static Map<String, String> environment(VassalSpec spec) {
    Map<String, String> all = new TreeMap<>(System.getenv());
    for (String variable : spec.values(ENV)) {
      int equals = variable.indexOf('=');
      if (equals < 0) {
        all.remove(variable);
      } else {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return all;
  }

  /** What is wrong with {@link #ENV} and {@link #CHDIR}. */
  public static List<Fault> faults(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>(missingDirectories(spec, CHDIR));
    for (String variable : spec.values(ENV)) {
      if (variable.startsWith("=")) {
        faults.add(fault(spec, ENV, variable, "NAME=VALUE or NAME"));
      }
    }
    return faults;
  }

  /** Faults of paths that are no readable files. */
  public static List<Fault> missingFiles(VassalSpec spec, Option<Path> option) {
    List<Fault> faults = new ArrayList<>();
    for (Path path : spec.values(option)) {
      Path absolute = resolve(spec, path);
      if (Files.isDirectory(absolute)) {
        faults.add(fault(spec, option, path.toString(), "a readable file, not a directory"));
      } else if (!Files.isReadable(absolute)) {
        faults.add(fault(spec, option, path.toString(), "a readable file" + absence(absolute)));
      }
    }
    return faults;
  }

  /** Faults of paths that are no directories. */
  public static List<Fault> missingDirectories(VassalSpec spec, Option<Path> option) {
    List<Fault> faults = new ArrayList<>();
    for (Path path : spec.values(option)) {
      Path absolute = resolve(spec, path);
      if (!Files.isDirectory(absolute)) {
        faults.add(fault(spec, option, path.toString(), "a directory" + absence(absolute)));
      }
    }
    return faults;
  }

  private static String absence(Path path) {
    return Files.exists(path) ? "" : "; " + path + " does not exist";
  }

  /** A fault of a value that was read but does not fit. */
  public static Fault fault(VassalSpec spec, Option<?> option, String value, String expectation) {
    return new Fault(spec.place(option), option.name(), value, expectation, null);
  }

  /** The text of an option that another bundle claims and has checked. */
  public static Optional<String> text(VassalSpec spec, String option) {
    return spec.value(Option.of(option, ValueTypes.string(), ""));
  }

  /**
   * The arguments {@code NAME=VALUE} that each language's program gets: {@code name}, {@code
   * threads}, {@code processes} and {@code lazy}.
   */
  public static List<String> arguments(VassalSpec spec) {
    List<String> all = new ArrayList<>();
    all.add("name=" + spec.name());
    all.add("threads=" + text(spec, "threads").orElse("1"));
    all.add("processes=" + text(spec, "processes").or(() -> text(spec, "workers")).orElse("1"));
    text(spec, "lazy-apps").ifPresent(value -> all.add("lazy=" + value));
    return all;
  }

  /**
   * Joins resources of a bundle to one script.
   *
   * @param owner a class of the bundle
   * @param directory where they are: {@code /trajan/psgi/}
   */
  public static String script(Class<?> owner, String directory, List<String> files) {
    StringBuilder all = new StringBuilder();
    for (String file : files) {
      try (InputStream in = owner.getResourceAsStream(directory + file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is missing in the bundle");
        }
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      } catch (IOException e) {
        throw new IllegalStateException(file + " cannot be read", e);
      }
    }
    return all.toString();
  }
}
