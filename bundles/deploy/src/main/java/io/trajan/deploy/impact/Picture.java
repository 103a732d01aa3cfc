package io.trajan.deploy.impact;

import java.util.List;
import java.util.Set;

/**
 * The running system at one moment, as far as a restart can spread in it. Immutable.
 *
 * @param bundles all of them
 * @param wires who depends on whose content
 * @param services all that are registered
 * @param components the configured components that are satisfied or active
 */
public record Picture(
    List<BundleNode> bundles,
    List<Wire> wires,
    List<ServiceNode> services,
    List<ComponentNode> components) {
  public Picture {
    bundles = List.copyOf(bundles);
    wires = List.copyOf(wires);
    services = List.copyOf(services);
    components = List.copyOf(components);
  }

  /**
   * A bundle.
   *
   * @param id its number
   * @param name its symbolic name
   * @param version its version
   */
  public record BundleNode(long id, String name, String version) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * That one bundle uses content of another, or is its fragment.
   *
   * @param requirer the bundle that has to be refreshed when the other is
   * @param provider the other
   * @param what is used, as the beginning of a phrase: {@code imports io.trajan.request from}
   */
  public record Wire(long requirer, long provider, String what) {}

  /**
   * A service.
   *
   * @param id its number
   * @param bundle who registered it
   * @param name its first interface, for people
   * @param users the bundles that hold it now
   */
  public record ServiceNode(long id, long bundle, String name, Set<Long> users) {
    public ServiceNode {
      users = Set.copyOf(users);
    }
  }

  /**
   * A component configuration.
   *
   * @param key unique and the same after a restart: name, and instance for a factory configuration
   * @param bundle whose it is
   * @param active whether an instance exists; a delayed component that nobody uses has none
   * @param services the numbers of the services it registered, none or one
   * @param references what it depends on
   */
  public record ComponentNode(
      String key, long bundle, boolean active, Set<Long> services, List<Reference> references) {
    public ComponentNode {
      services = Set.copyOf(services);
      references = List.copyOf(references);
    }

    /** Whether anybody could notice that it goes. */
    boolean exists() {
      return active || !services.isEmpty();
    }
  }

  /**
   * A component's reference.
   *
   * @param name of the reference
   * @param kind what happens when its service goes
   * @param bound the services in use
   * @param candidates every service that fits, bound or not
   */
  public record Reference(String name, Kind kind, Set<Long> bound, Set<Long> candidates) {
    public Reference {
      bound = Set.copyOf(bound);
      candidates = Set.copyOf(candidates);
    }
  }

  /**
   * How a reference was declared.
   *
   * @param mandatory whether it needs at least one service
   * @param dynamic whether services may change under a living instance
   * @param greedy whether it wants what comes later
   */
  public record Kind(boolean mandatory, boolean dynamic, boolean greedy) {
    @Override
    public String toString() {
      return (dynamic ? "dynamic " : "static ") + (mandatory ? "mandatory" : "optional");
    }
  }
}
