package io.trajan.deploy.impact;

import io.trajan.deploy.impact.ImpactRow.Effect;
import io.trajan.deploy.impact.Picture.BundleNode;
import io.trajan.deploy.impact.Picture.ComponentNode;
import io.trajan.deploy.impact.Picture.Reference;
import io.trajan.deploy.impact.Picture.ServiceNode;
import io.trajan.deploy.impact.Picture.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an update of a bundle does to the rest of the system. Two things spread: wires (a
 * bundle that uses classes of a replaced one has to be refreshed with it) and lost services (a
 * component whose static reference, or only mandatory one, is lost is deactivated, and takes its
 * own service with it). Both are followed to the end. Pure; confined to one thread.
 */
public final class Impact {
  private final Picture picture;
  private final Map<Long, BundleNode> bundles = new LinkedHashMap<>();
  private final Map<Long, ServiceNode> services = new LinkedHashMap<>();
  private final Map<Long, String> restarting = new LinkedHashMap<>();
  private final Map<ComponentNode, String> deactivated = new LinkedHashMap<>();
  private final Map<ComponentNode, String> rebinding = new LinkedHashMap<>();
  private final Map<Long, String> lost = new LinkedHashMap<>();

  private Impact(Picture picture) {
    this.picture = picture;
    picture.bundles().forEach(bundle -> bundles.put(bundle.id(), bundle));
    picture.services().forEach(service -> services.put(service.id(), service));
  }

  /**
   * The consequences of updating one bundle.
   *
   * @param wired whether the bundles that use its classes are refreshed; false for a mere restart
   * @return rows, worst first; the first one is the bundle itself
   */
  public static List<ImpactRow> ofUpdating(Picture picture, long bundle, boolean wired) {
    var impact = new Impact(picture);
    impact.restarting.put(bundle, "is updated");
    if (wired) {
      impact.followWires();
    }
    impact.loseServicesOfBundles();
    impact.followServices();
    return impact.rows(bundle);
  }

  /** The numbers of the bundles that a refresh of one restarts, itself first. */
  public static List<Long> closure(Picture picture, long bundle) {
    var impact = new Impact(picture);
    impact.restarting.put(bundle, "");
    impact.followWires();
    return List.copyOf(impact.restarting.keySet());
  }

  private void followWires() {
    var next = List.copyOf(restarting.keySet());
    while (!next.isEmpty()) {
      var found = new ArrayList<Long>();
      for (var wire : picture.wires()) {
        if (next.contains(wire.provider()) && !restarting.containsKey(wire.requirer())) {
          restarting.put(wire.requirer(), reason(wire));
          found.add(wire.requirer());
        }
      }
      next = found;
    }
  }

  private String reason(Wire wire) {
    return wire.what() + " " + nameOf(wire.provider());
  }

  private void loseServicesOfBundles() {
    for (var service : picture.services()) {
      if (restarting.containsKey(service.bundle())) {
        lost.put(service.id(), nameOf(service.bundle()));
      }
    }
  }

  /** Each round may lose services that the components of the next round are bound to. */
  private void followServices() {
    boolean more;
    do {
      more = false;
      for (var component : picture.components()) {
        if (!restarting.containsKey(component.bundle()) && !deactivated.containsKey(component)) {
          more |= consider(component);
        }
      }
    } while (more);
  }

  private boolean consider(ComponentNode component) {
    for (var reference : component.references()) {
      var gone = firstLost(reference);
      if (gone == null) {
        continue;
      }
      var why = whyDeactivated(component, reference, gone);
      if (why != null) {
        deactivated.put(component, why);
        rebinding.remove(component);
        component.services().forEach(id -> lost.put(id, component.key()));
        return true;
      }
      if (!reference.kind().dynamic()) {
        continue;
      }
      rebinding.putIfAbsent(component, reference.kind() + " reference " + named(reference, gone));
    }
    return false;
  }

  private @Nullable String whyDeactivated(
      ComponentNode component, Reference reference, ServiceNode gone) {
    var others = new HashSet<>(reference.candidates());
    others.removeAll(lost.keySet());
    var kind = reference.kind();
    var what = kind + " reference " + named(reference, gone);
    if (kind.mandatory() && others.isEmpty()) {
      return "loses " + what + ", away until it returns";
    }
    if (!kind.dynamic() && component.active()) {
      return "loses " + what + afterwards(kind, others);
    }
    return null;
  }

  private static String afterwards(Picture.Kind kind, Set<Long> others) {
    var without = others.isEmpty() ? ", goes on without" : ", takes another";
    return without + (kind.greedy() ? " until it returns" : " and keeps to that");
  }

  private @Nullable ServiceNode firstLost(Reference reference) {
    var used = reference.bound().isEmpty() ? reference.candidates() : reference.bound();
    return used.stream()
        .filter(lost::containsKey)
        .sorted()
        .map(services::get)
        .findFirst()
        .orElse(null);
  }

  private String named(Reference reference, ServiceNode gone) {
    return reference.name() + " (" + gone.name() + " of " + lost.get(gone.id()) + ")";
  }

  private List<ImpactRow> rows(long updated) {
    var rows = new ArrayList<ImpactRow>();
    restarting.forEach(
        (id, why) ->
            rows.add(
                row(
                    id == updated ? Effect.UPDATES : Effect.RESTARTS,
                    "bundle",
                    nameOf(id),
                    id,
                    why)));
    for (var component : picture.components()) {
      if (component.exists() && restarting.containsKey(component.bundle())) {
        var why = "its bundle restarts";
        rows.add(row(Effect.RESTARTS, "component", component.key(), component.bundle(), why));
      }
    }
    deactivated.forEach(
        (c, why) -> rows.add(row(Effect.RESTARTS, "component", c.key(), c.bundle(), why)));
    rebinding.forEach(
        (c, why) -> rows.add(row(Effect.REBINDS, "component", c.key(), c.bundle(), why)));
    rows.addAll(watchers());
    return rows;
  }

  /** Bundles that hold a lost service, but not through a component: they look for themselves. */
  private List<ImpactRow> watchers() {
    var explained = new HashSet<Long>(restarting.keySet());
    deactivated.keySet().forEach(c -> explained.add(c.bundle()));
    rebinding.keySet().forEach(c -> explained.add(c.bundle()));
    var rows = new ArrayList<ImpactRow>();
    for (var service : picture.services()) {
      for (var user : service.users()) {
        if (lost.containsKey(service.id()) && user != 0 && explained.add(user)) {
          var why = "holds " + service.name() + " of " + lost.get(service.id());
          rows.add(row(Effect.REBINDS, "bundle", nameOf(user), user, why));
        }
      }
    }
    return rows;
  }

  private ImpactRow row(Effect effect, String kind, String name, long bundle, String reason) {
    return new ImpactRow(effect, kind, name, nameOf(bundle), reason);
  }

  private String nameOf(long id) {
    var bundle = bundles.get(id);
    return bundle == null ? "bundle " + id : bundle.name();
  }
}
