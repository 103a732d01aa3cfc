package io.trajan.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
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
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** Features installed and uninstalled while the container runs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesOsgiTest {
  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin configurations;

  private Emperor emperor;
  private Shell shell;
  private Lives lives;

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
  public void open() throws Exception {
    emperor = Emperor.at(context.getProperty(Emperor.ROOT));
    shell = new Shell(context);
    lives = new Lives();
    for (var feature : new String[] {"a", "b", "c", "lib", "left", "right", "bad", "worse"}) {
      Files.deleteIfExists(emperor.product().resolve("features/" + feature + ".json"));
    }
  }

  @After
  public void close() throws Exception {
    for (var row : shell.rows("feature:list")) {
      if (row.contains("state=installed")) {
        var name = row.replaceAll(".*name=([a-z]+),.*", "$1");
        try {
          shell.run("feature:uninstall " + name);
        } catch (Exception e) {
          // One that others require goes with them, in a later round or an earlier one.
          var why = String.valueOf(e.getMessage());
          assertTrue(why, why.contains("is not installed") || why.contains("is required"));
        }
      }
    }
    lives.close();
    for (var bundle : context.getBundles()) {
      assertFalse(bundle.getLocation(), bundle.getLocation().startsWith("trajan:"));
    }
  }

  @Test
  public void aFeatureComesWithItsBundlesAndConfigurationsAndGoesWithThem() throws Exception {
    plain("one");
    plain("two");
    emperor.feature(
        "a",
        """
        "bundles": [ { "id": "test:one:1", "bundleStartLevel": 30 }, { "id": "test:two:1", "bundleStartLevel": 25 } ],
        "configurations": { "test.pid": { "greeting": "salve", "port:Integer": 7 }, "test.factory~x": { "k": "v" } }\
        """);

    var installed = shell.rows("feature:install a");

    assertEquals(List.of("+two", "+one"), lives.take());
    assertEquals(Bundle.ACTIVE, bundle("one").getState());
    assertTrue(
        installed.toString(), installed.getLast().contains("what=installed, kind=feature, name=a"));
    var properties = configurations.getConfiguration("test.pid", "?").getProperties();
    assertEquals("salve", properties.get("greeting"));
    assertEquals(7, properties.get("port"));
    assertNotNull(configurations.listConfigurations("(service.factoryPid=test.factory)"));
    assertTrue(
        shell
            .rows("feature:list")
            .toString()
            .contains("name=a, version=1, state=installed, bundles=2, references=hand"));

    shell.run("feature:uninstall a");

    assertEquals(List.of("-one", "-two"), lives.take());
    assertNull(bundle("one"));
    assertNull(configurations.listConfigurations("(service.pid=test.pid)"));
    assertNull(configurations.listConfigurations("(service.factoryPid=test.factory)"));
    assertTrue(
        shell.rows("feature:list").toString().contains("name=a, version=1, state=available"));
  }

  @Test
  public void aSharedBundleStaysUntilTheLastFeatureThatHasItGoes() throws Exception {
    plain("one");
    plain("shared");
    emperor.feature(
        "a", "\"bundles\": [ { \"id\": \"test:shared:1\" }, { \"id\": \"test:one:1\" } ]");
    emperor.feature("b", "\"bundles\": [ { \"id\": \"test:shared:1\" } ]");

    shell.run("feature:install a b");
    assertEquals(List.of("+shared", "+one"), lives.take());
    shell.run("feature:uninstall a");
    assertEquals(List.of("-one"), lives.take());
    assertEquals(Bundle.ACTIVE, bundle("shared").getState());
    shell.run("feature:uninstall b");
    assertEquals(List.of("-shared"), lives.take());
  }

  @Test
  public void aFeatureThatIsRequiredComesAlongStaysWhileItIsNeededAndGoesWithTheLastWhoNeedsIt()
      throws Exception {
    plain("one");
    plain("base");
    emperor.feature("lib", "\"bundles\": [ { \"id\": \"test:base:1\" } ]");
    emperor.feature("a", requires("lib") + ", \"bundles\": [ { \"id\": \"test:one:1\" } ]");
    emperor.feature("left", requires("right"));
    emperor.feature("right", requires("left"));

    shell.run("feature:install a");
    assertEquals(List.of("+base", "+one"), lives.take());
    assertTrue(
        shell
            .rows("feature:list")
            .toString()
            .contains("name=lib, version=1, state=installed, bundles=1, references=a"));
    assertEquals(
        "feature:uninstall: feature lib is required by a; to uninstall both: feature:uninstall a lib",
        shell.refusal("feature:uninstall lib"));
    assertEquals(
        "feature:install: features require each other: left -> right -> left",
        shell.refusal("feature:install left"));
    shell.run("feature:uninstall a");
    assertEquals(List.of("-one", "-base"), lives.take());
  }

  @Test
  public void aFeatureWithABundleThatDoesNotResolveLeavesNothingAndSaysWhatIsMissingAndWhoHasIt()
      throws Exception {
    plain("one");
    emperor.bundle(
        "lost",
        new SampleBundle("test.lost", "1")
            .header("Import-Package", "com.acme.gone;version=\"[2,3)\""));
    emperor.bundle(
        "acme",
        new SampleBundle("test.acme", "1")
            .header("Export-Package", "com.acme.gone;version=\"2.1\"")
            .file("com/acme/gone/x.txt", ""));
    emperor.feature("c", "\"bundles\": [ { \"id\": \"test:acme:1\" } ]");
    configurations
        .getConfiguration("test.mine", "?")
        .update(FrameworkUtil.asDictionary(Map.of("k", "mine")));
    emperor.feature(
        "bad",
        """
        "bundles": [ { "id": "test:one:1", "bundleStartLevel": 1 }, { "id": "test:lost:1" } ],
        "configurations": { "test.pid": { "k": "v" }, "test.mine": { "k": "theirs" } }\
        """);

    var refusal = shell.refusal("feature:install bad");

    assertEquals(
        "feature:install: test.lost imports com.acme.gone, which no bundle exports (feature:install c)",
        refusal);
    assertEquals(List.of(), lives.take());
    assertNull(bundle("one"));
    assertNull(configurations.listConfigurations("(service.pid=test.pid)"));
    assertEquals(
        "mine", configurations.getConfiguration("test.mine", "?").getProperties().get("k"));
    configurations.getConfiguration("test.mine", "?").delete();

    shell.run("feature:install c bad");
    assertEquals(List.of("+one"), lives.take());
    shell.run("feature:uninstall c bad");
  }

  @Test
  public void aFeatureWithABundleThatDoesNotStartIsTakenBackWhole() throws Exception {
    plain("one");
    emperor.bundle(
        "sulky",
        new SampleBundle("test.sulky", "1")
            .compiledAgainst(InContainer.onClassPath("org.apache.felix.framework"))
            .header("Import-Package", "org.osgi.framework")
            .header("Bundle-Activator", "s.Sulky")
            .source(
                "s.Sulky",
                "package s; public class Sulky implements org.osgi.framework.BundleActivator { public void start(org.osgi.framework.BundleContext c) { throw new IllegalStateException(\"not today\"); } public void stop(org.osgi.framework.BundleContext c) {} }"));
    emperor.feature(
        "worse",
        "\"bundles\": [ { \"id\": \"test:one:1\", \"bundleStartLevel\": 1 }, { \"id\": \"test:sulky:1\" } ], \"configurations\": { \"test.pid\": { \"k\": \"v\" } }");

    var refusal = shell.refusal("feature:install worse");

    assertTrue(refusal, refusal.startsWith("feature:install: test.sulky does not start: "));
    assertTrue(refusal, refusal.contains("not today"));
    assertEquals(List.of("+one", "-one"), lives.take());
    assertNull(configurations.listConfigurations("(service.pid=test.pid)"));
    assertFalse(
        shell.rows("feature:list").toString().contains("name=worse, version=1, state=installed"));
  }

  @Test
  public void theOperatorsFileCountsMoreThanTheFeaturesConfiguration() throws Exception {
    Emperor.write(emperor.home().resolve("etc/test.pid.cfg"), "k = mine\n");
    emperor.feature("a", "\"configurations\": { \"test.pid\": { \"k\": \"v\" } }");

    var rows = shell.rows("feature:install a").toString();

    assertTrue(rows, rows.contains("name=test.pid, detail=the operator's own stays in force"));
    await("mine", () -> property("test.pid", "k"));
    shell.run("feature:uninstall a");
    assertEquals("mine", property("test.pid", "k"));
    Files.delete(emperor.home().resolve("etc/test.pid.cfg"));
    await(null, () -> property("test.pid", "k"));
  }

  @Test
  public void theFeaturesConfigurationComesBackWhenTheOperatorsFileIsDeleted() throws Exception {
    var file = emperor.home().resolve("etc/test.pid.cfg");
    var other = emperor.home().resolve("etc/test.factory-x.cfg");
    emperor.feature(
        "a",
        """
        "configurations": { "test.pid": { "k": "v", "n:Integer": 7 }, "test.factory~x": { "k": "w" } }\
        """);
    shell.run("feature:install a");
    assertEquals("v", property("test.pid", "k"));

    for (var times = 0; times < 2; times++) {
      Emperor.write(file, "k = mine\n");
      Emperor.write(other, "k = mine\n");
      await("mine", () -> property("test.pid", "k"));
      await("mine", () -> property("test.factory~x", "k"));
      assertNull(property("test.pid", "n"));
      Files.delete(file);
      Files.delete(other);
      await("v", () -> property("test.pid", "k"));
      await("w", () -> property("test.factory~x", "k"));
      assertEquals(7, property("test.pid", "n"));
    }

    shell.run("feature:uninstall a");
    assertNull(configurations.listConfigurations("(service.pid=test.pid)"));
    assertNull(configurations.listConfigurations("(service.factoryPid=test.factory)"));
  }

  @Test
  public void anOperatorsFileFromBeforeTheFeatureMakesWayForItsConfigurationToo() throws Exception {
    var file = Emperor.write(emperor.home().resolve("etc/test.pid.cfg"), "k = mine\n");
    await("mine", () -> property("test.pid", "k"));
    emperor.feature("a", "\"configurations\": { \"test.pid\": { \"k\": \"v\" } }");
    shell.run("feature:install a");
    assertEquals("mine", property("test.pid", "k"));
    Files.delete(file);
    await("v", () -> property("test.pid", "k"));
  }

  @Test
  public void aBundleWithAnotherCheckSumIsRefused() throws Exception {
    var jar = plain("one");
    var sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    emperor.feature(
        "a", "\"bundles\": [ { \"id\": \"test:one:1\", \"sha256\": \"" + sum + "\" } ]");
    emperor.feature(
        "b",
        "\"bundles\": [ { \"id\": \"test:one:1\", \"sha256\": \""
            + sum.replace(sum.charAt(0), sum.charAt(0) == 'a' ? 'b' : 'a')
            + "\" } ]");

    assertTrue(
        shell
            .refusal("feature:install b")
            .contains("the SHA-256 of " + jar + " is " + sum + ", the feature says"));
    shell.run("feature:install a");
    assertEquals(List.of("+one"), lives.take());
  }

  @Test
  public void aMissingAndABrokenFeatureAndAMissingAndABrokenJarAreNamed() throws Exception {
    plain("one");
    emperor.feature("a", "\"bundles\": [ { \"id\": \"test:none:1\" } ]");
    Emperor.write(
        emperor.product().resolve("features/b.json"), "{ \"id\": \"test:b:1\",\n  oops }");
    emperor.feature("c", "\"bundles\": [ { \"id\": \"test:cut:1\" } ]");
    var cut = emperor.bundle("cut", new SampleBundle("test.cut", "1"));
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 100));

    assertTrue(
        shell
            .refusal("feature:install aa")
            .contains("there is no feature \"aa\"; did you mean \"a\"?"));
    assertTrue(
        shell
            .refusal("feature:install a")
            .contains("test:none:1: there is no such jar; looked for"));
    assertTrue(shell.refusal("feature:install b").contains("b.json:2"));
    assertTrue(shell.refusal("feature:install c").contains("not a whole jar"));
    assertTrue(shell.rows("feature:list").toString().contains("name=b, version=, state=broken"));
  }

  @Test
  public void uninstallingRestartsOnlyThoseThatUsedItsClasses() throws Exception {
    emperor.bundle("lib", library("1"));
    var libJar = emperor.product().resolve("system/test/lib/1/lib-1.jar");
    emperor.feature("lib", "\"bundles\": [ { \"id\": \"test:lib:1\" } ]");
    plain("one");
    emperor.bundle(
        "user",
        sample("user")
            .compiledAgainst(libJar)
            .header("Import-Package", "org.osgi.framework,lib;resolution:=optional")
            .source("u.U", "package u; public class U { Class<?> c = lib.Lib.class; }")
            .header("DynamicImport-Package", "none"));
    emperor.feature(
        "a", "\"bundles\": [ { \"id\": \"test:one:1\" }, { \"id\": \"test:user:1\" } ]");
    shell.run("feature:install lib a");
    assertEquals(List.of("+one", "+user"), lives.take());

    var rows = shell.rows("feature:uninstall lib").toString();

    assertEquals(List.of("-user", "+user"), lives.take());
    assertTrue(rows, rows.contains("what=restarted, kind=bundle, name=test.user"));
    assertFalse(rows, rows.contains("test.one"));
  }

  @Test
  public void installingAgainChangesNothing() throws Exception {
    emperor.feature("a", "\"bundles\": []");
    shell.run("feature:install a");
    assertTrue(shell.rows("feature:install a").isEmpty());
  }

  private @Nullable Object property(String pid, String key) throws Exception {
    var found = configurations.listConfigurations("(service.pid=" + pid + ")");
    try {
      return found == null ? null : found[0].getProperties().get(key);
    } catch (IllegalStateException e) {
      return null; // deleted since it was found
    }
  }

  private static void await(@Nullable Object expected, Callable<@Nullable Object> actual)
      throws Exception {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Objects.equals(expected, actual.call()) && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertEquals(expected, actual.call());
  }

  private static String requires(String feature) {
    return "\"extensions\": { \"trajan.requires\": { \"type\": \"text\", \"text\": [ \""
        + feature
        + "\" ] } }";
  }

  private java.nio.file.Path plain(String name) throws Exception {
    return emperor.bundle(name, sample(name));
  }

  /** Notes its start and stop. */
  private static SampleBundle sample(String name) {
    return new SampleBundle("test." + name, "1")
        .compiledAgainst(InContainer.onClassPath("org.apache.felix.framework"))
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "p." + name + ".Activator")
        .source(
            "p." + name + ".Activator",
            "package p."
                + name
                + "; @SuppressWarnings(\"unchecked\") public class Activator implements org.osgi.framework.BundleActivator {"
                + " public void start(org.osgi.framework.BundleContext c) { "
                + Lives.note("\"+" + name + "\"")
                + " } public void stop(org.osgi.framework.BundleContext c) { "
                + Lives.note("\"-" + name + "\"")
                + " } }");
  }

  private static SampleBundle library(String version) {
    return new SampleBundle("test.lib", version)
        .header("Export-Package", "lib;version=\"" + version + "\"")
        .source("lib.Lib", "package lib; public class Lib {}");
  }

  private Bundle bundle(String name) {
    return context.getBundle("trajan:test:" + name + ":1");
  }
}
