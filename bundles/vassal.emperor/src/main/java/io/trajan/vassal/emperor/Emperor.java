package io.trajan.vassal.emperor;

import io.trajan.boot.ProcessSignal;
import io.trajan.boot.ProcessSignalListener;
import io.trajan.boot.Readiness;
import io.trajan.boot.StopDeadline;
import io.trajan.config.codec.Sources;
import io.trajan.foreign.DirectoryWatcher;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalFormat;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.Vassals;
import io.trajan.vassal.emperor.file.CfgFormat;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The emperor: wiring. When its bundle or its configuration is updated the vassals go on; when the
 * framework stops they are retired.
 */
@Component(
    immediate = true,
    service = {Emperor.class, Vassals.class, ProcessSignalListener.class},
    configurationPid = EmperorConfig.PID)
@Designate(ocd = EmperorConfig.class)
public final class Emperor
    implements Vassals, ProcessSignalListener, FrameworkListener, SynchronousBundleListener {
  private final BundleContext context;
  private final EmperorSettings settings;
  private final VassalBook book = new VassalBook();
  private final Readiness readiness;
  private final StopDeadline deadline;
  private final Registry registry;
  private final Throne throne;

  /** Receives what it needs; begins nothing. */
  @Activate
  public Emperor(
      BundleContext context,
      @Reference Readiness readiness,
      @Reference StopDeadline deadline,
      EmperorConfig config) {
    this.context = context;
    this.deadline = deadline;
    this.settings = EmperorSettings.from(config);
    this.readiness = readiness;
    this.registry = new Registry(this::restock);
    this.throne =
        new Throne(
            settings,
            places(context),
            cfg(context),
            book,
            registry,
            new PlaceholderServices(context));
  }

  private void restock() {
    throne.restock();
  }

  private static Throne.Places places(BundleContext context) {
    Path home = Path.of(property(context, "trajan.home", ".")).toAbsolutePath().normalize();
    String product = context.getProperty("trajan.dist");
    return new Throne.Places(
        home.resolve("vassals"),
        home.resolve("data").resolve("vassals-stopped"),
        product == null ? null : Path.of(product).resolve("features"));
  }

  private static CfgFormat cfg(BundleContext context) {
    Path home = Path.of(property(context, "trajan.home", ".")).toAbsolutePath().normalize();
    return new CfgFormat(
        HostName.get(),
        property(context, "trajan.version", context.getBundle().getVersion().toString()),
        System::getenv,
        Sources.standard(
            System.getenv(),
            home.resolve(property(context, "trajan.secrets", "secrets")),
            context::getProperty));
  }

  private static String property(BundleContext context, String name, String fallback) {
    String value = context.getProperty(name);
    return value == null ? fallback : value;
  }

  @Activate
  void start() {
    context.addBundleListener(registry);
    context.addFrameworkListener(this);
    context.addBundleListener(this);
    throne.start(readiness.gate("vassals", 100));
    if (context.getBundle(0).getState() == Bundle.ACTIVE) {
      throne.reign();
    }
  }

  /** Until the start levels are reached, what is missing may just not have come yet. */
  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTED) {
      throne.reign();
    }
  }

  /**
   * The vassals are retired before the first bundle stops: later their parts would go away one by
   * one under them, as if they were being updated.
   */
  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
      throne.stopAll(Farewell.of(settings.drainPatience(), deadline.left()));
    }
  }

  @Deactivate
  void stop() {
    context.removeBundleListener(this);
    context.removeFrameworkListener(this);
    context.removeBundleListener(registry);
    if (context.getBundle(0).getState() == Bundle.STOPPING) {
      throne.stopAll(Farewell.of(settings.drainPatience(), deadline.left()));
    }
    throne.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addLauncher(Launcher launcher, ServiceReference<Launcher> reference) {
    registry.add(launcher, reference);
  }

  void removeLauncher(Launcher launcher) {
    registry.remove(launcher);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addOptionSet(OptionSet set, ServiceReference<OptionSet> reference) {
    registry.add(set, reference);
  }

  void removeOptionSet(OptionSet set) {
    registry.remove(set);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addVassalFormat(VassalFormat format, ServiceReference<VassalFormat> reference) {
    registry.add(format, reference);
  }

  void removeVassalFormat(VassalFormat format) {
    registry.remove(format);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setDirectoryWatcher(DirectoryWatcher watcher) {
    throne.watchBy(watcher);
  }

  void unsetDirectoryWatcher(DirectoryWatcher watcher) {
    throne.unwatch(watcher);
  }

  /** What keeps the emperor from his work, for people; empty when nothing does. */
  String trouble() {
    return throne.trouble();
  }

  @Override
  public void signalled(ProcessSignal signal) {
    if (signal == ProcessSignal.REREAD_CONFIGURATION) {
      throne.rescan();
    }
  }

  @Override
  public List<VassalInfo> list() {
    return book.list();
  }

  @Override
  public Optional<VassalInfo> find(String name) {
    return book.find(name);
  }

  @Override
  public CompletionStage<VassalInfo> start(String name) {
    return throne.order(name, VassalEvent.START);
  }

  @Override
  public CompletionStage<VassalInfo> stop(String name) {
    return throne.order(name, VassalEvent.STOP);
  }

  @Override
  public CompletionStage<VassalInfo> reload(String name) {
    return throne.order(name, VassalEvent.RELOAD);
  }
}
