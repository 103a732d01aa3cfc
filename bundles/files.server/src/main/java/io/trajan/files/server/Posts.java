package io.trajan.files.server;

import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import io.trajan.vassal.Launch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/** The services of one instance, where requests find it. Confined to its owner. */
final class Posts implements AutoCloseable {
  /** After what protects, before what routes say nothing about. */
  private static final int HOOK_RANKING = -1000;

  private final Registry registry;
  private final Launch launch;
  private final List<Runnable> undo = new ArrayList<>();

  /** Registers a service with the framework. */
  interface Registry {
    /** Registers; the result takes it back. */
    <S> Runnable register(Class<S> type, S service, Map<String, Object> properties);
  }

  Posts(Registry registry, Launch launch) {
    this.registry = registry;
    this.launch = launch;
  }

  void mount(String mount, RequestHandler handler) {
    Map<String, Object> properties = properties();
    properties.put(RequestHandler.MOUNT, mount);
    properties.put(RequestHandler.OPTIONAL, true);
    undo.add(registry.register(RequestHandler.class, handler, properties));
  }

  void hook(RouteHook hook) {
    Map<String, Object> properties = properties();
    properties.put(Constants.SERVICE_RANKING, HOOK_RANKING);
    undo.add(registry.register(RouteHook.class, hook, properties));
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(RequestHandler.VASSAL, launch.spec().name());
    properties.put(RequestHandler.GENERATION, launch.generation());
    return properties;
  }

  /** Takes all back, the last first. */
  @Override
  public void close() {
    undo.reversed().forEach(Runnable::run);
    undo.clear();
  }
}
