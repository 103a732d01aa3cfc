package io.trajan.deploy.framework;

import io.trajan.deploy.swap.Relay;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the deployer's own bundle, or one it needs, with a thread and classes that outlive it.
 * The thread ends by itself when the update is over; nobody joins it, because whoever started it is
 * gone by then.
 */
final class SelfUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(SelfUpdate.class);
  private static final String THREAD = "trajan-deploy-relay";

  private SelfUpdate() {}

  /**
   * Starts it.
   *
   * @param classes a copy of the jar this class is in
   * @return completes with what {@link Relay#call} answers
   */
  static CompletableFuture<Map<String, Object>> start(
      Kit kit, Path classes, Bundle target, Path next, Path last, Path verdict) throws IOException {
    loadEverything(kit.self());
    var loader =
        new URLClassLoader(
            "trajan-deploy-relay", new URL[] {classes.toUri().toURL()}, frameworkLoader());
    var relay = relay(loader, kit, target, next, last, verdict);
    var result = new CompletableFuture<Map<String, Object>>();
    var thread = new Thread(() -> run(relay, loader, result), THREAD);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /**
   * Also classes of this one's own bundle are needed once its jar is closed, to tell the outcome.
   */
  private static void loadEverything(Bundle self) {
    var wiring = self.adapt(BundleWiring.class);
    var classes =
        wiring.listResources(
            "io/trajan/deploy",
            "*.class",
            BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
    for (var name : classes) {
      var type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      try {
        Class.forName(type, true, wiring.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        // Something optional is not there; then it is not needed later either.
        LOG.debug("{} cannot be loaded", type, e);
      }
    }
  }

  private static ClassLoader frameworkLoader() {
    return Bundle.class.getClassLoader();
  }

  private static Callable<?> relay(
      ClassLoader loader, Kit kit, Bundle target, Path next, Path last, Path verdict)
      throws IOException {
    try {
      return Class.forName(Relay.class.getName(), true, loader)
          .asSubclass(Callable.class)
          .getConstructor(
              BundleContext.class, Bundle.class, Path.class, Path.class, Long.class, Path.class)
          .newInstance(kit.system(), target, next, last, kit.patience().toMillis(), verdict);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IOException("the copy of " + kit.self().getSymbolicName() + " is unusable", e);
    }
  }

  private static void run(
      Callable<?> relay, URLClassLoader loader, CompletableFuture<Map<String, Object>> result) {
    try (loader) {
      var answer = new HashMap<String, Object>();
      if (relay.call() instanceof Map<?, ?> map) {
        map.forEach((key, value) -> answer.put(String.valueOf(key), value));
      }
      result.complete(answer);
    } catch (Exception | LinkageError e) {
      // The top of the thread: whoever waits has to hear of everything.
      result.completeExceptionally(e);
    }
  }
}
