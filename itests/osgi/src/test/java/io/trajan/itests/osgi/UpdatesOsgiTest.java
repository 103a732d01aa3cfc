package io.trajan.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** Updates of running bundles: what they restart, how they go back, what they leave behind. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpdatesOsgiTest {
  private static final long WAIT_NANOS = 20_000_000_000L;

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin configurations;

  private Emperor emperor;
  private Shell shell;
  private Lives lives;
  private final List<Bundle> installed = new ArrayList<>();

  @Configuration
  public Option[] configuration() {
    var emperor = Emperor.create();
    return new Option[] {
      composite(InContainer.with("core")),
      frameworkProperty("trajan.home").value(emperor.home().toString()),
      frameworkProperty("trajan.dist").value(emperor.product().toString()),
      frameworkProperty(Emperor.ROOT).value(emperor.root().toString())
    };
  }

  @Before
  public void open() {
    emperor = Emperor.at(context.getProperty(Emperor.ROOT));
    shell = new Shell(context);
    lives = new Lives();
  }

  @After
  public void close() throws Exception {
    for (var bundle : installed.reversed()) {
      bundle.uninstall();
    }
    refreshAll();
    lives.close();
  }

  @Test
  public void anUpdateRestartsExactlyWhatWasForetold() throws Exception {
    var api = api();
    var provider = install(provider("1"));
    install(needs("a", "c.A", "api.S2", "api.S1", "1..1", "static", "reluctant"));
    install(needs("b", "c.B", "", "api.S2", "1..1", "static", "reluctant"));
    install(needs("c", "c.C", "", "api.S1", "0..1", "dynamic", "greedy"));
    install(needs("d", "c.D", "api.S4", "api.S1", "1..1", "dynamic", "reluctant"));
    install(needs("e", "c.E", "", "api.S1", "0..1", "static", "reluctant"));
    install(needs("f", "c.F", "", "api.S1", "0..n", "dynamic", "reluctant"));
    install(needs("g", "c.G", "", "api.S1", "0..n", "static", "greedy"));
    install(needs("h", "c.H", "", "api.S4", "0..1", "dynamic", "greedy"));
    install(needs("k", "c.K", "", "api.S4", "1..n", "static", "reluctant"));
    install(
        new SampleBundle("test.l", "1")
            .compiledAgainst(api)
            .header("Import-Package", "api")
            .source("c.L", Lives.component("c.L", "", ""))
            .component("c.L", "", ""));
    lives.take();
    var foretold = shell.rows("bundle:impact $a0", provider);

    var stopped = new ConcurrentSkipListSet<String>();
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPED) {
            stopped.add(event.getBundle().getSymbolicName());
          }
        };
    context.addBundleListener(listener);
    var rows = shell.rows("bundle:update $a0 $a1", provider, provider("2").write(temp("p2.jar")));
    context.removeBundleListener(listener);

    assertEquals(named(foretold, "bundle", "UPDATES", "RESTARTS"), stopped);
    var deactivated =
        lives.take().stream()
            .filter(e -> e.startsWith("-"))
            .map(e -> e.substring(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("c.P", "c.A", "c.B", "c.D", "c.E", "c.G", "c.K"), deactivated);
    assertEquals(named(foretold, "component", "RESTARTS"), deactivated);
    assertEquals(Set.of("c.C", "c.F", "c.H"), named(foretold, "component", "REBINDS"));
    assertFalse(rows.toString(), rows.toString().contains("not foreseen"));
    assertTrue(
        rows.toString(),
        rows.toString()
            .contains("what=updated, kind=bundle, name=test.p, detail=1.0.0 -> 2.0.0, away "));
    assertEquals("2.0.0", provider.getVersion().toString());
  }

  @Test
  public void anUpdateOfAnApiRestartsItsImportersAndNobodyElse() throws Exception {
    api();
    install(provider("1"));
    install(needs("a", "c.A", "api.S2", "api.S1", "1..1", "static", "reluctant"));
    install(
        new SampleBundle("test.l", "1")
            .source("c.L", Lives.component("c.L", "", ""))
            .component("c.L", "", ""));
    var bundle = installed.getFirst();
    lives.take();

    var foretold = shell.rows("bundle:impact $a0", bundle);
    shell.run("bundle:update $a0 $a1", bundle, apiBundle("1.1").write(temp("api2.jar")));

    assertEquals(
        Set.of("test.api", "test.p", "test.a"), named(foretold, "bundle", "UPDATES", "RESTARTS"));
    assertEquals(List.of("-c.A", "-c.P", "+c.P", "+c.A"), lives.take());
    assertTrue(wiring().getRemovalPendingBundles().isEmpty());
  }

  @Test
  public void contentThatDoesNotComeUpIsReplacedByWhatWasThereBefore() throws Exception {
    var hurried = Map.of("update.timeout.ms", 1000L);
    configurations
        .getConfiguration("io.trajan.deploy", "?")
        .update(FrameworkUtil.asDictionary(hurried));
    api();
    var provider = install(provider("1"));
    var before = provider.getVersion();
    var bad =
        List.of(
            provider("2").header("Import-Package", "api,no.such.thing"),
            provider("3")
                .source(
                    "c.P",
                    Lives.component("c.P", "api.S1", "")
                        .replace(
                            "activate() {",
                            "activate() { if (true) throw new IllegalStateException(\"no mood\"); ")),
            provider("4").file("OSGI-INF/c.P.xml", needing("api.S3")),
            provider("5").header("Bundle-Activator", "no.Such"));
    var reasons =
        List.of("imports no.such.thing", "no mood", "waits for the reference s", "no.Such");

    for (var i = 0; i < bad.size(); i++) {
      var refusal =
          shell.refusal("bundle:update $a0 $a1", provider, bad.get(i).write(temp("bad.jar")));

      assertTrue(refusal, refusal.contains("did not come up: "));
      assertTrue(refusal, refusal.contains(reasons.get(i)));
      assertTrue(refusal, refusal.endsWith("; 1.0.0 is in force again"));
      assertEquals(before, provider.getVersion());
      assertEquals(Bundle.ACTIVE, provider.getState());
      assertNotNull(context.getAllServiceReferences("api.S1", null));
    }
    assertEquals("+c.P", lives.take().getLast());
  }

  @Test
  public void aFileThatIsNoBetterVersionIsRefusedBeforeAnythingIsStopped() throws Exception {
    api();
    var provider = install(provider("1"));
    var other = install(new SampleBundle("test.other", "1"));
    var broken = provider("2").write(temp("broken.jar"));
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 500));
    lives.take();

    assertTrue(
        shell.refusal("bundle:update $a0 $a1", provider, broken).contains("not a whole jar"));
    assertTrue(
        shell
            .refusal("bundle:update $a0 $a1", provider, temp("nowhere.jar"))
            .contains("no such file"));
    assertTrue(
        shell
            .refusal("bundle:update $a0 $a1", other, provider("2").write(temp("p.jar")))
            .contains("not a version of test.other"));
    assertTrue(
        shell.refusal("bundle:impact $a0 $a1", provider, broken).contains("not a whole jar"));
    assertTrue(
        shell.refusal("bundle:update $a0", context.getBundle(0)).contains("only with a restart"));
    assertEquals(List.of(), lives.take());
  }

  @Test
  public void fiftyUpdatesLeaveNoClassLoaderAndNoThreadBehind() throws Exception {
    api();
    var provider = install(provider("1"));
    install(needs("a", "c.A", "api.S2", "api.S1", "1..1", "static", "reluctant"));
    shell.run("bundle:update $a0 $a1", provider, provider("1.0").write(temp("p.jar")));
    var threads = Thread.activeCount();
    var loaders = new ArrayList<WeakReference<ClassLoader>>();

    for (var i = 1; i <= 50; i++) {
      loaders.add(new WeakReference<>(provider.adapt(BundleWiring.class).getClassLoader()));
      shell.run("bundle:update $a0 $a1", provider, provider("1." + i).write(temp("p.jar")));
    }

    assertEquals("1.50.0", provider.getVersion().toString());
    eventually("class loaders", () -> loaders.stream().allMatch(l -> l.refersTo(null)));
    eventually("threads", () -> Thread.activeCount() <= threads);
    try (var copies = Files.list(emperor.home().resolve("data/deploy/jars"))) {
      assertTrue(copies.count() <= 3);
    }
  }

  @Test
  public void theDeployerUpdatesItself() throws Exception {
    var deploy = product("trajan.deploy");
    var before = component(deploy);
    var loader = new WeakReference<>(deploy.adapt(BundleWiring.class).getClassLoader());
    var jar = copy(deploy, "1.0.0.self");

    var rows = shell.rows("bundle:update $a0 $a1", deploy, jar).toString();

    assertTrue(rows, rows.contains("what=updated, kind=bundle, name=trajan.deploy, detail="));
    assertEquals("1.0.0.self", deploy.getVersion().toString());
    assertNotSame(before, component(deploy));
    assertTrue(shell.rows("deploy:list").isEmpty());
    eventually(
        "the relay",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("trajan-deploy-relay")));
    before = null;
    rows = null;
    eventually("the old class loader", () -> loader.refersTo(null));
    eventually("the journal", () -> !Files.exists(emperor.home().resolve("data/deploy/journal")));
  }

  @Test
  public void aBrokenDeployerIsReplacedByTheOneBefore() throws Exception {
    var deploy = product("trajan.deploy");
    var version = deploy.getVersion();
    var jar = copy(deploy, "1.0.0.broken", "io/trajan/deploy/DeployThread.class");

    var refusal = shell.refusal("bundle:update $a0 $a1", deploy, jar);

    assertTrue(refusal, refusal.contains("1.0.0.broken did not come up: "));
    assertEquals(version, deploy.getVersion());
    assertTrue(shell.rows("deploy:list").isEmpty());
  }

  @Test
  public void anUpdateOfWhatTheDeployerNeedsIsEndedWhenItIsBack() throws Exception {
    var bundle = product("trajan.shell");

    var rows = shell.rows("bundle:update $a0 $a1", bundle, copy(bundle, "1.0.0.next")).toString();

    assertTrue(rows, rows.contains("name=trajan.shell, detail=1.0.0.SNAPSHOT -> 1.0.0.next"));
    assertTrue(rows, rows.contains("what=restarted, kind=bundle, name=trajan.deploy"));
    assertTrue(shell.rows("deploy:list").isEmpty());
    assertTrue(wiring().getRemovalPendingBundles().isEmpty());
  }

  @Test
  public void theFrameworksOwnUpdateAndRefreshWorkForTheDeployerToo() throws Exception {
    var deploy = product("trajan.deploy");
    for (var i = 0; i < 5; i++) {
      deploy.update(Files.newInputStream(copy(deploy, "1.0.0.plain" + i)));
      assertTrue(shell.rows("deploy:list").isEmpty());
    }
    refreshAll();
    assertTrue(shell.rows("deploy:list").isEmpty());
    assertEquals(
        1,
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("trajan-deploy"))
            .count());
  }

  private Path api() throws Exception {
    var jar = apiBundle("1").write(temp("api.jar"));
    install(apiBundle("1"));
    return jar;
  }

  private static SampleBundle apiBundle(String version) {
    var bundle =
        new SampleBundle("test.api", version).header("Export-Package", "api;version=\"1.0\"");
    for (var name : new String[] {"S1", "S2", "S3", "S4"}) {
      bundle.source("api." + name, "package api; public interface " + name + " {}");
    }
    return bundle;
  }

  private SampleBundle provider(String version) {
    return new SampleBundle("test.p", version)
        .compiledAgainst(temp("api.jar"))
        .header("Import-Package", "api")
        .source("c.P", Lives.component("c.P", "api.S1", ""))
        .component("c.P", "api.S1", "");
  }

  private SampleBundle needs(
      String name,
      String type,
      String offers,
      String needs,
      String cardinality,
      String policy,
      String option) {
    var members = "public void bind(" + needs + " s) {} public void unbind(" + needs + " s) {}";
    return new SampleBundle("test." + name, "1")
        .compiledAgainst(temp("api.jar"))
        .header("Import-Package", "api")
        .source(type, Lives.component(type, offers, members))
        .component(
            type,
            offers,
            "<reference name='s' interface='%s' cardinality='%s' policy='%s' policy-option='%s' bind='bind' unbind='unbind'/>"
                .formatted(needs, cardinality, policy, option));
  }

  private static String needing(String needs) {
    return "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='c.P' immediate='true'>"
        + "<implementation class='c.P'/><service><provide interface='api.S1'/></service>"
        + "<reference name='s' interface='"
        + needs
        + "'/></scr:component>";
  }

  private Bundle install(SampleBundle sample) throws Exception {
    var location = "test:" + installed.size();
    var bundle = context.installBundle(location, new ByteArrayInputStream(sample.bytes()));
    installed.add(bundle);
    bundle.start();
    return bundle;
  }

  private Path temp(String name) {
    return emperor.root().resolve(name);
  }

  private Bundle product(String name) {
    return Arrays.stream(context.getBundles())
        .filter(b -> name.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** A copy of a bundle's jar that differs in its version, and lacks some entries. */
  private Path copy(Bundle bundle, String version, String... without) throws Exception {
    var copy = temp("copy.jar");
    InContainer.copyOfJar(bundle, copy, version, Set.of(without));
    return copy;
  }

  private Object component(Bundle bundle) {
    return Arrays.stream(bundle.getRegisteredServices())
        .filter(s -> "io.trajan.deploy.DeployComponent".equals(s.getProperty("component.name")))
        .map(s -> s.getProperty(Constants.SERVICE_ID))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> named(List<String> rows, String kind, String... effects) {
    return rows.stream()
        .filter(row -> row.contains("kind=" + kind + ","))
        .filter(row -> Arrays.stream(effects).anyMatch(e -> row.contains("effect=" + e + ",")))
        .map(row -> row.replaceAll(".*, name=([^,]*),.*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private FrameworkWiring wiring() {
    return context.getBundle(0).adapt(FrameworkWiring.class);
  }

  private void refreshAll() throws Exception {
    var done = new java.util.concurrent.CountDownLatch(1);
    wiring().refreshBundles(null, event -> done.countDown());
    assertTrue(done.await(20, java.util.concurrent.TimeUnit.SECONDS));
  }

  private static void eventually(String what, BooleanSupplier condition) throws Exception {
    var deadline = System.nanoTime() + WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(what, System.nanoTime() < deadline);
      System.gc();
      Thread.sleep(20);
    }
  }
}
