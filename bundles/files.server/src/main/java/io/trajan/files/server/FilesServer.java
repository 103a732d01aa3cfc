package io.trajan.files.server;

import io.trajan.config.codec.Fault;
import io.trajan.foreign.RootedFiles;
import io.trajan.request.Gate;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file server: wiring of {@link FilesLauncher}, owner of its pool. */
@Component(immediate = true, service = Launcher.class, configurationPid = FilesConfig.PID)
@Designate(ocd = FilesConfig.class)
public final class FilesServer implements Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(FilesServer.class);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(10);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;
  private final Gate<RootedFiles> gate;
  private final FilesLauncher launcher;

  /** Reads the configuration; threads are made when they are needed. */
  @Activate
  public FilesServer(BundleContext context, FilesConfig config) {
    FilesSettings settings = FilesSettings.from(config);
    pool = pool(settings);
    timer = timer();
    gate = new Gate<>(settings.queue(), settings.patience(), timer);
    launcher =
        new FilesLauncher(
            new FilesInstance.Tools(
                gate, pool, registry(context), new Neighbours(context), MimeTypes.builtIn()));
  }

  private static ThreadPoolExecutor pool(FilesSettings settings) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            IDLE_THREAD.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            Thread.ofPlatform().daemon().name("files-", 1).factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Deadlines of visits that wait for who can open files. */
  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("files-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  private static Posts.Registry registry(BundleContext context) {
    return new Posts.Registry() {
      @Override
      public <S> Runnable register(Class<S> type, S service, Map<String, Object> properties) {
        ServiceRegistration<S> registration =
            context.registerService(type, service, FrameworkUtil.asDictionary(properties));
        return () -> unregister(registration);
      }
    };
  }

  private static void unregister(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      LOG.debug("the framework was faster", e);
    }
  }

  /** Somebody can open files. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeFiles")
  void setFiles(RootedFiles files) {
    gate.open(files);
  }

  void removeFiles(RootedFiles files) {
    gate.shut(files);
  }

  /** Visits that wait go back to the dispatcher, those that look for a file may finish. */
  @Deactivate
  void stop() throws InterruptedException {
    launcher.retireAll();
    gate.close();
    pool.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    pool.getQueue().drainTo(waiting);
    waiting.forEach(FilesServer::putBack);
    timer.shutdownNow();
    if (!pool.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{} looks for files did not end within {}", pool.getActiveCount(), LAST_LOOK);
      pool.shutdownNow().forEach(FilesServer::putBack);
    }
  }

  private static void putBack(Runnable waiting) {
    if (waiting instanceof Visit visit) {
      visit.putBack();
    }
  }

  @Override
  public String name() {
    return launcher.name();
  }

  @Override
  public Phase phase() {
    return launcher.phase();
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return launcher.wants(spec);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    return launcher.check(spec);
  }

  @Override
  public Instance launch(Launch launch) {
    return launcher.launch(launch);
  }

  @Override
  public Collection<Instance> instances() {
    return launcher.instances();
  }
}
