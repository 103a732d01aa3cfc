package io.trajan.deploy.framework;

import io.trajan.deploy.impact.Impact;
import io.trajan.deploy.impact.ImpactRow;
import io.trajan.deploy.jar.BadJarException;
import io.trajan.deploy.jar.BundleJar;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.swap.AwayClock.Absence;
import io.trajan.deploy.swap.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** Gives a bundle new content, safely. Confined to the deploy thread. */
public final class Update {
  private final Kit kit;
  private final Contents contents;
  private final Journal journal;

  public Update(Kit kit, Contents contents, Journal journal) {
    this.kit = kit;
    this.contents = contents;
    this.journal = journal;
  }

  /** What an update of this bundle would do to the others. Any thread. */
  public static List<ImpactRow> forecast(Kit kit, Bundle bundle) {
    var picture = new PictureTaker(kit.system()).take(kit.components().get());
    return Impact.ofUpdating(picture, bundle.getBundleId(), true);
  }

  /**
   * Whether the bundle can be updated at all.
   *
   * @throws RefusedException saying why not
   */
  public static void refuseFixed(Kit kit, Bundle bundle) throws RefusedException {
    if (bundle.getBundleId() == 0) {
      throw new RefusedException("the framework itself changes only with a restart");
    }
    if (kit.places().onClassPath(bundle.getLocation())) {
      throw new RefusedException(
          bundle.getSymbolicName()
              + " is on the class path of the process and changes only with a restart");
    }
  }

  /**
   * Updates.
   *
   * @param next checked content
   * @return completes with what was done; at once, unless this bundle itself has to be stopped for
   *     it, and exceptionally with the same exception if it then goes wrong
   * @throws RefusedException when the old content is in force (again), with the reason
   */
  public CompletableFuture<List<Change>> run(Bundle bundle, BundleJar next)
      throws RefusedException {
    refuseFixed(kit, bundle);
    refuseStranger(bundle, next);
    if (contents.sumOf(bundle).equals(next.sha256())) {
      return CompletableFuture.completedFuture(
          List.of(change("unchanged", bundle, "it has exactly this content already")));
    }
    try {
      var last = contents.copyOf(bundle);
      var forecast = announced(bundle);
      return takesUsDown(bundle)
          ? relayed(bundle, next, last, forecast)
          : CompletableFuture.completedFuture(swap(bundle, next, last, forecast));
    } catch (IOException | BadJarException e) {
      throw new RefusedException(
          "no way back could be prepared, so nothing was done: " + e.getMessage(), e);
    }
  }

  private List<ImpactRow> announced(Bundle bundle) {
    var forecast = forecast(kit, bundle);
    forecast.stream()
        .filter(row -> row.effect() == ImpactRow.Effect.RESTARTS && row.kind().equals("bundle"))
        .forEach(row -> kit.say("restarting " + row.name() + ": it " + row.reason()));
    return forecast;
  }

  /**
   * Whether the jar is a version of the bundle at all.
   *
   * @throws RefusedException saying why not
   */
  public void refuseStranger(Bundle bundle, BundleJar next) throws RefusedException {
    if (!next.symbolicName().equals(bundle.getSymbolicName())) {
      throw new RefusedException(
          "that is " + next.identity() + ", not a version of " + bundle.getSymbolicName());
    }
    var same = new Jars(kit).same(next);
    if (same != null && !same.equals(bundle)) {
      throw new RefusedException(
          next.identity() + " is installed already, from " + same.getLocation());
    }
  }

  private List<Change> swap(Bundle bundle, BundleJar next, Path last, List<ImpactRow> forecast)
      throws IOException, RefusedException {
    var versions = bundle.getVersion() + " -> " + next.version();
    journal.begin(List.of(item(Journal.Kind.UPDATE, bundle, last)));
    var outcome =
        new Swap(kit.system(), bundle, kit.patience())
            .run(next.file(), last, new ComponentsCheck(kit));
    var inForce = outcome.failure().isEmpty() ? next.sha256() : sum(last);
    contents.put(bundle, inForce);
    Records.noteContent(kit.places(), bundle, inForce);
    journal.end();
    if (!outcome.failure().isEmpty()) {
      throw refused(bundle, next, outcome.failure(), outcome.broken());
    }
    return changes(bundle, versions, forecast, outcome.absences());
  }

