package io.trajan.psgi.adapter;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.ProgramSetup;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.WorkerProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * PSGI applications in worker processes of a Perl of this host. The workers' source is in this
 * bundle; Perl gets it as its standard input.
 */
@Component
public final class PerlProgram implements WorkerProgram, OptionSet {
  /** In the order in which they are joined to one script. */
  private static final List<String> SOURCES =
      List.of(
          "protocol.pl",
          "settings.pl",
          "exchange.pl",
          "head.pl",
          "input.pl",
          "servant.pl",
          "worker.pl",
          "template.pl",
          "main.pl");

  @Override
  public String name() {
    return "psgi";
  }

  @Override
  public List<Option<?>> options() {
    return PsgiOptions.all();
  }

  @Override
  public String launcher() {
    return "process";
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return spec.has(PsgiOptions.PSGI) || spec.has(PsgiOptions.PSGI_FILE);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>(ProgramSetup.faults(spec));
    faults.addAll(ProgramSetup.missingFiles(spec, PsgiOptions.PSGI));
    faults.addAll(ProgramSetup.missingFiles(spec, PsgiOptions.PSGI_FILE));
    faults.addAll(ProgramSetup.missingDirectories(spec, PsgiOptions.LOCAL_LIB));
    if (spec.has(PsgiOptions.PSGI) && spec.has(PsgiOptions.PSGI_FILE)) {
      String file = spec.require(PsgiOptions.PSGI_FILE).toString();
      faults.add(
          ProgramSetup.fault(
              spec, PsgiOptions.PSGI_FILE, file, "either psgi or psgi-file, which mean the same"));
    }
    addPerl(spec, faults);
    addThreads(spec, faults);
    return faults;
  }

  private static void addPerl(VassalSpec spec, List<Fault> faults) {
    String perl = spec.require(PsgiOptions.PERL);
    if (ProgramSetup.interpreter(spec, perl).isEmpty()) {
      faults.add(
          ProgramSetup.fault(
              spec,
              PsgiOptions.PERL,
              perl,
              "a Perl that can be executed, by path or in PATH (Debian: apt install perl)"));
    }
  }

  private static void addThreads(VassalSpec spec, List<Fault> faults) {
    String threads = ProgramSetup.text(spec, "threads").orElse("1");
    if (!threads.equals("1")) {
      faults.add(
          ProgramSetup.fault(
              spec,
              Option.of("threads", ValueTypes.string(), ""),
              threads,
              "1, since a Perl worker answers one request at a time; more workers come with"
                  + " processes"));
    }
  }

  @Override
  public WorkerCommand command(VassalSpec spec) throws LaunchException {
    Path perl =
        ProgramSetup.interpreter(spec, spec.require(PsgiOptions.PERL))
            .orElseThrow(
                () ->
                    new LaunchException(
                        "there is no Perl any more", "Install it, or name it with perl."));
    Path file =
        ProgramSetup.resolve(
            spec,
            spec.value(PsgiOptions.PSGI_FILE).orElseGet(() -> spec.require(PsgiOptions.PSGI)));
    List<String> arguments = new ArrayList<>(List.of(perl.toString(), "-"));
    arguments.addAll(ProgramSetup.arguments(spec));
    arguments.add("file=" + file);
    for (Path library : spec.values(PsgiOptions.LOCAL_LIB)) {
      arguments.add("library=" + ProgramSetup.resolve(spec, library));
    }
    Path home = file.getParent();
    return new WorkerCommand(
        file.toString(),
        arguments,
        ProgramSetup.script(PerlProgram.class, "/trajan/psgi/", SOURCES),
        ProgramSetup.environment(spec),
        spec.value(ProgramSetup.CHDIR)
            .map(directory -> ProgramSetup.resolve(spec, directory))
            .orElse(home == null ? file : home),
        spec.require(PsgiOptions.QUEUE),
        spec.require(PsgiOptions.START_TIMEOUT));
  }
}
