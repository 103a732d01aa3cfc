package io.trajan.files.server;

import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import io.trajan.foreign.RootedFiles.Wait;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How a file was opened, so that the same one can be opened again.
 *
 * @param root the directory that nothing leaves
 * @param name below it
 */
record Origin(Path root, String name) {
  RootedFile open(RootedFiles files, Wait wait) throws IOException {
    return files.open(root, name, wait);
  }

  /** Whether two are the same file with the same content. */
  static boolean isSame(RootedFile one, RootedFile other) {
    return one.device() == other.device()
        && one.inode() == other.inode()
        && one.size() == other.size()
        && one.modified().equals(other.modified());
  }

  @Override
  public String toString() {
    return root + "/" + name;
  }
}
