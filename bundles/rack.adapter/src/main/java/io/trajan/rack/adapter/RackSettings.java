package io.trajan.rack.adapter;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Option;
import io.trajan.vassal.OwnProcess;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Rack vassal's settings. Immutable; paths are absolute.
 *
 * @param name the vassal
 * @param rackup its config.ru
 * @param directory the program's working directory
 * @param threads how many run the application
 * @param queue how many requests wait for them
 * @param environment the program's environment variables
 * @param gemfile Bundler's, or null
 * @param libraries directories of the load path
 * @param requires what is required first, in order
 * @param warmups requests made before it serves
 * @param waitForThreads whether a shutdown waits for the program's own threads
 * @param ioTimeout how long a thread waits for a client
 * @param startTimeout how long a start may take
 */
record RackSettings(
    String name,
    Path rackup,
    Path directory,
    int threads,
    int queue,
    Map<String, String> environment,
    @Nullable Path gemfile,
    List<String> libraries,
    List<String> requires,
    List<Warmup> warmups,
    boolean waitForThreads,
    Duration ioTimeout,
    Duration startTimeout) {

  private static final Path DEBIAN_GEMS = Path.of("/usr/share/rubygems-integration/all");

  static RackSettings from(VassalSpec spec) {
    Path rackup = resolve(spec, spec.require(RackOptions.RACK));
    Path home = rackup.getParent() == null ? rackup : rackup.getParent();
    return new RackSettings(
        spec.name(),
        rackup,
        spec.value(RackOptions.CHDIR).map(p -> resolve(spec, p)).orElse(home),
        spec.require(RackOptions.THREADS),
        spec.require(RackOptions.QUEUE),
        environment(spec),
        gemfile(spec, home),
        libraries(spec),
        RackOptions.REQUIRES.stream().flatMap(o -> spec.values(o).stream()).toList(),
        spec.values(RackOptions.WARMUP),
        spec.require(RackOptions.WAIT_FOR_THREADS),
        spec.require(RackOptions.IO_TIMEOUT),
        spec.require(RackOptions.START_TIMEOUT));
  }

  /** What is wrong with files and combinations. */
  static List<Fault> faults(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>();
    if (!RackOptions.isProcess(spec) && OwnProcess.isAsked(spec)) {
      String which =
          spec.options().stream().filter(OwnProcess::isOne).sorted().findFirst().orElse("");
      faults.add(
          new Fault(
              spec.place(RackOptions.ENGINE),
              RackOptions.ENGINE.name(),
              "embedded",
              "auto or process, since " + which + " needs a process",
              null));
    }
    file(faults, spec, RackOptions.RACK, false);
    file(faults, spec, RackOptions.GEMFILE, false);
    file(faults, spec, RackOptions.CHDIR, true);
    file(faults, spec, RackOptions.LIB, true);
    file(faults, spec, RackOptions.RUBY_LIB, true);
    file(faults, spec, RackOptions.GEM_PATH, true);
    for (String variable : spec.values(RackOptions.ENV)) {
      if (variable.startsWith("=")) {
        faults.add(
            new Fault(
                spec.place(RackOptions.ENV),
                RackOptions.ENV.name(),
                variable,
                "NAME=VALUE or NAME",
                null));
      }
    }
    return faults;
  }

  private static void file(
      List<Fault> faults, VassalSpec spec, Option<Path> option, boolean directory) {
    for (Path path : spec.values(option)) {
      Path absolute = resolve(spec, path);
      if (directory ? !Files.isDirectory(absolute) : !isFile(absolute)) {
        String what = directory ? "a directory" : "a readable file";
        String found = Files.exists(absolute) ? "" : "; " + absolute + " does not exist";
        found = !directory && Files.isDirectory(absolute) ? ", not a directory" : found;
        faults.add(
            new Fault(spec.place(option), option.name(), path.toString(), what + found, null));
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isReadable(path) && !Files.isDirectory(path);
  }

  static Path resolve(VassalSpec spec, Path path) {
    Path base = spec.file().toAbsolutePath().getParent();
    return (base == null ? path.toAbsolutePath() : base.resolve(path)).normalize();
  }

  private static @Nullable Path gemfile(VassalSpec spec, Path home) {
    Path beside = home.resolve("Gemfile");
    return spec.value(RackOptions.GEMFILE)
        .map(p -> resolve(spec, p))
        .orElse(Files.isReadable(beside) ? beside : null);
  }

  private static List<String> libraries(VassalSpec spec) {
    List<String> all = new ArrayList<>();
    spec.values(RackOptions.LIB).forEach(p -> all.add(resolve(spec, p).toString()));
    spec.values(RackOptions.RUBY_LIB).forEach(p -> all.add(resolve(spec, p).toString()));
    return all;
  }

  private static Map<String, String> environment(VassalSpec spec) {
    Map<String, String> all = new TreeMap<>(System.getenv());
    all.putIfAbsent("RACK_ENV", "production");
    spec.value(RackOptions.RACK_ENV).ifPresent(value -> all.put("RACK_ENV", value));
    for (String variable : spec.values(RackOptions.ENV)) {
      int equals = variable.indexOf('=');
      if (equals < 0) {
        all.remove(variable);
      } else {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    gemPath(spec, all);
    return all;
  }

  /**
   * JRuby does not know where Debian keeps gems; a Ruby of this host does, and is told by an empty
   * entry that its own places count too.
   */
  private static void gemPath(VassalSpec spec, Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    spec.values(RackOptions.GEM_PATH).forEach(p -> all.add(resolve(spec, p).toString()));
    String inherited = environment.getOrDefault("GEM_PATH", "");
    boolean process = RackOptions.isProcess(spec);
    if (process && all.isEmpty()) {
      return;
    }
    if (!inherited.isEmpty() || process) {
      all.add(inherited);
    }
    if (!process && Files.isDirectory(DEBIAN_GEMS)) {
      all.add(DEBIAN_GEMS.toString());
    }
    environment.put("GEM_PATH", String.join(":", all));
  }
}
