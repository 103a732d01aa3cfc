package io.trajan.vassal;

import java.nio.file.Path;

/**
 * Reads vassals' files with one extension. A whiteboard service: files with the extension of a
 * format that is not there are left alone until it comes; when it goes, the vassals it read go on
 * as they are. Called on the emperor's thread.
 */
public interface VassalFormat {
  /** The extension without its dot, lower case: {@code ini}. */
  String extension();

  /**
   * Reads a file. Never throws for what is written in it: that is told as faults, all of them.
   *
   * @param vassal the vassal's name
   * @param file where the bytes come from, absolute; placeholders and relative paths refer to it
   * @param bytes what the file holds, at most 1 MiB; not changed
   */
  Reading read(String vassal, Path file, byte[] bytes);
}
