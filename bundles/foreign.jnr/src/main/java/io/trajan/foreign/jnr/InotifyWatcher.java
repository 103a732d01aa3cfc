package io.trajan.foreign.jnr;

import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * {@link DirectoryWatcher} by inotify, one instance and one thread per watch. Owns the watches that
 * are not closed by their users and ends them with itself.
 */
@Component
public final class InotifyWatcher implements DirectoryWatcher {
  private final Set<DirectoryWatch> watches = ConcurrentHashMap.newKeySet();
  private boolean stopped;

  /** Watches nothing yet. */
  public InotifyWatcher() {}

  @Override
  public synchronized AutoCloseable watch(Path directory, Listener listener) throws IOException {
    if (stopped) {
      throw new IllegalStateException("the watcher is stopped");
    }
    DirectoryWatch watch = new DirectoryWatch(directory, listener);
    watches.add(watch);
    watch.start();
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  @Deactivate
  void stop() {
    synchronized (this) {
      stopped = true;
    }
    watches.forEach(DirectoryWatch::close);
    watches.clear();
  }
}