  /**
   * The journal stays open: the next incarnation of this bundle closes it when the relay is done.
   */
  private CompletableFuture<List<Change>> relayed(
      Bundle bundle, BundleJar next, Path last, List<ImpactRow> forecast)
      throws IOException, BadJarException {
    kit.say(kit.self().getSymbolicName() + " restarts with it and comes back by itself");
    var versions = bundle.getVersion() + " -> " + next.version();
    var classes = bundle.equals(kit.self()) ? last : contents.copyOf(kit.self());
    Files.deleteIfExists(verdict(kit));
    journal.begin(List.of(item(Journal.Kind.SELF, bundle, last)));
    return SelfUpdate.start(kit, classes, bundle, next.file(), last, verdict(kit))
        .thenCompose(answer -> told(answer, bundle, next, versions, forecast));
  }

  private static CompletableFuture<List<Change>> told(
      Map<String, Object> answer,
      Bundle bundle,
      BundleJar next,
      String versions,
      List<ImpactRow> forecast) {
    var failure = String.valueOf(answer.get("failure"));
    if (!failure.isEmpty()) {
      var broken = String.valueOf(answer.get("broken"));
      return CompletableFuture.failedFuture(refused(bundle, next, failure, broken));
    }
    var absences = new ArrayList<Absence>();
    if (answer.get("absences") instanceof List<?> list) {
      for (var each : list) {
        if (each instanceof Map<?, ?> map && map.get("nanos") instanceof Long nanos) {
          absences.add(
              new Absence(String.valueOf(map.get("kind")), String.valueOf(map.get("name")), nanos));
        }
      }
    }
    return CompletableFuture.completedFuture(changes(bundle, versions, forecast, absences));
  }

  /** Where the relay writes how it ended. */
  public static Path verdict(Kit kit) {
    return kit.places().memory().resolve("relay.verdict");
  }

  private static Journal.Item item(Journal.Kind kind, Bundle bundle, Path last) {
    return new Journal.Item(kind, bundle.getLocation(), sum(last));
  }

  private static String sum(Path copy) {
    return copy.getFileName().toString().replace(".jar", "");
  }

  private static RefusedException refused(
      Bundle bundle, BundleJar next, String failure, String broken) {
    var what = next.identity() + " did not come up: " + failure;
    return new RefusedException(
        broken.isEmpty()
            ? what + "; " + bundle.getVersion() + " is in force again"
            : what + "; and the old content did not come up either: " + broken);
  }

  /** What happened, each with the reason that was foreseen. */
  static List<Change> changes(
      Bundle bundle, String versions, List<ImpactRow> forecast, List<Absence> absences) {
    var reasons = new LinkedHashMap<String, String>();
    forecast.forEach(row -> reasons.putIfAbsent(row.kind() + " " + row.name(), row.reason()));
    var changes = new ArrayList<Change>();
    for (var absence : absences) {
      var plain = Refreshing.change(absence);
      var itself =
          absence.kind().equals("bundle") && absence.name().equals(bundle.getSymbolicName());
      if (itself) {
        changes.addFirst(change("updated", bundle, versions + ", " + plain.detail()));
      } else {
        changes.add(explained(plain, reasons));
      }
    }
    if (changes.stream().noneMatch(change -> change.what().equals("updated"))) {
      changes.addFirst(change("updated", bundle, versions));
    }
    return changes;
  }

  private static Change explained(Change change, Map<String, String> reasons) {
    var reason = reasons.getOrDefault(change.kind() + " " + change.name(), "not foreseen");
    return new Change(change.what(), change.kind(), change.name(), change.detail() + ": " + reason);
  }

  private static Change change(String what, Bundle bundle, String detail) {
    return new Change(what, "bundle", bundle.getSymbolicName(), detail);
  }

  /** Whether an update of the bundle takes this one down with it. */
  boolean takesUsDown(Bundle bundle) {
    return kit.system()
        .getBundle()
        .adapt(FrameworkWiring.class)
        .getDependencyClosure(List.of(bundle))
        .contains(kit.self());
  }
}
