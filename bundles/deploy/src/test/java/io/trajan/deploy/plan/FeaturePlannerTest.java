package io.trajan.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.feature.codec.Coordinates;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureBundle;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.Origin;
import io.trajan.feature.codec.InstalledFeature.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturePlannerTest {
  private static final Shelf SHELF =
      shelf(
          feature("core", "", "a:1"),
          feature("http", "core", "b:10 n:5"),
          feature("rack", "http", "c:20 n:5 j:15"),
          feature("php", "http", "d:20 n:5"),
          feature("all", "rack php", ""),
          feature("left", "right", "l:1"),
          feature("right", "left", "r:1"));

  /** Each row: what is installed by hand, the wish, what it comes to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''        | +core       | features core                | in a           | out ''
          ''        | +rack       | features core http rack      | in a n b j c   | out ''
          core      | +http       | features core http           | in n b         | out ''
          rack      | +php        | features core http php rack  | in d           | out ''
          rack php  | -php        | features core http rack      | in ''          | out d
          rack php  | -rack       | features core http php       | in ''          | out c j
          rack      | -rack       | features ''                  | in ''          | out c j b n a
          all       | -rack       | features all core http php   | in ''          | out c j
          all       | -all        | features ''                  | in ''          | out d c j b n a
          rack http | -rack       | features core http           | in ''          | out c j
          rack      | +http       | features core http rack      | in ''          | out ''
          """)
  void bundlesComeWithTheFirstFeatureAndGoWithTheLast(
      String there, String wish, String features, String in, String out) throws Exception {
    var before = record(there);

    var plan = plan(before, wish);

    assertThat("features " + names(plan.after(c -> "new"))).isEqualTo(unquoted(features));
    assertThat(
            "in " + join(plan.bundlesIn().stream().map(b -> b.coordinates().artifact()).toList()))
        .isEqualTo(unquoted(in));
    assertThat(
            "out " + join(plan.bundlesOut().stream().map(b -> b.coordinates().artifact()).toList()))
        .isEqualTo(unquoted(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rack | -http     | feature http is required by rack; to uninstall both: feature:uninstall rack http
          rack | -php      | feature php is not installed
          rack | +phq      | there is no feature "phq"; did you mean "php"?
          rack | +left     | features require each other: left -> right -> left
          rack | +unknown  | there is no feature "unknown"; feature:list shows them
          """)
  void whatCannotBeDoneIsRefusedWithTheReason(String there, String wish, String reason)
      throws Exception {
    var before = record(there);

    assertThatThrownBy(() -> plan(before, wish)).hasMessage(reason);
  }

  @Test
  void uninstallingBothTheRequiredAndTheRequiringIsFine() throws Exception {
    var plan = new FeaturePlanner(record("rack"), SHELF).uninstall(List.of("http", "rack"));

    assertThat(names(plan.after(c -> ""))).isEmpty();
  }

  @Test
  void aBootFeatureTakenAwayIsRememberedAndComesBackAsABootFeature() throws Exception {
    var boot = booted("http");

    var without = new FeaturePlanner(boot, SHELF).uninstall(List.of("http")).after(c -> "");
    var again = new FeaturePlanner(without, SHELF).install(List.of("http")).after(c -> "");

    assertThat(without.feature("http").orElseThrow().state()).isEqualTo(State.UNINSTALLED);
    assertThat(without.feature("core")).isEmpty();
    assertThat(again.feature("http").orElseThrow().origin()).isEqualTo(Origin.BOOT);
    assertThat(again.feature("http").orElseThrow().state()).isEqualTo(State.INSTALLED);
  }

  @Test
  void aFeatureTakenOutOfASetIsRememberedUntilItIsWantedAgain() throws Exception {
    var without = new FeaturePlanner(booted("all"), SHELF).uninstall(List.of("php")).after(c -> "");
    var other = new FeaturePlanner(without, SHELF).uninstall(List.of("rack")).after(c -> "");
    var again = new FeaturePlanner(other, SHELF).install(List.of("php")).after(c -> "");

    assertThat(without.feature("php").orElseThrow().state()).isEqualTo(State.UNINSTALLED);
    assertThat(other.feature("php").orElseThrow().state()).isEqualTo(State.UNINSTALLED);
    assertThat(again.feature("php").orElseThrow().state()).isEqualTo(State.INSTALLED);
    assertThat(again.feature("rack").orElseThrow().state()).isEqualTo(State.UNINSTALLED);
  }

  @Test
  void whatRequiresAFeatureTakenAwayBringsItBack() throws Exception {
    var without =
        new FeaturePlanner(booted("http"), SHELF).uninstall(List.of("http")).after(c -> "");

    var plan = new FeaturePlanner(without, SHELF).install(List.of("rack"));

    assertThat(plan.after(c -> "").feature("http").orElseThrow().origin()).isEqualTo(Origin.BOOT);
  }

  @Test
  void installingAgainChangesNothing() throws Exception {
    assertThat(new FeaturePlanner(record("rack"), SHELF).install(List.of("rack")).isEmpty())
        .isTrue();
  }

  @Test
  void wantingWhatOnlyCameAlongChangesNothingButTheRecord() throws Exception {
    var plan = new FeaturePlanner(record("rack"), SHELF).install(List.of("http"));

    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.adding()).isEmpty();
    assertThat(plan.after(c -> "").feature("http").orElseThrow().origin())
        .isEqualTo(Origin.RUNTIME);
  }

  @Test
  void aReplacedFeatureLeavesWhatItSharesWithItself() throws Exception {
    var next = shelf(feature("core", "", "a:1"), feature("http", "core", "x:10 n:5"));

    var plan = new FeaturePlanner(record("http"), next).replace(List.of("http"));

    assertThat(plan.bundlesIn()).extracting(b -> b.coordinates().artifact()).containsExactly("x");
    assertThat(plan.bundlesOut()).extracting(b -> b.coordinates().artifact()).containsExactly("b");
  }

  @Test
  void anInstalledFeatureStaysWhatItIsWhateverItsFileSaysToday() throws Exception {
    var next = shelf(feature("core", "", "z:1"), feature("http", "core", "b:10 n:5"));

    var plan = new FeaturePlanner(record("core"), next).install(List.of("http"));

    assertThat(plan.bundlesIn())
        .extracting(b -> b.coordinates().artifact())
        .containsExactly("n", "b");
    assertThat(plan.bundlesOut()).isEmpty();
  }

  @Test
  void anInstalledFeatureWhoseFileIsGoneCanBeUninstalled() throws Exception {
    var plan = new FeaturePlanner(record("core"), shelf()).uninstall(List.of("core"));

    assertThat(plan.bundlesOut()).extracting(b -> b.coordinates().artifact()).containsExactly("a");
  }

  @Test
  void twoVersionsOfOneJarAreRefused() {
    var other = new Coordinates("g", "a", "2", "");
    var two =
        new Feature(
            "two",
            "g:two:1",
            "",
            List.of(),
            List.of(new FeatureBundle(other, 1)),
            Map.of(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> new FeaturePlanner(record("core"), shelf(two)).install(List.of("two")))
        .hasMessage("features core and two want different versions: g:a:1 and g:a:2");
  }

  @Test
  void twoFeaturesMayNotConfigureTheSamePid() {
    var one = configured("one", "p");
    var two = configured("two", "p");

    assertThatThrownBy(
            () ->
                new FeaturePlanner(FeatureRecord.EMPTY, shelf(one, two))
                    .install(List.of("one", "two")))
        .hasMessage("features one and two both configure p");
  }

  @Test
  void configurationsGoWithTheirFeature() throws Exception {
    var shelf = shelf(configured("one", "p"));
    var there =
        new FeaturePlanner(FeatureRecord.EMPTY, shelf).install(List.of("one")).after(c -> "");

    assertThat(new FeaturePlanner(there, shelf).uninstall(List.of("one")).pidsOut())
        .containsExactly("p");
  }

  @Test
  void theDigestOfABundleThatStaysIsTheOneItWasInstalledWith() throws Exception {
    var there =
        new FeaturePlanner(FeatureRecord.EMPTY, SHELF).install(List.of("rack")).after(c -> "old");

    var after = new FeaturePlanner(there, SHELF).install(List.of("php")).after(c -> "new");

    assertThat(after.bundle(new Coordinates("g", "n", "1", "")).orElseThrow().digest())
        .isEqualTo("old");
    assertThat(after.bundle(new Coordinates("g", "d", "1", "")).orElseThrow().digest())
        .isEqualTo("new");
  }

  private static FeaturePlan plan(FeatureRecord before, String wish) throws RefusedException {
    var planner = new FeaturePlanner(before, SHELF);
    var names = List.of(wish.substring(1));
    return wish.startsWith("+") ? planner.install(names) : planner.uninstall(names);
  }

  private static FeatureRecord record(String names) throws RefusedException {
    var wanted = Arrays.stream(names.split(" ")).filter(n -> !n.isEmpty()).toList();
    return new FeaturePlanner(FeatureRecord.EMPTY, SHELF).install(wanted).after(c -> "");
  }

  private static FeatureRecord booted(String name) throws RefusedException {
    return new FeatureRecord(
        record(name).features().stream()
            .map(
                f ->
                    f.origin() == Origin.REQUIRED
                        ? f
                        : new InstalledFeature(
                            f.name(), f.id(), Origin.BOOT, f.state(), f.bundles(), f.pids()))
            .toList());
  }

  private static String names(FeatureRecord record) {
    return join(
        record.features().stream()
            .filter(f -> f.state() == State.INSTALLED)
            .map(InstalledFeature::name)
            .sorted()
            .toList());
  }

  private static String join(List<String> words) {
    return String.join(" ", words);
  }

  private static String unquoted(String text) {
    return text.replace("''", "");
  }

  private static Shelf shelf(Feature... features) {
    var map = new HashMap<String, Feature>();
    for (var feature : features) {
      map.put(feature.name(), feature);
    }
    return new Shelf(map, Map.of());
  }

  private static Feature configured(String name, String pid) {
    return new Feature(
        name,
        "g:" + name + ":1",
        "",
        List.of(),
        List.of(),
        Map.of(pid, Map.of("k", "v")),
        List.of(),
        List.of());
  }

  /** Bundles are written {@code artifact:startlevel}. */
  private static Feature feature(String name, String requires, String bundles) {
    return new Feature(
        name,
        "g:" + name + ":1",
        "",
        Arrays.stream(requires.split(" ")).filter(r -> !r.isEmpty()).toList(),
        Arrays.stream(bundles.split(" "))
            .filter(b -> !b.isEmpty())
            .map(b -> b.split(":"))
            .map(
                b -> new FeatureBundle(new Coordinates("g", b[0], "1", ""), Integer.parseInt(b[1])))
            .toList(),
        Map.of(),
        List.of(),
        List.of());
  }
}
