package io.trajan.deploy.framework;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * What every change of the framework needs.
 *
 * @param system the system bundle's context: what is installed with it does not depend on us
 * @param self this bundle
 * @param places where things are
 * @param configurations gives ConfigAdmin, or null while it is away
 * @param components gives the component runtime, or null while it is away
 * @param patience how long a bundle may take to come up
 * @param progress hears what is being done, any number of times, must not block
 */
public record Kit(
    BundleContext system,
    Bundle self,
    Places places,
    Supplier<@Nullable ConfigurationAdmin> configurations,
    Supplier<@Nullable ServiceComponentRuntime> components,
    Duration patience,
    Consumer<String> progress) {
  /** The same, telling its progress to somebody else. */
  public Kit telling(Consumer<String> listener) {
    return new Kit(system, self, places, configurations, components, patience, listener);
  }

  void say(String words) {
    progress.accept(words);
  }
}
