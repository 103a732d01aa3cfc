package io.trajan.vassal.emperor.file;

import java.nio.file.Path;

/** Hears of changes in the vassals' directory; called on the watch's thread. */
public interface FileEvents {
  /**
   * Something happened to a file: it came, changed or went.
   *
   * @param whole whether no writer is at it
   */
  void touched(Path file, boolean whole);

  /** Events were lost: everything has to be looked at. */
  void rescan();
}
