package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The rules of {@link Provisioner}, on a real framework with bundles made here. */
class ProvisionerTest {
  @TempDir Path directory;

  private Framework framework;
  private Removals removals;
  private FeatureRecord record = FeatureRecord.EMPTY;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(directory.resolve("features"));
    Files.createDirectories(directory.resolve("lib"));
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.resolve("storage").toString(),
                    Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                    "100"));
    framework.init();
    framework.start();
    removals = Removals.read(directory.resolve("uninstalled"));
    framework.getBundleContext().addBundleListener(removals);
    jar("a", "1.0", "first");
    jar("b", "1.0", "first");
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
  }

  @Test
  void bundlesAreInstalledAtTheirStartLevelAndStarted() throws Exception {
    provision("{ \"id\": \"g:a:1.0\", \"bundleStartLevel\": 7 }, { \"id\": \"g:b:1.0\" }");
    assertThat(bundle("a").getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(bundle("a").adapt(BundleStartLevel.class).getStartLevel()).isEqualTo(7);
    assertThat(bundle("b").adapt(BundleStartLevel.class).getStartLevel()).isEqualTo(20);
  }

  @Test
  void aChangedJarIsUpdatedAndAnUnchangedOneIsLeftAlone() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    var untouched = bundle("b").getLastModified();
    jar("a", "1.0", "second");
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    assertThat(bundle("a").getHeaders().get("Mark")).isEqualTo("second");
    assertThat(bundle("b").getLastModified()).isEqualTo(untouched);
  }

  @Test
  void anUpdateByHandStaysUntilTheProductChanges() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }");
    var byHand = directory.resolve("by-hand.jar");
    write(byHand, "a", "1.0", "by hand");
    try (var bytes = Files.newInputStream(byHand)) {
      bundle("a").update(bytes);
    }
    provision("{ \"id\": \"g:a:1.0\" }");
    assertThat(bundle("a").getHeaders().get("Mark")).isEqualTo("by hand");
    jar("a", "1.0", "second");
    provision("{ \"id\": \"g:a:1.0\" }");
    assertThat(bundle("a").getHeaders().get("Mark")).isEqualTo("second");
  }

  @Test
  void whatWasUninstalledByHandStaysAwayUntilNoFeatureWantsIt() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    bundle("a").uninstall();
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    assertThat(names()).containsExactly("b");
    provision("{ \"id\": \"g:b:1.0\" }");
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    assertThat(names()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatWasLostIsInstalledAgain() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }");
    framework.getBundleContext().removeBundleListener(removals);
    bundle("a").uninstall();
    provision("{ \"id\": \"g:a:1.0\" }");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void whatWasStoppedByHandStaysStoppedAlsoInItsNextVersion() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }");
    bundle("a").stop();
    provision("{ \"id\": \"g:a:1.0\" }");
    assertThat(bundle("a").getState()).isNotEqualTo(Bundle.ACTIVE);
    jar("a", "2.0", "next");
    provision("{ \"id\": \"g:a:2.0\" }");
    assertThat(bundle("a").getVersion()).hasToString("2.0.0");
    assertThat(bundle("a").getState()).isNotEqualTo(Bundle.ACTIVE);
  }

  @Test
  void whatNoFeatureWantsAnyMoreIsUninstalledAndOtherBundlesStay() throws Exception {
    provision("{ \"id\": \"g:a:1.0\" }, { \"id\": \"g:b:1.0\" }");
    var foreign = directory.resolve("foreign.jar");
    write(foreign, "foreign", "1.0", "");
    framework.getBundleContext().installBundle(foreign.toUri().toString());
    provision("{ \"id\": \"g:b:1.0\" }");
    assertThat(names()).containsExactlyInAnyOrder("b", "foreign");
  }

  private void provision(String bundles) throws Exception {
    Files.writeString(
        directory.resolve("features/core.json"),
        "{ \"id\": \"g:core:1\", \"bundles\": [ " + bundles + " ] }");
    var plan =
        FeaturePlan.make(
            List.of("core"), record, new FeatureCatalog(directory.resolve("features")));
    removals.retain(plan.bundles().keySet());
    record =
        new Provisioner(framework.getBundleContext(), new Distribution(directory), record, removals)
            .provision(plan);
  }

  private List<String> names() {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .map(Bundle::getSymbolicName)
        .toList();
  }

  private Bundle bundle(String name) {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void jar(String name, String version, String mark) throws IOException {
    var file =
        directory.resolve("system/g/%s/%s/%s-%s.jar".formatted(name, version, name, version));
    Files.createDirectories(file.getParent());
    write(file, name, version, mark);
  }

  private static void write(Path file, String name, String version, String mark)
      throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
    manifest.getMainAttributes().putValue("Mark", mark);
    try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.finish();
    }
  }
}
