package io.trajan.rack.adapter;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.WorkerProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Rack applications in worker processes of a Ruby of this host. The workers' source is in this
 * bundle; Ruby gets it as its standard input.
 */
@Component
public final class RubyProgram implements WorkerProgram {
  /** In the order in which they are joined to one script. */
  private static final List<String> SOURCES =
      List.of(
          "builder.rb",
          "worker/protocol.rb",
          "worker/application.rb",
          "worker/head.rb",
          "worker/input.rb",
          "worker/output.rb",
          "worker/exchange.rb",
          "worker/environment.rb",
          "worker/servant.rb",
          "worker/worker.rb",
          "worker/template.rb",
          "worker/main.rb");

  /** Worker processes answer one request at a time unless more is asked for. */
  private static final int THREADS = 1;

  @Override
  public String name() {
    return "ruby";
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return spec.has(RackOptions.RACK) && RackOptions.isProcess(spec);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>(RackSettings.faults(spec));
    String ruby = spec.require(RackOptions.RUBY);
    if (find(spec, ruby) == null) {
      faults.add(
          new Fault(
              spec.place(RackOptions.RUBY),
              RackOptions.RUBY.name(),
              ruby,
              "a Ruby that can be executed, by path or in PATH (Debian: apt install ruby)",
              null));
    }
    return faults;
  }

  private static @Nullable Path find(VassalSpec spec, String ruby) {
    if (ruby.indexOf('/') >= 0) {
      Path path = RackSettings.resolve(spec, Path.of(ruby));
      return Files.isExecutable(path) ? path : null;
    }
    for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
      Path path = Path.of(directory.isEmpty() ? "." : directory).resolve(ruby).toAbsolutePath();
      if (Files.isExecutable(path) && !Files.isDirectory(path)) {
        return path;
      }
    }
    return null;
  }

  @Override
  public WorkerCommand command(VassalSpec spec) throws LaunchException {
    RackSettings settings = RackSettings.from(spec);
    Path ruby = find(spec, spec.require(RackOptions.RUBY));
    if (ruby == null) {
      throw new LaunchException("there is no Ruby any more", "Install it, or name it with ruby.");
    }
    List<String> arguments = new ArrayList<>(List.of(ruby.toString(), "-"));
    arguments.addAll(arguments(spec, settings));
    return new WorkerCommand(
        settings.rackup().toString(),
        arguments,
        script(),
        settings.environment(),
        settings.directory(),
        settings.queue(),
        settings.startTimeout());
  }

  private static List<String> arguments(VassalSpec spec, RackSettings settings) {
    List<String> all = new ArrayList<>();
    all.add("name=" + spec.name());
    all.add("rackup=" + settings.rackup());
    all.add("threads=" + number(spec, RackOptions.THREADS, THREADS));
    for (String option : List.of("processes", "workers")) {
      given(spec, option, all, "processes");
    }
    given(spec, "lazy-apps", all, "lazy");
    Path gemfile = settings.gemfile();
    if (gemfile != null) {
      all.add("gemfile=" + gemfile);
    }
    settings.libraries().forEach(library -> all.add("library=" + library));
    settings.requires().forEach(name -> all.add("require=" + name));
    for (Warmup warmup : settings.warmups()) {
      all.add("warmup=" + warmup.times() + " " + warmup.target());
    }
    if (settings.waitForThreads()) {
      all.add("wait-for-threads=true");
    }
    return all;
  }

  private static int number(VassalSpec spec, Option<Integer> option, int fallback) {
    return spec.has(option) ? spec.require(option) : fallback;
  }

  /** Passes on an option that another bundle claims and has checked. */
  private static void given(VassalSpec spec, String option, List<String> to, String as) {
    Option<String> text = Option.of(option, ValueTypes.string(), "");
    spec.value(text).ifPresent(value -> to.add(as + "=" + value));
  }

  private static String script() {
    StringBuilder all = new StringBuilder();
    for (String source : SOURCES) {
      try (InputStream in = RubyProgram.class.getResourceAsStream("/trajan/rack/" + source)) {
        if (in == null) {
          throw new IllegalStateException(source + " is missing in the bundle");
        }
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      } catch (IOException e) {
        throw new IllegalStateException(source + " cannot be read", e);
      }
    }
    return all.toString();
  }
}
