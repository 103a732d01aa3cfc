package io.trajan.deploy.framework;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleRevision;

/** What is special about fragments: nobody starts them, and a resolved host does not take them. */
final class Fragments {
  private final BundleContext system;

  Fragments(BundleContext system) {
    this.system = system;
  }

  static boolean isFragment(Bundle bundle) {
    var revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /** The resolved hosts that unresolved fragments wait for. */
  Set<Bundle> hostsToRefresh(Collection<Bundle> fresh) {
    var hosts = new LinkedHashSet<Bundle>();
    for (var fragment : fresh) {
      if (fragment.getState() == Bundle.INSTALLED && isFragment(fragment)) {
        for (var candidate : system.getBundles()) {
          if (candidate.getState() != Bundle.INSTALLED && hosts(candidate, fragment)) {
            hosts.add(candidate);
          }
        }
      }
    }
    return hosts;
  }

  private static boolean hosts(Bundle candidate, Bundle fragment) {
    var revision = candidate.adapt(BundleRevision.class);
    if (revision == null || candidate.getBundleId() == 0) {
      return false;
    }
    var requirements =
        fragment.adapt(BundleRevision.class).getDeclaredRequirements(HostNamespace.HOST_NAMESPACE);
    return requirements.stream()
        .filter(r -> r.getDirectives().get(Constants.EXTENSION_DIRECTIVE) == null)
        .anyMatch(
            r ->
                revision.getDeclaredCapabilities(HostNamespace.HOST_NAMESPACE).stream()
                    .anyMatch(r::matches));
  }
}
