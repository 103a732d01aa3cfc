package io.trajan.request.dispatch;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads every class of a bundle at once. Requests outlive the dispatcher that took them, and what
 * is left to do for them when its bundle has been updated must not need a class that nobody can
 * load any more.
 */
final class Preload {
  private Preload() {}

  /** Loads and initializes the classes in the bundle itself. */
  static void classes(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    int options = BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE;
    for (String resource : wiring.listResources("/", "*.class", options)) {
      String name = resource.substring(0, resource.length() - ".class".length()).replace('/', '.');
      if (!name.endsWith("-info") && !name.contains(".command.")) {
        load(name, wiring.getClassLoader());
      }
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class of this bundle cannot be loaded", e);
    }
  }
}
