package io.trajan.deploy.impact;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.deploy.impact.Picture.BundleNode;
import io.trajan.deploy.impact.Picture.ComponentNode;
import io.trajan.deploy.impact.Picture.Kind;
import io.trajan.deploy.impact.Picture.Reference;
import io.trajan.deploy.impact.Picture.ServiceNode;
import io.trajan.deploy.impact.Picture.Wire;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundle n registers service n, with component cn, unless a test says otherwise; 1 is updated. */
class ImpactTest {
  /**
   * Component c2 has one reference to service 1; columns: mandatory, dynamic, greedy, whether
   * another fits, active.
   */
  @ParameterizedTest
  @CsvSource({
    "true,  false, false, false, true,  RESTARTS, 'loses static mandatory reference r (S1 of b1), away until it returns'",
    "true,  false, true,  false, true,  RESTARTS, 'loses static mandatory reference r (S1 of b1), away until it returns'",
    "true,  false, false, true,  true,  RESTARTS, 'loses static mandatory reference r (S1 of b1), takes another and keeps to that'",
    "true,  false, true,  true,  true,  RESTARTS, 'loses static mandatory reference r (S1 of b1), takes another until it returns'",
    "true,  true,  false, false, true,  RESTARTS, 'loses dynamic mandatory reference r (S1 of b1), away until it returns'",
    "true,  true,  false, true,  true,  REBINDS,  'dynamic mandatory reference r (S1 of b1)'",
    "false, false, false, false, true,  RESTARTS, 'loses static optional reference r (S1 of b1), goes on without and keeps to that'",
    "false, false, true,  false, true,  RESTARTS, 'loses static optional reference r (S1 of b1), goes on without until it returns'",
    "false, true,  false, false, true,  REBINDS,  'dynamic optional reference r (S1 of b1)'",
    "false, true,  true,  true,  true,  REBINDS,  'dynamic optional reference r (S1 of b1)'",
    "true,  false, false, false, false, RESTARTS, 'loses static mandatory reference r (S1 of b1), away until it returns'",
    "true,  false, false, true,  false, none,     ''",
    "false, false, false, false, false, none,     ''",
  })
  void whatALostServiceDoesToTheOneWhoUsesIt(
      boolean mandatory,
      boolean dynamic,
      boolean greedy,
      boolean another,
      boolean active,
      String effect,
      String reason) {
    var candidates = another ? Set.of(1L, 9L) : Set.of(1L);
    var bound = active ? Set.of(1L) : Set.<Long>of();
    var reference = new Reference("r", new Kind(mandatory, dynamic, greedy), bound, candidates);
    var user = new ComponentNode("c2", 2, active, Set.of(2L), List.of(reference));
    var picture = new Picture(bundles(1, 2, 9), List.of(), services(1, 2, 9), List.of(user));

    var rows = component(Impact.ofUpdating(picture, 1, true), "c2");

    if (effect.equals("none")) {
      assertThat(rows).isEmpty();
    } else {
      assertThat(rows).containsExactly(effect + " " + reason);
    }
  }

  @Test
  void aComponentThatGoesTakesThoseWithItThatNeedIt() {
    var picture =
        new Picture(
            bundles(1, 2, 3, 4, 5),
            List.of(),
            services(1, 2, 3, 4, 5),
            List.of(
                needs("c4", 4, 3, true),
                needs("c3", 3, 2, false),
                needs("c2", 2, 1, false),
                needs("c5", 5, 4, true)));

    var rows = Impact.ofUpdating(picture, 1, true);

    assertThat(rows)
        .extracting(r -> r.effect() + " " + r.name())
        .containsExactly("UPDATES b1", "RESTARTS c2", "RESTARTS c3", "RESTARTS c4", "RESTARTS c5");
    assertThat(rows.get(2).reason()).contains("(S2 of c2)");
  }

  @Test
  void circlesOfReferencesEnd() {
    var loop =
        List.of(
            needs("c2", 2, 3, false),
            new ComponentNode(
                "c3",
                3,
                true,
                Set.of(3L),
                List.of(reference(2, true, true), reference(1, true, false))));
    var picture = new Picture(bundles(1, 2, 3), List.of(), services(1, 2, 3), loop);

    assertThat(Impact.ofUpdating(picture, 1, true))
        .extracting(ImpactRow::name)
        .containsExactlyInAnyOrder("b1", "c2", "c3");
  }

