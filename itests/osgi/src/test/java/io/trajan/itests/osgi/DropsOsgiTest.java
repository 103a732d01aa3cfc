package io.trajan.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

/** Files dropped into {@code deploy/}, replaced there and taken away. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DropsOsgiTest {
  private static final long WAIT_NANOS = 20_000_000_000L;

  @Inject private BundleContext context;

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
  public void open() {
    emperor = Emperor.at(context.getProperty(Emperor.ROOT));
    shell = new Shell(context);
    lives = new Lives();
  }

  @After
  public void close() throws Exception {
    try (var files = Files.list(emperor.deploy())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    eventually("an empty list", () -> rows().isEmpty());
    lives.close();
  }

  @Test
  public void aJarIsInstalledReplacedAndRemoved() throws Exception {
    drop("x.jar", sample("x", "1"));
    lives.await(List.of("+x1"));
    assertEquals(Bundle.ACTIVE, bundle("x.jar").getState());
    assertTrue(
        rows().toString(),
        rows().toString().contains("file=x.jar, state=active, content=test.x 1.0.0, reason=]"));
    var id = bundle("x.jar").getBundleId();

    drop("x.jar", sample("x", "2"));
    lives.await(List.of("-x1", "+x2"));
    assertEquals(id, bundle("x.jar").getBundleId());

    Files.delete(emperor.deploy().resolve("x.jar"));
    lives.await(List.of("-x2"));
    eventually("an empty list", () -> rows().isEmpty());
    assertNull(bundle("x.jar"));
  }

  @Test
  public void whatIsNoUsableBundleIsRefusedAndTheOldOneStays() throws Exception {
    drop("x.jar", sample("x", "1"));
    lives.await(List.of("+x1"));
    var whole = sample("x", "2").bytes();

    refused("x.jar", Arrays.copyOf(whole, whole.length / 2), "not a whole jar", "kept");
    refused(
        "x.jar",
        "no zip at all".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "not a whole jar",
        "kept");
    refused(
        "x.jar",
        new SampleBundle("test.x", "3").header("Import-Package", "no.such").bytes(),
        "imports no.such, which no bundle exports",
        "kept");
    refused(
        "x.jar", sample("x", "4").header("Bundle-Activator", "no.Such").bytes(), "no.Such", "kept");
    refused(
        "y.jar",
        sample("x", "1").bytes(),
        "test.x 1.0.0 is installed already, from deploy:x.jar",
        "refused");
    refused(
        "z.jar",
        new SampleBundle("trajan.shell.server", "9").bytes(),
        "would do everything twice; bundle:update trajan.shell.server FILE puts it in its place",
        "refused");

    var started = lives.take();
    assertTrue(started.toString(), started.isEmpty() || started.getLast().equals("+x1"));
    assertEquals("1.0.0", bundle("x.jar").getVersion().toString());
    assertEquals(Bundle.ACTIVE, bundle("x.jar").getState());
    assertTrue(health(), health().contains("x.jar"));

    drop("x.jar", sample("x", "5"));
    eventually("the good one", () -> bundle("x.jar").getVersion().toString().equals("5.0.0"));
    eventually("the other one, no longer a duplicate", () -> bundle("y.jar") != null);
    eventually("health", () -> !health().contains("x.jar is refused"));
  }

  @Test
  public void aJarThatWaitsForAnotherIsTriedAgainWhenThatComes() throws Exception {
    var library =
        new SampleBundle("test.lib", "1").header("Export-Package", "lib").file("lib/x.txt", "");
    drop("a.jar", sample("a", "1").header("Import-Package", "org.osgi.framework,lib"));
    eventually("refusal", () -> rows().toString().contains("imports lib, which no bundle exports"));
    drop("b.jar", library);
    eventually("both", () -> rows().stream().filter(r -> r.contains("state=active")).count() == 2);
    assertEquals(List.of("+a1"), lives.take());
  }

  @Test
  public void aFeatureFileIsInstalledReplacedAndRemovedAndABrokenOneKeepsTheOld() throws Exception {
    emperor.bundle("one", sample("one", "1"));
    sample("two", "1").write(emperor.deploy().resolve("system/test/two/1/two-1.jar"));
    Emperor.write(
        emperor.deploy().resolve("f.json"),
        Emperor.json("f", "\"bundles\": [ { \"id\": \"test:one:1\" } ]"));
    lives.await(List.of("+one1"));

    Emperor.write(
        emperor.deploy().resolve("f.json"),
        Emperor.json(
            "f", "\"bundles\": [ { \"id\": \"test:one:1\" }, { \"id\": \"test:two:1\" } ]"));
    lives.await(List.of("+two1"));
    refused(
        "f.json",
        "{ \"id\": oops".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "f.json:1",
        "kept");
    refused(
        "f.json",
        Emperor.json("g", "").getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "must have the artifact \"f\"",
        "kept");
    refused(
        "f.json",
        Emperor.json("f", "\"bundles\": [ { \"id\": \"test:none:1\" } ]")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "there is no such jar",
        "kept");
    assertEquals(List.of(), lives.take());

    shell.run("feature:uninstall f");
    assertEquals(List.of("-two1", "-one1"), lives.take());
    assertTrue(rows().toString(), rows().toString().contains("state=uninstalled"));
    shell.run("feature:install f");
    assertEquals(List.of("+one1", "+two1"), lives.take());

    Files.delete(emperor.deploy().resolve("f.json"));
    lives.await(List.of("-two1", "-one1"));
  }

  @Test
  public void whatChangedWhileTheDeployerWasAwayIsNoticedAndWhatDidNotIsLeftAlone()
      throws Exception {
    drop("changed.jar", sample("changed", "1"));
    drop("gone.jar", sample("gone", "1"));
    drop("same.jar", sample("same", "1"));
    drop("byhand.jar", sample("byhand", "1"));
    eventually("start", () -> rows().stream().filter(r -> r.contains("state=active")).count() == 4);
    bundle("byhand.jar").uninstall();
    eventually("the note", () -> rows().toString().contains("file=byhand.jar, state=uninstalled"));
    var deploy = deployer();
    deploy.stop();
    lives.take();
    drop("changed.jar", sample("changed", "2"));
    drop("new.jar", sample("fresh", "1"));
    Files.delete(emperor.deploy().resolve("gone.jar"));
    deploy.start();

    lives.awaitInAnyOrder(Set.of("+changed2", "+fresh1", "-changed1", "-gone1"));
    eventually("the list", () -> rows().toString().contains("test.changed 2.0.0"));
    assertNull(bundle("byhand.jar"));

    drop("byhand.jar", sample("byhand", "2"));
    eventually("a new content counts again", () -> bundle("byhand.jar") != null);
  }

  @Test
  public void withoutTheSystemsWatcherFilesAreNoticedToo() throws Exception {
    var jnr =
        Arrays.stream(context.getBundles())
            .filter(b -> "trajan.foreign.jnr".equals(b.getSymbolicName()))
            .findFirst();
    if (jnr.isPresent()) {
      jnr.get().stop();
    }
    try {
      drop("x.jar", sample("x", "1"));
      lives.await(List.of("+x1"));
      assertTrue(threads("trajan-deploy-watch") == 1);
    } finally {
      if (jnr.isPresent()) {
        jnr.get().start();
      }
    }
    drop("x.jar", sample("x", "2"));
    lives.await(List.of("-x1", "+x2"));
  }

  /** What the journal names and the record does not know was half done when the process died. */
  @Test
  public void whatACrashLeftHalfInstalledIsTakenAwayAndAHalfUpdateIsUndone() throws Exception {
    drop("x.jar", sample("x", "1"));
    lives.await(List.of("+x1"));
    eventually("the list", () -> rows().toString().contains("state=active"));
    var sum =
        Files.readAllLines(emperor.home().resolve("data/deploy/contents")).stream()
            .filter(line -> line.startsWith("deploy:x.jar\t"))
            .map(line -> line.split("\t")[1])
            .findFirst()
            .orElseThrow();
    var deploy = deployer();
    deploy.stop();
    context
        .installBundle("trajan:test:half:1", new ByteArrayInputStream(sample("half", "1").bytes()))
        .start();
    bundle("x.jar").update(new ByteArrayInputStream(sample("x", "2").bytes()));
    Emperor.write(
        emperor.home().resolve("data/deploy/journal"),
        "BUNDLE\ttrajan:test:half:1\t\nUPDATE\tdeploy:x.jar\t" + sum + "\nend\n");
    lives.take();

    deploy.start();

    lives.awaitInAnyOrder(Set.of("+x1", "-half1", "-x2"));
    eventually(
        "the end of the journal",
        () -> !Files.exists(emperor.home().resolve("data/deploy/journal")));
    assertNull(context.getBundle("trajan:test:half:1"));
    assertEquals("1.0.0", bundle("x.jar").getVersion().toString());
  }

  @Test
  public void stoppingTheDeployerLeavesNoThread() throws Exception {
    var deploy = deployer();
    for (var i = 0; i < 20; i++) {
      deploy.stop();
      assertEquals(0, threads("trajan-deploy"));
      assertEquals(0, threads("trajan-deploy-watch"));
      deploy.start();
    }
    assertNotNull(rows());
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals(name))
        .count();
  }

  private Bundle deployer() {
    return Arrays.stream(context.getBundles())
        .filter(b -> "trajan.deploy".equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private void refused(String name, byte[] content, String reason, String state) throws Exception {
    var half = emperor.deploy().resolve("." + name + ".half");
    Files.write(half, content);
    Files.move(half, emperor.deploy().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    eventually(
        reason,
        () ->
            rows().stream()
                .anyMatch(
                    r -> r.contains("file=" + name + ", state=" + state) && r.contains(reason)));
  }

  private void drop(String name, SampleBundle bundle) throws Exception {
    bundle.write(emperor.deploy().resolve(name));
  }

  private Bundle bundle(String name) {
    return context.getBundle("deploy:" + name);
  }

  private List<String> rows() {
    try {
      return shell.rows("deploy:list");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String health() {
    try {
      for (var reference :
          context.getAllServiceReferences(
              "org.apache.felix.hc.api.HealthCheck", "(hc.name=deploy)")) {
        var check = context.getService(reference);
        return String.valueOf(check.getClass().getMethod("execute").invoke(check));
      }
      return "no health check";
    } catch (ReflectiveOperationException | org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SampleBundle sample(String name, String version) {
    return new SampleBundle("test." + name, version)
        .compiledAgainst(InContainer.onClassPath("org.apache.felix.framework"))
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "p." + name + ".Activator")
        .source(
            "p." + name + ".Activator",
            "package p."
                + name
                + "; @SuppressWarnings(\"unchecked\") public class Activator implements org.osgi.framework.BundleActivator {"
                + " public void start(org.osgi.framework.BundleContext c) { "
                + Lives.note("\"+" + name + version + "\"")
                + " } public void stop(org.osgi.framework.BundleContext c) { "
                + Lives.note("\"-" + name + version + "\"")
                + " } }");
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void eventually(String what, Condition condition) throws Exception {
    var deadline = System.nanoTime() + WAIT_NANOS;
    while (!condition.holds()) {
      assertTrue(what, System.nanoTime() < deadline);
      Thread.sleep(10);
    }
  }
}
