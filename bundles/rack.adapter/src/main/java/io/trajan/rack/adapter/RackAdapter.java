package io.trajan.rack.adapter;

import io.trajan.config.codec.Fault;
import io.trajan.request.RequestHandler;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches Rack applications on embedded JRuby, one runtime for each generation of a vassal. When
 * its bundle stops it retires them all: their handlers are unregistered at once, so that requests
 * wait at the dispatcher, and those in flight get {@value #STOP_SECONDS} s.
 */
@Component(
    immediate = true,
    service = {Launcher.class, OptionSet.class})
public final class RackAdapter implements Launcher, OptionSet {
  private static final int STOP_SECONDS = 10;

  /** Beyond the patience with requests: time for the runtime itself to end. */
  private static final int GRACE_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(RackAdapter.class);

  private final Registrar registrar;
  private final ScheduledExecutorService timer;
  private final Set<RackInstance> instances = ConcurrentHashMap.newKeySet();

  /** Receives what it needs; nothing runs before the first launch. */
  @Activate
  public RackAdapter(BundleContext context) {
    this(
        (handler, properties) -> {
          var registration = context.registerService(RequestHandler.class, handler, properties);
          return () -> unregister(registration);
        });
  }

  private static void unregister(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      LOG.debug("the bundle stopped first", e);
    }
  }

  RackAdapter(Registrar registrar) {
    this.registrar = registrar;
    ThreadFactory threads = work -> new Thread(work, "rack-deadlines");
    ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, threads);
    deadlines.setRemoveOnCancelPolicy(true);
    this.timer = deadlines;
  }

  @Deactivate
  void stop() throws InterruptedException {
    CompletableFuture<?>[] ends =
        instances.stream()
            .map(i -> i.retire(Duration.ofSeconds(STOP_SECONDS)).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(STOP_SECONDS + GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("left behind after {} s: {}", STOP_SECONDS + GRACE_SECONDS, instances);
    } catch (ExecutionException e) {
      LOG.warn("while stopping", e);
    } finally {
      timer.shutdownNow();
      timer.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  @Override
  public String name() {
    return "rack";
  }

  @Override
  public List<Option<?>> options() {
    return RackOptions.all();
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
    return spec.has(RackOptions.RACK) && !RackOptions.isProcess(spec);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    return RackSettings.faults(spec);
  }

  @Override
  public Instance launch(Launch launch) {
    RackInstance instance = new RackInstance(launch, registrar, timer, instances::remove);
    instances.add(instance);
    instance.start();
    return instance;
  }

  @Override
  public Collection<Instance> instances() {
    return List.copyOf(instances);
  }
}
