package io.trajan.foreign;

import java.io.IOException;
import java.nio.file.Path;

/** Tells when files of a directory have changed for good (inotify(7)). Thread-safe. */
public interface DirectoryWatcher {
  /**
   * Watches a directory, not those below it. {@code listener} runs on the watch's own thread, which
   * it may block; events that come meanwhile wait in the kernel, and when they overflow there
   * {@link Listener#rescan} is called.
   *
   * @return closes the watch and its thread, waiting for a running listener
   */
  AutoCloseable watch(Path directory, Listener listener) throws IOException;

  /** Hears of changes. */
  interface Listener {
    /**
     * A file is there whole: a writer closed it after changing it, or it was moved or linked here.
     */
    void settled(Path file);

    /** A file is gone: deleted or moved away. */
    void gone(Path file);

    /** Events were lost, or the directory itself was replaced: look at everything again. */
    void rescan();
  }
}
