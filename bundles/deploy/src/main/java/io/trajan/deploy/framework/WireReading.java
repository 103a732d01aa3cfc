package io.trajan.deploy.framework;

import io.trajan.deploy.impact.Picture.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWire;

/** Reads who would have to be refreshed with a bundle, and why. Stateless. */
final class WireReading {
  /** More packages than this are counted and not named. */
  private static final int NAMED_PACKAGES = 2;

  private WireReading() {}

  /**
   * The wires towards a bundle, of its current content and of what it had before and others still
   * use.
   */
  static List<Wire> of(Bundle bundle) {
    var packages = new LinkedHashMap<Long, List<String>>();
    var wires = new ArrayList<Wire>();
    for (var revision : bundle.adapt(BundleRevisions.class).getRevisions()) {
      var wiring = revision.getWiring();
      if (wiring == null) {
        continue;
      }
      for (var wire : wiring.getProvidedWires(null)) {
        read(wire, bundle, packages, wires);
      }
      // A fragment is part of its host, so the host changes with it.
      for (var wire : wiring.getRequiredWires(HostNamespace.HOST_NAMESPACE)) {
        var host = wire.getProvider().getBundle().getBundleId();
        wires.add(new Wire(host, bundle.getBundleId(), "has the fragment"));
      }
    }
    packages.forEach((id, names) -> wires.add(new Wire(id, bundle.getBundleId(), imports(names))));
    return wires;
  }

  private static void read(
      BundleWire wire, Bundle bundle, Map<Long, List<String>> packages, List<Wire> wires) {
    var requirer = wire.getRequirer().getBundle().getBundleId();
    if (requirer == bundle.getBundleId()) {
      return;
    }
    var namespace = wire.getCapability().getNamespace();
    switch (namespace) {
      case PackageNamespace.PACKAGE_NAMESPACE ->
          packages
              .computeIfAbsent(requirer, id -> new ArrayList<>())
              .add(String.valueOf(wire.getCapability().getAttributes().get(namespace)));
      case BundleNamespace.BUNDLE_NAMESPACE ->
          wires.add(new Wire(requirer, bundle.getBundleId(), "requires the bundle"));
      case HostNamespace.HOST_NAMESPACE ->
          wires.add(new Wire(requirer, bundle.getBundleId(), "is a fragment"));
      default -> wires.add(new Wire(requirer, bundle.getBundleId(), "requires " + namespace));
    }
  }

  private static String imports(List<String> names) {
    var distinct = names.stream().distinct().toList();
    var named = String.join(", ", distinct.stream().limit(NAMED_PACKAGES).toList());
    var more = distinct.size() - NAMED_PACKAGES;
    return "imports " + named + (more > 0 ? " and " + more + " more" : "");
  }
}
