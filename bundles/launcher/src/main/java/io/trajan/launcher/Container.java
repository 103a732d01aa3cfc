package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.url.URLConstants;
import org.osgi.service.url.URLStreamHandlerService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework from its making to its end. {@link #create}, {@link #provision}, {@link #start} and
 * {@link #awaitEnd} are called once each, in this order, by the main thread; {@link #requestStop}
 * by any thread.
 */
final class Container {
  private static final Logger LOG = LoggerFactory.getLogger(Container.class);
  private static final long START_MINUTES = 5;
  private static final String SECRETS = "trajan.secrets";

  private final Distribution distribution;
  private final Home home;
  private final Framework framework;
  private final Removals removals;

  private Container(Distribution distribution, Home home, Framework framework, Removals removals) {
    this.distribution = distribution;
    this.home = home;
    this.framework = framework;
    this.removals = removals;
  }

  /** Makes the framework, not yet started; {@code properties} come on top of the fixed ones. */
  static Container create(Distribution distribution, Home home, Map<String, String> properties)
      throws IOException, BundleException {
    var framework = make(distribution, home, properties);
    try {
      framework.init();
    } catch (BundleException e) {
      // A storage broken by a crash must not keep the emperor down: start over, keep the evidence.
      var storage = storage(home);
      var aside =
          storage.resolveSibling(storage.getFileName() + ".broken-" + System.currentTimeMillis());
      LOG.warn("the framework's storage cannot be read and was moved to {}", aside, e);
      Files.move(storage, aside);
      Files.deleteIfExists(record(home));
      framework = make(distribution, home, properties);
      framework.init();
    }
    var removals = Removals.read(home.data().resolve("uninstalled"));
    return new Container(distribution, home, framework, removals);
  }

  private static Framework make(
      Distribution distribution, Home home, Map<String, String> properties) throws IOException {
    var configuration = new HashMap<String, Object>();
    BootServices.frameworkProperties()
        .forEach((key, value) -> configuration.put(key.toString(), value));
    configuration.putAll(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, storage(home).toString());
    configuration.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLog());
    configuration.put(Distribution.PROPERTY, distribution.root().toString());
    configuration.put("trajan.home", home.root().toString());
    configuration.put(SECRETS, secrets(home).toString());
    // Felix takes objects as values although the OSGi signature says strings.
    @SuppressWarnings({"unchecked", "rawtypes"})
    var untyped = (Map<String, String>) (Map) configuration;
    return new FrameworkFactory().newFramework(untyped, new ClassPathConnector(distribution));
  }

  /** One place for all who read secrets: the property of the JVM, or the home's own directory. */
  private static Path secrets(Home home) {
    return home.root().resolve(System.getProperty(SECRETS, Home.SECRETS)).normalize();
  }

  private static Path storage(Home home) {
    return home.data().resolve("framework");
  }

  private static Path record(Home home) {
    return home.data().resolve("features.json");
  }

  /**
   * Makes the bundles agree with the features.
   *
   * @return false if nothing had changed since the last start and so nothing was read
   */
  boolean provision(List<String> features) throws LaunchException, FeatureException, IOException {
    var record = record(home);
    var stamp = new BootStamp(home.data().resolve("boot.stamp"));
    if (Files.exists(record) && stamp.holds(words(features))) {
      return false;
    }
    stamp.forget();
    var before = readRecord(record);
    var catalog = new FeatureCatalog(distribution.features());
    var plan = FeaturePlan.make(features, before, catalog);
    plan.carried().forEach(f -> LOG.info("feature {} is left as it is: {}", f.name(), f.state()));
    removals.retain(plan.bundles().keySet());
    var after = new Provisioner(context(), distribution, before, removals).provision(plan);
    after.write(record);
    try {
      new FeatureConfigurations(context(), plan).listen();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    stamp.write(words(features), inputs(plan, catalog, record));
    return true;
  }

  /** The record is ours, not the operator's: a broken one must not keep the emperor down. */
  private static FeatureRecord readRecord(Path record) throws IOException {
    try {
      return FeatureRecord.read(record);
    } catch (FeatureException e) {
      var aside =
          record.resolveSibling(record.getFileName() + ".broken-" + System.currentTimeMillis());
      LOG.warn("moved to {}: {}", aside, e.getMessage());
      Files.move(record, aside);
      return FeatureRecord.EMPTY;
    }
  }

  /**
   * What has to be the same besides files; the number of bundles differs when some were lost or
   * uninstalled.
   */
  private List<String> words(List<String> features) {
    var bundles =
        Arrays.stream(context().getBundles())
            .filter(bundle -> bundle.getLocation().startsWith(Coordinates.SCHEME))
            .count();
    return List.of(
        String.join(",", features), distribution.root().toString(), bundles + " bundles");
  }

  private List<Path> inputs(FeaturePlan plan, FeatureCatalog catalog, Path record) {
    var inputs = new ArrayList<Path>();
    inputs.add(record);
    inputs.add(distribution.library());
    plan.features().keySet().forEach(feature -> inputs.add(catalog.file(feature.name())));
    plan.bundles().keySet().forEach(bundle -> inputs.add(distribution.jar(bundle)));
    return inputs;
  }

  /** Raises the start level; returns when all bundles were started. */
  void start() throws BundleException, InterruptedException {
    var context = context();
    var protocol = Coordinates.SCHEME.substring(0, Coordinates.SCHEME.length() - 1);
    var properties =
        FrameworkUtil.asDictionary(Map.of(URLConstants.URL_HANDLER_PROTOCOL, protocol));
    context.registerService(
        URLStreamHandlerService.class, new ProductUrls(distribution), properties);
    new OsgiLogBridge(context).open();
    context.addBundleListener(removals);
    var started = new CountDownLatch(1);
    context.addFrameworkListener(
        event -> {
          if (event.getType() == FrameworkEvent.STARTED) {
            started.countDown();
          }
        });
    framework.start();
    if (!started.await(START_MINUTES, TimeUnit.MINUTES)) {
      LOG.error("the start levels were not reached within {} minutes", START_MINUTES);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Begins to stop, highest start level first; returns at once. */
  void requestStop() {
    try {
      framework.stop();
    } catch (BundleException e) {
      LOG.error("the framework refuses to stop", e);
    }
  }

  /**
   * Waits for the end of the framework, for as long as it lives.
   *
   * @return whether it is to be started again
   */
  boolean awaitEnd() throws InterruptedException {
    return framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE;
  }
}