  @Test
  void importersAreRefreshedAndTheirImportersToo() {
    var wires =
        List.of(
            new Wire(2, 1, "imports p from"),
            new Wire(3, 2, "imports q from"),
            new Wire(1, 5, "imports z from"));
    var picture = new Picture(bundles(1, 2, 3, 4, 5), wires, List.of(), List.of());

    var rows = Impact.ofUpdating(picture, 1, true);

    assertThat(rows)
        .extracting(r -> r.name() + ": " + r.reason())
        .containsExactly("b1: is updated", "b2: imports p from b1", "b3: imports q from b2");
    assertThat(Impact.closure(picture, 1)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void wiresInACircleEnd() {
    var wires = List.of(new Wire(2, 1, "imports p from"), new Wire(1, 2, "imports q from"));
    var picture = new Picture(bundles(1, 2), wires, List.of(), List.of());

    assertThat(Impact.closure(picture, 2)).containsExactly(2L, 1L);
  }

  @Test
  void aMereRestartLeavesImportersAlone() {
    var wires = List.of(new Wire(2, 1, "imports p from"));
    var picture = new Picture(bundles(1, 2), wires, List.of(), List.of());

    assertThat(Impact.ofUpdating(picture, 1, false))
        .extracting(ImpactRow::name)
        .containsExactly("b1");
  }

  @Test
  void aServiceLostBecauseItsBundleIsRefreshedCountsToo() {
    var picture =
        new Picture(
            bundles(1, 2, 3),
            List.of(new Wire(2, 1, "imports p from")),
            services(1, 2, 3),
            List.of(needs("c3", 3, 2, false)));

    assertThat(Impact.ofUpdating(picture, 1, true))
        .extracting(ImpactRow::name)
        .containsExactly("b1", "b2", "c3");
  }

  @Test
  void theComponentsOfARestartedBundleAreNamedWithIt() {
    var inside = new ComponentNode("c1", 1, true, Set.of(1L), List.of());
    var idle = new ComponentNode("idle", 1, false, Set.of(), List.of());
    var picture = new Picture(bundles(1), List.of(), services(1), List.of(inside, idle));

    assertThat(Impact.ofUpdating(picture, 1, true))
        .extracting(ImpactRow::name)
        .containsExactly("b1", "c1");
  }

  @Test
  void aBundleThatHoldsTheServiceWithoutAComponentIsNamed() {
    var service = new ServiceNode(1, 1, "S1", Set.of(0L, 1L, 2L, 3L));
    var picture =
        new Picture(
            bundles(1, 2, 3), List.of(), List.of(service), List.of(needs("c3", 3, 1, true)));

    var rows = Impact.ofUpdating(picture, 1, true);

    assertThat(rows)
        .extracting(r -> r.effect() + " " + r.kind() + " " + r.name() + ": " + r.reason())
        .containsExactly(
            "UPDATES bundle b1: is updated",
            "RESTARTS component c3: loses dynamic mandatory reference r (S1 of b1), away until it returns",
            "REBINDS bundle b2: holds S1 of b1");
  }

  @Test
  void aRebindingComponentThatLosesItsNeedLaterRestartsAfterAll() {
    var two =
        new ComponentNode(
            "c4",
            4,
            true,
            Set.of(),
            List.of(new Reference("r", new Kind(true, true, false), Set.of(1L), Set.of(1L, 2L))));
    var picture =
        new Picture(
            bundles(1, 2, 4), List.of(), services(1, 2, 4), List.of(two, needs("c2", 2, 1, false)));

    assertThat(component(Impact.ofUpdating(picture, 1, true), "c4"))
        .containsExactly(
            "RESTARTS loses dynamic mandatory reference r (S1 of b1), away until it returns");
  }

  private static List<String> component(List<ImpactRow> rows, String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .map(row -> row.effect() + " " + row.reason())
        .toList();
  }

  private static ComponentNode needs(String key, long bundle, long service, boolean dynamic) {
    return new ComponentNode(
        key, bundle, true, Set.of(bundle), List.of(reference(service, true, dynamic)));
  }

  private static Reference reference(long service, boolean mandatory, boolean dynamic) {
    return new Reference(
        "r", new Kind(mandatory, dynamic, false), Set.of(service), Set.of(service));
  }

  private static List<BundleNode> bundles(long... ids) {
    return LongStream.of(ids).mapToObj(id -> new BundleNode(id, "b" + id, "1.0.0")).toList();
  }

  private static List<ServiceNode> services(long... ids) {
    return LongStream.of(ids).mapToObj(id -> new ServiceNode(id, id, "S" + id, Set.of())).toList();
  }
}
