package io.trajan.deploy.framework;

import io.trajan.deploy.impact.Picture;
import io.trajan.deploy.impact.Picture.BundleNode;
import io.trajan.deploy.impact.Picture.ComponentNode;
import io.trajan.deploy.impact.Picture.Kind;
import io.trajan.deploy.impact.Picture.Reference;
import io.trajan.deploy.impact.Picture.ServiceNode;
import io.trajan.deploy.impact.Picture.Wire;
import io.trajan.deploy.swap.AwayClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/** Takes a {@link Picture} of the running framework. Any thread. */
public final class PictureTaker {
  private final BundleContext system;

  /** Looks at the framework of this context, which must be the system bundle's. */
  public PictureTaker(BundleContext system) {
    this.system = system;
  }

  /**
   * Takes it.
   *
   * @param runtime null while the component runtime is away; then the picture has no components
   */
  public Picture take(@Nullable ServiceComponentRuntime runtime) {
    var bundles = Arrays.asList(system.getBundles());
    return new Picture(
        bundles.stream().map(PictureTaker::bundle).toList(),
        wires(bundles),
        services(),
        runtime == null ? List.of() : components(runtime));
  }

  private static BundleNode bundle(Bundle bundle) {
    var name = bundle.getSymbolicName();
    return new BundleNode(
        bundle.getBundleId(),
        name == null ? bundle.getLocation() : name,
        bundle.getVersion().toString());
  }

  private static List<Wire> wires(List<Bundle> bundles) {
    return bundles.stream()
        .filter(bundle -> bundle.getBundleId() != 0)
        .flatMap(bundle -> WireReading.of(bundle).stream())
        .toList();
  }

  private List<ServiceNode> services() {
    var nodes = new ArrayList<ServiceNode>();
    for (var reference : references(null, null)) {
      var owner = reference.getBundle();
      if (owner != null) {
        var names = (String[]) reference.getProperty(Constants.OBJECTCLASS);
        nodes.add(new ServiceNode(id(reference), owner.getBundleId(), names[0], users(reference)));
      }
    }
    return nodes;
  }

  private static Set<Long> users(ServiceReference<?> reference) {
    var users = reference.getUsingBundles();
    return users == null
        ? Set.of()
        : Arrays.stream(users).map(Bundle::getBundleId).collect(Collectors.toSet());
  }

  private List<ComponentNode> components(ServiceComponentRuntime runtime) {
    var nodes = new ArrayList<ComponentNode>();
    for (var description : runtime.getComponentDescriptionDTOs()) {
      for (var configuration : runtime.getComponentConfigurationDTOs(description)) {
        if (configuration.state == ComponentConfigurationDTO.ACTIVE
            || configuration.state == ComponentConfigurationDTO.SATISFIED) {
          nodes.add(component(configuration));
        }
      }
    }
    return nodes;
  }

  private ComponentNode component(ComponentConfigurationDTO configuration) {
    var description = configuration.description;
    var references = new ArrayList<Reference>();
    for (var reference : description.references) {
      references.add(reference(reference, configuration.satisfiedReferences));
    }
    return new ComponentNode(
        key(configuration),
        description.bundle.id,
        configuration.state == ComponentConfigurationDTO.ACTIVE,
        configuration.service == null ? Set.of() : Set.of(configuration.service.id),
        references);
  }

  static String key(ComponentConfigurationDTO configuration) {
    var properties = configuration.properties;
    return AwayClock.key(
        configuration.description.name,
        properties.get("service.factoryPid"),
        properties.get(Constants.SERVICE_PID));
  }

  private Reference reference(ReferenceDTO declared, SatisfiedReferenceDTO[] satisfied) {
    var kind =
        new Kind(
            declared.cardinality.startsWith("1"),
            "dynamic".equals(declared.policy),
            "greedy".equals(declared.policyOption));
    var target = declared.target;
    var bound = new HashSet<Long>();
    for (var each : satisfied) {
      if (each.name.equals(declared.name)) {
        target = each.target;
        for (ServiceReferenceDTO service : each.boundServices) {
          bound.add(service.id);
        }
      }
    }
    return new Reference(
        declared.name, kind, bound, ids(references(declared.interfaceName, target)));
  }

  private List<ServiceReference<?>> references(@Nullable String type, @Nullable String filter) {
    try {
      var found = system.getAllServiceReferences(type, filter);
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      // A target that came from a configuration and is no filter: nothing fits.
      return List.of();
    }
  }

  private static Set<Long> ids(List<ServiceReference<?>> references) {
    return references.stream().map(PictureTaker::id).collect(Collectors.toSet());
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }
}
