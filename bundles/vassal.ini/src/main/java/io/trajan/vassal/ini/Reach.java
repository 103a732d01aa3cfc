package io.trajan.vassal.ini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which files a vassal's file may lead to: all that the emperor can read when the file is the
 * emperor's or root's, and only those that its owner can read when it is somebody else's; so a
 * tenant learns nothing through a mightier emperor. Groups are not looked at: what is readable by
 * the owner's group alone is out of reach. Immutable.
 *
 * <p>It looks first and reads afterwards, so a tenant who swaps directories between the two can be
 * faster; an emperor who reads strangers' files as root should not rely on it alone.
 */
final class Reach {
  private static final int OWNER_READ = 0400;
  private static final int OWNER_ENTER = 0100;
  private static final int OTHERS_READ = 04;
  private static final int OTHERS_ENTER = 01;

  private final boolean everything;
  private final int owner;

  private Reach(boolean everything, int owner) {
    this.everything = everything;
    this.owner = owner;
  }

  /** The reach of a vassal's file; of one that is not there, everything. */
  static Reach of(Path file) {
    try {
      int owner = uid(file);
      return new Reach(owner == 0 || owner == uid(Path.of("/proc/self")), owner);
    } catch (IOException | UnsupportedOperationException e) {
      return new Reach(true, 0);
    }
  }

  /** The reach of a user who is neither the emperor nor root. */
  static Reach ofUser(int uid) {
    return new Reach(false, uid);
  }

  /** Whether a file may be read, by the path it really has. */
  boolean allows(Path file) throws IOException {
    if (everything) {
      return true;
    }
    Path real = file.toRealPath();
    if (!permits(real, OWNER_READ, OTHERS_READ)) {
      return false;
    }
    for (Path each = real.getParent(); each != null; each = each.getParent()) {
      if (!permits(each, OWNER_ENTER, OTHERS_ENTER)) {
        return false;
      }
    }
    return true;
  }

  private boolean permits(Path path, int asOwner, int asOther) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode");
    return (mode & (uid(path) == owner ? asOwner : asOther)) != 0;
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
