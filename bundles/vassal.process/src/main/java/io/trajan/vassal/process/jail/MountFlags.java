package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import java.util.List;

/** The flags of mount(2) and umount2(2), uWSGI's and the rest. Pure functions. */
final class MountFlags {
  private static final List<String> MOUNT =
      List.of(
          ("bind rec recursive move remount ro rdonly readonly rw nosuid suid nodev dev noexec exec"
                  + " noatime atime nodiratime relatime strictatime lazytime sync dirsync mandlock"
                  + " silent shared private slave unbindable defaults")
              .split(" "));

  private static final List<String> UMOUNT =
      List.of("defaults", "force", "detach", "expire", "nofollow", "rec", "recursive");

  private MountFlags() {}

  static String mount(String text) throws BadValueException {
    return check(text, MOUNT, "a comma list of flags of mount");
  }

  static String umount(String text) throws BadValueException {
    return check(text, UMOUNT, "a comma list of flags of umount");
  }

  private static String check(String text, List<String> known, String what)
      throws BadValueException {
    return String.join(",", Texts.known(text, known, flag -> flag, what));
  }
}
