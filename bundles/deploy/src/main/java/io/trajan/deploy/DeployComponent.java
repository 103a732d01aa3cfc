package io.trajan.deploy;

import io.trajan.boot.Gate;
import io.trajan.boot.Readiness;
import io.trajan.deploy.drop.DropWatch;
import io.trajan.deploy.framework.Kit;
import io.trajan.deploy.framework.Places;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** The front door: settings, the services it works with, start and stop. */
@Component(
    service = {DeployComponent.class, ConfigurationListener.class},
    immediate = true,
    configurationPid = "io.trajan.deploy")
@Designate(ocd = DeployConfig.class)
public final class DeployComponent implements ConfigurationListener {
  private static final int GATE_RANK = 900;

  private final DropWatch watch;
  private final Deployer deployer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable ConfigurationAdmin configurations;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable ServiceComponentRuntime components;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Readiness readiness;

  private volatile @Nullable DirectoryWatcher watcher;
  private volatile @Nullable Gate gate;

  /** Validates the settings and reads what is remembered. */
  @Activate
  public DeployComponent(BundleContext context, DeployConfig config) throws IOException {
    var settings = DeploySettings.from(config);
    var system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
    var places = Places.of(context);
    var kit =
        new Kit(
            system,
            context.getBundle(),
            places,
            () -> configurations,
            () -> components,
            settings.updateTimeout(),
            words -> {});
    this.deployer = new Deployer(kit, settings);
    this.watch = new DropWatch(places.deploy(), deployer.looks());
  }

  /** Begins to work. */
  @Activate
  void start() throws RefusedException {
    var now = readiness;
    var opened = now == null ? null : now.gate("deploy", GATE_RANK);
    gate = opened;
    deployer.start(
        () -> {
          if (opened != null) {
            opened.report(true);
          }
        });
    watch.open(watcher);
  }

  /** Takes the system's own watcher instead of polling. */
  @Reference(
      service = DirectoryWatcher.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setWatcher(DirectoryWatcher service) {
    watcher = service;
    watch.use(service);
  }

  /** Goes back to polling. */
  void unsetWatcher(DirectoryWatcher service) {
    if (service.equals(watcher)) {
      watcher = null;
      watch.use(null);
    }
  }

  /** Stops; what is being changed may end first. */
  @Deactivate
  void stop() {
    watch.close();
    deployer.close();
    var opened = gate;
    if (opened != null) {
      opened.close();
    }
  }

  /** Hears that a configuration is gone. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getType() == ConfigurationEvent.CM_DELETED) {
      deployer.configurationDeleted();
    }
  }

  /** What commands talk to. */
  public Deployer deployer() {
    return deployer;
  }
}
