package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.Origin;
import io.trajan.feature.codec.InstalledFeature.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturePlanTest {
  @TempDir Path directory;

  @BeforeEach
  void ship() throws Exception {
    write("core", 10, "");
    write("http", 60, "\"core\"");
    write("rack", 20, "\"http\"");
  }

  @Test
  void whatIsRequiredComesAlong() throws Exception {
    assertThat(origins(plan(FeatureRecord.EMPTY, "rack")))
        .isEqualTo("core REQUIRED, http REQUIRED, rack BOOT");
  }

  @Test
  void aBundleOfSeveralFeaturesGetsTheLowestStartLevel() throws Exception {
    assertThat(plan(FeatureRecord.EMPTY, "rack").bundles())
        .containsEntry(Coordinates.parse("g:shared:1"), 10);
  }

  @Test
  void aBootFeatureThatWasUninstalledStaysAway() throws Exception {
    var plan = plan(record("rack", Origin.BOOT, State.UNINSTALLED), "core", "rack");
    assertThat(origins(plan)).isEqualTo("core BOOT");
    assertThat(plan.carried()).extracting(InstalledFeature::name).containsExactly("rack");
  }

  @Test
  void itsMarkIsForgottenWhenTheConfigurationNoLongerNamesIt() throws Exception {
    assertThat(plan(record("rack", Origin.BOOT, State.UNINSTALLED), "core").carried()).isEmpty();
  }

  @Test
  void aFeatureInstalledAtRunTimeIsThereAgain() throws Exception {
    assertThat(origins(plan(record("http", Origin.RUNTIME, State.INSTALLED), "core")))
        .isEqualTo("core BOOT, http RUNTIME");
  }

  @Test
  void aRunTimeFeatureTheProductDoesNotKnowIsCarriedWithItsBundles() throws Exception {
    var plan = plan(record("theirs", Origin.RUNTIME, State.INSTALLED), "core");
    assertThat(plan.carries(Coordinates.parse("g:x:1"))).isTrue();
  }

  @Test
  void anUnknownBootFeatureIsRefused() {
    assertThatThrownBy(() -> plan(FeatureRecord.EMPTY, "rakc"))
        .isInstanceOf(FeatureException.class)
        .hasMessageContaining("did you mean \"rack\"?");
  }

  private FeaturePlan plan(FeatureRecord before, String... boot) throws FeatureException {
    return FeaturePlan.make(List.of(boot), before, new FeatureCatalog(directory));
  }

  private static FeatureRecord record(String name, Origin origin, State state) {
    var bundle = new InstalledBundle(Coordinates.parse("g:x:1"), "0-0", 20);
    return new FeatureRecord(
        List.of(
            new InstalledFeature(
                name, "g:" + name + ":1", origin, state, List.of(bundle), List.of())));
  }

  private static String origins(FeaturePlan plan) {
    return plan.features().entrySet().stream()
        .map(entry -> name(entry.getKey()) + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String name(Feature feature) {
    return feature.name();
  }

  private void write(String name, int startLevel, String requires) throws Exception {
    Files.writeString(
        directory.resolve(name + ".json"),
        """
        { "id": "g:%s:1", "bundles": [ { "id": "g:shared:1", "bundleStartLevel": %d } ],
          "extensions": { "trajan.requires": { "type": "text", "text": [ %s ] } } }
        """
            .formatted(name, startLevel, requires));
  }
}
