package io.trajan.files.server;

import io.trajan.foreign.RootedFile;
import org.jspecify.annotations.Nullable;

/** What a path turned out to be. */
sealed interface Found {
  /**
   * A file, open.
   *
   * @param file the caller's from now on
   * @param origin how it was opened
   * @param name the name by which its kind is known: the original's, for a compressed one
   * @param coding its content coding, or null for none
   * @param varies whether another client may get another file
   */
  record Hit(RootedFile file, Origin origin, String name, @Nullable String coding, boolean varies)
      implements Found {}

  /** A directory with an index, asked for without the final slash. */
  record Directory() implements Found {}

  /** Nothing to serve. */
  record Nothing() implements Found {}
}
