package io.trajan.deploy.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Finds out why a bundle does not resolve, in words. Stateless but for the framework it asks. */
public final class Missing {
  private final FrameworkWiring wiring;

  /** Asks the framework of this context. */
  public Missing(BundleContext system) {
    this.wiring = system.getBundle().adapt(FrameworkWiring.class);
  }

  /**
   * A requirement that nothing fulfils.
   *
   * @param bundle whose it is
   * @param requirement the requirement itself
   * @param words for people: {@code imports com.acme, which no bundle exports}
   */
  public record Lack(String bundle, BundleRequirement requirement, String words) {
    @Override
    public String toString() {
      return bundle + " " + words;
    }
  }

  /** What a bundle lacks, itself or through the unresolved bundles it needs; empty when nothing. */
  public List<Lack> of(Bundle bundle) {
    var found = new ArrayList<Lack>();
    follow(bundle.adapt(BundleRevision.class), new LinkedHashSet<>(), found);
    return found;
  }

  private void follow(BundleRevision revision, Set<BundleRevision> seen, List<Lack> found) {
    if (revision == null || revision.getWiring() != null || !seen.add(revision)) {
      return;
    }
    for (var requirement : revision.getDeclaredRequirements(null)) {
      if (!mandatory(requirement)) {
        continue;
      }
      var providers = wiring.findProviders(requirement);
      if (providers.isEmpty()) {
        found.add(lack(revision, requirement));
      } else if (providers.stream().allMatch(p -> p.getRevision().getWiring() == null)) {
        providers.forEach(provider -> follow(provider.getRevision(), seen, found));
      }
    }
  }

  private static boolean mandatory(BundleRequirement requirement) {
    var directives = requirement.getDirectives();
    var resolution = directives.get(Constants.RESOLUTION_DIRECTIVE);
    var effective = directives.get(Constants.EFFECTIVE_DIRECTIVE);
    return (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY))
        && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
  }

  private Lack lack(BundleRevision revision, BundleRequirement requirement) {
    return new Lack(revision.getSymbolicName(), requirement, words(requirement));
  }

  private String words(BundleRequirement requirement) {
    var filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    return switch (requirement.getNamespace()) {
      case PackageNamespace.PACKAGE_NAMESPACE -> packageWords(filter);
      case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
          "needs another Java: " + filter;
      default ->
          "requires " + requirement.getNamespace() + " " + filter + ", which nothing provides";
    };
  }

  private String packageWords(String filter) {
    var name = value(filter, PackageNamespace.PACKAGE_NAMESPACE);
    var versions = versions(name);
    return versions.isEmpty()
        ? "imports " + name + ", which no bundle exports"
        : "imports " + name + " " + filter + ", of which there is only " + versions;
  }

  private Collection<String> versions(String packageName) {
    var any = new AnyVersion(packageName);
    var versions = new LinkedHashSet<String>();
    for (BundleCapability capability : wiring.findProviders(any)) {
      var version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
      versions.add(version + " of " + capability.getRevision().getSymbolicName());
    }
    return versions;
  }

  /** The value of one attribute in a filter that the framework made of a header. */
  static String value(String filter, String attribute) {
    var start = filter.indexOf("(" + attribute + "=");
    if (start < 0) {
      return filter;
    }
    var from = start + attribute.length() + 2;
    return filter.substring(from, filter.indexOf(')', from));
  }

  /** Asks for a package whatever its version. */
  private record AnyVersion(String name) implements Requirement {
    @Override
    public String getNamespace() {
      return PackageNamespace.PACKAGE_NAMESPACE;
    }

    @Override
    public java.util.Map<String, String> getDirectives() {
      return java.util.Map.of(
          Constants.FILTER_DIRECTIVE, "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")");
    }

    @Override
    public java.util.Map<String, Object> getAttributes() {
      return java.util.Map.of();
    }

    @Override
    public org.osgi.resource.@org.jspecify.annotations.Nullable Resource getResource() {
      return null;
    }
  }
}
