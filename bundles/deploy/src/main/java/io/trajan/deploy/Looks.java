package io.trajan.deploy;

import io.trajan.foreign.DirectoryWatcher.Listener;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which dropped files have to be looked at. Any number of events of one file are one look; bounded
 * by the number of files, and past {@value #CAPACITY} names by looking at everything. Thread-safe.
 */
final class Looks implements Listener {
  static final int CAPACITY = 1024;

  private final Runnable wake;
  private final Set<String> names = new LinkedHashSet<>();
  private boolean all;

  /**
   * Nothing to look at yet.
   *
   * @param wake called when there is; must not block
   */
  Looks(Runnable wake) {
    this.wake = wake;
  }

  /**
   * What to look at.
   *
   * @param all everything; then the names do not matter
   * @param names these files
   */
  record Wanted(boolean all, Set<String> names) {
    boolean isEmpty() {
      return !all && names.isEmpty();
    }
  }

  @Override
  public void settled(Path file) {
    add(file.getFileName().toString());
  }

  @Override
  public void gone(Path file) {
    add(file.getFileName().toString());
  }

  @Override
  public void rescan() {
    synchronized (this) {
      all = true;
    }
    wake.run();
  }

  private void add(String name) {
    synchronized (this) {
      names.add(name);
      all |= names.size() > CAPACITY;
    }
    wake.run();
  }

  /** Takes what there is to look at. */
  synchronized Wanted take() {
    var wanted = new Wanted(all, all ? Set.of() : Set.copyOf(names));
    names.clear();
    all = false;
    return wanted;
  }
}
