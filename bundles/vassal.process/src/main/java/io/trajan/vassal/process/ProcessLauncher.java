package io.trajan.vassal.process;

import io.trajan.config.codec.Fault;
import io.trajan.request.RequestHandler;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.WorkerProgram;
import io.trajan.vassal.process.jail.Plans;
import io.trajan.vassal.process.net.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches vassals in processes of their own, in whatever language a {@link WorkerProgram} speaks.
 * Two threads: {@code process-loop} reads all streams, {@code process-keeper} owns the state of all
 * instances.
 */
@Component(
    immediate = true,
    service = {Launcher.class, OptionSet.class, Plans.class})
public final class ProcessLauncher implements Launcher, OptionSet, Plans {
  private static final Duration STOP = Duration.ofSeconds(10);

  private static final int MOST_KNOWN = 4096;

  /** Beyond the patience with requests: time for processes to end. */
  private static final Duration GRACE = Duration.ofSeconds(12);

  private static final Logger LOG = LoggerFactory.getLogger(ProcessLauncher.class);

  private final Set<ProcessInstance> instances = ConcurrentHashMap.newKeySet();

  /** What was asked about last, by name, also when it was refused; for plans. */
  private final Map<String, VassalSpec> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, VassalSpec> eldest) {
              return size() > MOST_KNOWN;
            }
          });

  private final ScheduledThreadPoolExecutor keeper;
  private final House house;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<WorkerProgram> programs = List.of();

  /** Receives what it needs; nothing runs yet. */
  @Activate
  public ProcessLauncher(BundleContext context) throws IOException {
    this.keeper = new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "process-keeper"));
    keeper.setRemoveOnCancelPolicy(true);
    keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.house =
        new House(
            Path.of(property(context, "trajan.dist")).resolve("bin/vassal-stages"),
            Path.of(property(context, "trajan.home")).resolve("run/vassals"),
            new Loop("process-loop"),
            keeper,
            (handler, properties) -> {
              var registration = context.registerService(RequestHandler.class, handler, properties);
              return () -> unregister(registration);
            },
            instances::remove,
            new Accounts(Path.of("/etc")));
  }

  private static String property(BundleContext context, String name) {
    String value = context.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("the framework property " + name + " is not set");
    }
    return value;
  }

  private static void unregister(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      LOG.debug("the bundle stopped first", e);
    }
  }

  @Activate
  void start() {
    house.loop().start();
    keeper.execute(() -> LeftOvers.remove(house.directories()));
  }

  @Deactivate
  void stop() throws InterruptedException {
    CompletableFuture<?>[] ends =
        instances.stream()
            .map(i -> i.retire(STOP).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(STOP.plus(GRACE).toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("left behind: {}", instances);
    } catch (ExecutionException e) {
      LOG.warn("while stopping", e);
    } finally {
      keeper.shutdownNow();
      house.loop().close();
      if (!keeper.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("the keeper's thread did not end");
      }
    }
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<Option<?>> options() {
    return ProcessOptions.all();
  }

  @Override
  public String launcher() {
    return name();
  }

  @Override
  public Phase phase() {
    return Phase.APPLICATION;
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return program(spec) != null;
  }

  private @Nullable WorkerProgram program(VassalSpec spec) {
    return programs.stream().filter(p -> p.wants(spec)).findFirst().orElse(null);
  }

  @Override
  public Steps plan(String vassal) throws IOException, InterruptedException {
    VassalSpec spec = known.get(vassal);
    WorkerProgram program = spec == null ? null : program(spec);
    if (spec == null || program == null) {
      throw new IOException(
          vassal + " is no vassal with processes of its own, or its file is refused");
    }
    try {
      return new Preflight(house).steps(spec, program);
    } catch (LaunchException e) {
      throw new IOException(e.reason() + " " + e.remedy(), e);
    }
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    known.put(spec.name(), spec);
    boolean root = "root".equals(System.getProperty("user.name"));
    List<Fault> faults = new ArrayList<>(ProcessSettings.faults(spec, house.accounts(), root));
    faults.addAll(new ProcessPlan(house.accounts()).jail(spec).faults());
    WorkerProgram program = program(spec);
    if (program != null) {
      faults.addAll(program.check(spec));
    }
    if (!Files.isExecutable(house.program())) {
      faults.add(
          Fault.of(
              spec.place(ProcessOptions.PROCESSES),
              "processes",
              "needs "
                  + house.program()
                  + ", which is not there: it is built where a C compiler is"));
    }
    return faults;
  }

  @Override
  public Instance launch(Launch launch) {
    WorkerProgram program = program(launch.spec());
    if (program == null) {
      throw new IllegalStateException("no language for " + launch.spec().name());
    }
    try {
      WorkerCommand command = program.command(launch.spec());
      ProcessInstance instance = new ProcessInstance(launch, command, house, isReload(launch));
      instances.add(instance);
      instance.start();
      return instance;
    } catch (LaunchException e) {
      throw new IllegalStateException(e.reason() + " " + e.remedy(), e);
    }
  }

  private boolean isReload(Launch launch) {
    return instances.stream().anyMatch(i -> i.launch().spec().name().equals(launch.spec().name()));
  }

  @Override
  public Collection<Instance> instances() {
    return List.copyOf(instances);
  }
}
