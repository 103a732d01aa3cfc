package io.trajan.files.server;

import io.trajan.foreign.ForeignException;
import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import io.trajan.foreign.RootedFiles.Wait;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens names below their root. A link that leads out is followed only into the root itself
 * (absolute links) or a safe directory, and then the target is opened below that one, by the
 * kernel's rules again: between the look and the open nobody gains anything by changing the link.
 *
 * @param files the kernel's part
 * @param safe where links may lead
 * @param waiting whether this thread may wait for a disk
 */
record Opener(RootedFiles files, List<Path> safe, Wait waiting) {
  /** An open file and how it was opened. */
  record Opened(RootedFile file, Origin origin) {}

  /**
   * Opens a name.
   *
   * @return null when there is nothing to serve
   * @throws ForeignException EISDIR for a directory, EAGAIN when this thread may not wait and would
   *     have to, and what stands for trouble
   */
  @Nullable Opened open(Path root, String name) throws IOException {
    Origin origin = new Origin(root, name);
    try {
      return new Opened(origin.open(files, waiting), origin);
    } catch (ForeignException e) {
      if (Errors.isEscape(e)) {
        return outside(origin);
      }
      if (Errors.isMissing(e)) {
        return null;
      }
      throw e;
    }
  }

  private @Nullable Opened outside(Origin origin) throws IOException {
    if (waiting == Wait.NEVER) {
      throw new ForeignException(
          "resolve " + origin, "EAGAIN", "a link has to be followed by hand");
    }
    Origin target = resolve(origin);
    if (target == null) {
      return null;
    }
    try {
      return new Opened(target.open(files, waiting), target);
    } catch (ForeignException e) {
      if (Errors.isMissing(e)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Where the links lead, if that is inside one of the directories; whole segments are compared.
   */
  private @Nullable Origin resolve(Origin origin) throws IOException {
    Path real;
    try {
      real = origin.root().resolve(Octets.text(origin.name())).toRealPath();
    } catch (IOException | InvalidPathException e) {
      return null; // it is gone, or its name is no UTF-8
    }
    for (Path directory : Stream.concat(Stream.of(origin.root()), safe.stream()).toList()) {
      Path top = realDirectory(directory);
      if (top != null && real.startsWith(top)) {
        return new Origin(top, Octets.of(top.relativize(real)));
      }
    }
    return null;
  }

  private static @Nullable Path realDirectory(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return null; // a safe directory that is not there leads nowhere
    }
  }
}
