package io.trajan.config.files;

import io.trajan.boot.ProcessSignal;
import io.trajan.boot.ProcessSignalListener;
import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Interpolation;
import io.trajan.config.codec.Sources;
import io.trajan.config.files.Agenda.Kind;
import io.trajan.config.files.schema.Providers;
import io.trajan.config.files.schema.Schemas;
import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.MetaTypeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: reads all files while it is activated, so that what starts later finds its
 * configuration, and then keeps ConfigAdmin in line with them. What is in force stays in force when
 * this bundle stops.
 */
@Component(
    service = {ConfigFiles.class, ProcessSignalListener.class},
    immediate = true)
public final class ConfigFiles implements ProcessSignalListener {
  private static final Logger LOG = LoggerFactory.getLogger("io.trajan.config");

  private final BundleContext context;
  private final ConfigurationAdmin admin;
  private final Checks checks = new Checks();
  private final Providers providers = new Providers();
  private final Set<String> recheck = ConcurrentHashMap.newKeySet();
  private final Folder folder;
  private final Schemas schemas;
  private final Checker checker;
  private final Engine engine;
  private final Worker worker;
  private final BundleListener bundles = event -> look(Kind.RECHECK);
  private final FrameworkListener framework = this::frameworkEvent;
  private volatile @Nullable DirectoryWatcher watcher;
  private volatile boolean active;

  /** Opens nothing yet. */
  @Activate
  public ConfigFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
    this.context = context;
    this.admin = admin;
    Path home = Path.of(orElse(context.getProperty("trajan.home"), ".")).toAbsolutePath();
    Path secrets = home.resolve(orElse(context.getProperty("trajan.secrets"), "secrets"));
    Interpolation interpolation = Sources.standard(System.getenv(), secrets, context::getProperty);
    this.folder = new Folder(home.resolve("etc"));
    this.schemas = new Schemas(context::getBundles, providers::schemas);
    this.checker = new Checker(schemas, interpolation, checks::of);
    this.engine = new Engine(folder, checker, new Configurations(admin));
    this.worker = new Worker(engine, folder, this::recheck, this::bestWatcher);
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text;
  }

  @Activate
  void start() throws IOException {
    long begun = System.nanoTime();
    // Reading what every bundle says costs more than all else here: not before there is a use for
    // it.
    if (!folder.names().isEmpty()) {
      schemas.refresh();
    }
    List<String> unsettled = engine.start();
    active = true;
    context.addBundleListener(bundles);
    context.addFrameworkListener(framework);
    worker.start(unsettled);
    if (settled()) {
      look(Kind.RECHECK);
    }
    long refused = engine.states().stream().filter(state -> !state.faults().isEmpty()).count();
    LOG.info(
        "{} files of etc/ read in {} ms, {} refused",
        engine.states().size(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
        refused);
  }

  @Deactivate
  void stop() {
    active = false;
    context.removeFrameworkListener(framework);
    context.removeBundleListener(bundles);
    worker.stop();
  }

  /** Reads all files again, with their secrets and variables, when the process is told to. */
  @Override
  public void signalled(ProcessSignal signal) {
    if (signal == ProcessSignal.REREAD_CONFIGURATION) {
      look(Kind.REREAD);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setWatcher(DirectoryWatcher better) {
    watcher = better;
    look(Kind.REWATCH);
  }

  void unsetWatcher(DirectoryWatcher gone) {
    if (gone.equals(watcher)) {
      watcher = null;
      look(Kind.REWATCH);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addCheck(ConfigCheck check, Map<String, Object> properties) {
    recheck.addAll(checks.add(check, properties));
    look(Kind.RECHECK);
  }

  void removeCheck(ConfigCheck check) {
    checks.remove(check);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addProvider(MetaTypeProvider provider, Map<String, Object> properties) {
    providers.add(provider, properties);
    look(Kind.RECHECK);
  }

  void removeProvider(MetaTypeProvider provider) {
    providers.remove(provider);
    look(Kind.RECHECK);
  }

  private void look(Kind kind) {
    if (active) {
      worker.add(kind);
    }
  }

  private void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTED) {
      look(Kind.REWATCH);
      look(Kind.RECHECK);
    }
  }

  private boolean settled() {
    Bundle system = context.getBundle(0);
    return system != null && system.getState() == Bundle.ACTIVE;
  }

  /** The native part is loaded when the house stands, not in the way of its start. */
  private @Nullable DirectoryWatcher bestWatcher() {
    return settled() ? watcher : null;
  }

  private void recheck() {
    Set<String> news = new HashSet<>(recheck);
    recheck.removeAll(news);
    Set<String> before = schemas.pids();
    Set<String> pids = schemas.refresh();
    pids.stream().filter(pid -> !before.contains(pid)).forEach(news::add);
    pids.addAll(news);
    engine.recheck(pids, news);
  }

  /** Whether changes of files are still heard of. */
  boolean isAlive() {
    return worker.isAlive();
  }

  /** What the commands and the health check ask. */
  public Survey survey() {
    return new Survey(engine, schemas, checker, admin);
  }
}
