package io.trajan.files.server;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/** Starts the files of vassals. Thread-safe. */
final class FilesLauncher implements Launcher {
  private final FilesInstance.Tools tools;
  private final List<FilesInstance> instances = new CopyOnWriteArrayList<>();

  FilesLauncher(FilesInstance.Tools tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return FilesOptions.NAME;
  }

  @Override
  public Phase phase() {
    return Phase.APPLICATION;
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return spec.has(FilesOptions.MAP)
        || spec.has(FilesOptions.MAP2)
        || spec.has(FilesOptions.CHECK);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>();
    targets(spec, FilesOptions.MAP, Files::exists, "an existing directory or file", faults);
    targets(spec, FilesOptions.MAP2, Files::isDirectory, "an existing directory", faults);
    paths(spec, FilesOptions.CHECK, Files::isDirectory, "an existing directory", faults);
    paths(spec, FilesOptions.SAFE, Files::isDirectory, "an existing directory", faults);
    paths(spec, FilesOptions.MIME_FILE, Files::isReadable, "a file that can be read", faults);
    return faults;
  }

  private static void targets(
      VassalSpec spec,
      Option<MapValue> option,
      Predicate<Path> good,
      String expectation,
      List<Fault> faults) {
    for (MapValue map : spec.values(option)) {
      check(spec, option, map.target(), good, expectation, faults);
    }
  }

  private static void paths(
      VassalSpec spec,
      Option<Path> option,
      Predicate<Path> good,
      String expectation,
      List<Fault> faults) {
    for (Path path : spec.values(option)) {
      check(spec, option, path, good, expectation, faults);
    }
  }

  private static void check(
      VassalSpec spec,
      Option<?> option,
      Path path,
      Predicate<Path> good,
      String expectation,
      List<Fault> faults) {
    Path resolved = Site.resolve(spec, path);
    if (!good.test(resolved)) {
      faults.add(
          new Fault(spec.place(option), option.name(), resolved.toString(), expectation, null));
    }
  }

  @Override
  public Instance launch(Launch launch) {
    FilesInstance instance = new FilesInstance(tools, launch);
    instances.add(instance);
    instance.gone().thenRun(() -> instances.remove(instance));
    try {
      tools.pool().execute(instance::start);
    } catch (RejectedExecutionException e) {
      instance.fail(new LaunchException("the file server has no room or is stopping", "", e));
    }
    return instance;
  }

  @Override
  public Collection<Instance> instances() {
    return List.copyOf(instances);
  }

  /** Takes everything back at once; visits under way are the component's to end. */
  void retireAll() {
    instances.forEach(each -> each.retire(Duration.ZERO));
  }
}
