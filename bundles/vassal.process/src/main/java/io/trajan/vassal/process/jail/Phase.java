package io.trajan.vassal.process.jail;

import java.util.Locale;

/**
 * When hooks run, in the order of a start. All but the emperor's run in the process that becomes
 * the vassal, and a failure ends the start.
 */
enum Phase {
  /** Outside of everything, beside the vassal, by the emperor's user; failures are ignored. */
  AS_EMPEROR(false, true),
  /** In the namespaces of {@code emperor-use-clone}, before anything else. */
  AS_VASSAL(true, false),
  /** The same place, after it. */
  ASAP(true, false),
  /** Before {@code unshare}; not on a reload. */
  PRE_JAIL(true, false),
  /** Before {@code unshare} as well, also on a reload. */
  IN_JAIL(true, false),
  /** In all namespaces, before the root changes. */
  POST_JAIL(true, false),
  /** In the final root, the last moment as root. */
  AS_ROOT(true, false),
  /** As the user of the vassal. */
  AS_USER(false, false),
  /** Just before the program. */
  PRE_APP(false, false);

  private final boolean mounts;
  private final boolean outside;

  Phase(boolean mounts, boolean outside) {
    this.mounts = mounts;
    this.outside = outside;
  }

  /** As options have it: {@code pre-jail}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there are {@code mount-} and {@code umount-} options. */
  boolean mounts() {
    return mounts;
  }

  /** Whether the warden runs its commands, outside the jail. */
  boolean isOutside() {
    return outside;
  }
}
