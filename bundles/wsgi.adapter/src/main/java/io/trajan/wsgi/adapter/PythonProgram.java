package io.trajan.wsgi.adapter;

import io.trajan.config.codec.Fault;
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
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * WSGI applications in worker processes of a Python of this host. The workers' source is in this
 * bundle; Python gets it as its standard input.
 */
@Component
public final class PythonProgram implements WorkerProgram, OptionSet {
  /** In the order in which they are joined to one script. */
  private static final List<String> SOURCES =
      List.of(
          "protocol.py",
          "settings.py",
          "exchange.py",
          "streams.py",
          "answer.py",
          "servant.py",
          "worker.py",
          "template.py");

  private static final String NAME = "[A-Za-z_]\\w*";
  private static final String DOTTED = NAME + "(\\." + NAME + ")*";
  private static final String CALLABLE = DOTTED + "(\\(\\))?";

  @Override
  public String name() {
    return "wsgi";
  }

  @Override
  public List<Option<?>> options() {
    return WsgiOptions.all();
  }

  @Override
  public String launcher() {
    return "process";
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return spec.has(WsgiOptions.WSGI_FILE) || spec.has(WsgiOptions.MODULE);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>(ProgramSetup.faults(spec));
    faults.addAll(ProgramSetup.missingFiles(spec, WsgiOptions.WSGI_FILE));
    faults.addAll(ProgramSetup.missingDirectories(spec, WsgiOptions.PYTHONPATH));
    either(spec, WsgiOptions.WSGI_FILE, WsgiOptions.MODULE, faults);
    either(spec, WsgiOptions.VIRTUALENV, WsgiOptions.HOME, faults);
    form(spec, WsgiOptions.MODULE, DOTTED + "(:" + CALLABLE + ")?", "package.module:name", faults);
    form(spec, WsgiOptions.CALLABLE, CALLABLE, "a name such as application or make()", faults);
    if (spec.value(WsgiOptions.MODULE).orElse("").contains(":")) {
      either(spec, WsgiOptions.MODULE, WsgiOptions.CALLABLE, faults);
    }
    addPython(spec, faults);
    return faults;
  }

  private static void either(VassalSpec spec, Option<?> one, Option<?> other, List<Fault> faults) {
    if (spec.has(one) && spec.has(other)) {
      faults.add(
          ProgramSetup.fault(
              spec,
              other,
              spec.value(other).map(Object::toString).orElse(""),
              "not both " + one.name() + " and " + other.name()));
    }
  }

  private static void form(
      VassalSpec spec, Option<String> option, String form, String example, List<Fault> faults) {
    spec.value(option)
        .filter(value -> !value.matches(form))
        .ifPresent(value -> faults.add(ProgramSetup.fault(spec, option, value, example)));
  }

  private static void addPython(VassalSpec spec, List<Fault> faults) {
    Optional<Path> home = home(spec);
    if (python(spec).isPresent()) {
      return;
    }
    Option<?> option =
        home.isEmpty()
            ? WsgiOptions.PYTHON
            : spec.has(WsgiOptions.VIRTUALENV) ? WsgiOptions.VIRTUALENV : WsgiOptions.HOME;
    String what =
        home.isEmpty()
            ? "a Python that can be executed, by path or in PATH (Debian: apt install python3)"
            : "a virtual environment with bin/python; python3 -m venv " + home.get() + " makes it";
    String value = spec.value(option).map(Object::toString).orElse("");
    faults.add(ProgramSetup.fault(spec, option, value, what));
  }

  /** The virtual environment. */
  private static Optional<Path> home(VassalSpec spec) {
    return spec.value(WsgiOptions.VIRTUALENV)
        .or(() -> spec.value(WsgiOptions.HOME))
        .map(path -> ProgramSetup.resolve(spec, path));
  }

  private static Optional<Path> python(VassalSpec spec) {
    String python =
        home(spec)
            .map(home -> home.resolve("bin/python").toString())
            .orElseGet(() -> spec.require(WsgiOptions.PYTHON));
    return ProgramSetup.interpreter(spec, python);
  }

  @Override
  public WorkerCommand command(VassalSpec spec) throws LaunchException {
    Path python =
        python(spec)
            .orElseThrow(
                () ->
                    new LaunchException(
                        "there is no Python any more", "Install it, or name it with python."));
    Optional<Path> file =
        spec.value(WsgiOptions.WSGI_FILE).map(path -> ProgramSetup.resolve(spec, path));
    List<String> arguments = new ArrayList<>(List.of(python.toString(), "-"));
    arguments.addAll(ProgramSetup.arguments(spec));
    addApplication(spec, file, arguments);
    return new WorkerCommand(
        file.map(Path::toString).orElseGet(() -> spec.require(WsgiOptions.MODULE)),
        arguments,
        ProgramSetup.script(PythonProgram.class, "/trajan/wsgi/", SOURCES),
        environment(spec),
        directory(spec, file),
        spec.require(WsgiOptions.QUEUE),
        spec.require(WsgiOptions.START_TIMEOUT));
  }

  private static void addApplication(VassalSpec spec, Optional<Path> file, List<String> arguments) {
    file.ifPresent(path -> arguments.add("file=" + path));
    spec.value(WsgiOptions.MODULE)
        .ifPresent(
            module -> {
              int colon = module.indexOf(':');
              arguments.add("module=" + (colon < 0 ? module : module.substring(0, colon)));
              if (colon >= 0) {
                arguments.add("callable=" + module.substring(colon + 1));
              }
            });
    spec.value(WsgiOptions.CALLABLE).ifPresent(name -> arguments.add("callable=" + name));
    for (Path path : spec.values(WsgiOptions.PYTHONPATH)) {
      arguments.add("path=" + ProgramSetup.resolve(spec, path));
    }
  }

  /** As the environment's own activation script has it. */
  private static Map<String, String> environment(VassalSpec spec) {
    Map<String, String> all = ProgramSetup.environment(spec);
    home(spec)
        .ifPresent(
            home -> {
              all.put("VIRTUAL_ENV", home.toString());
              all.merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
            });
    return all;
  }

  private static Path directory(VassalSpec spec, Optional<Path> file) {
    Path beside = file.map(Path::getParent).orElse(ProgramSetup.resolve(spec, Path.of(".")));
    return spec.value(ProgramSetup.CHDIR)
        .map(path -> ProgramSetup.resolve(spec, path))
        .orElse(beside);
  }
}
