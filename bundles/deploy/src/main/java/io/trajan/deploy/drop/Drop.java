package io.trajan.deploy.drop;

/**
 * What is known of one dropped file.
 *
 * @param file its name
 * @param stamp how the file looked when it was last read: size, time, inode
 * @param sha256 of the content that is, or was until it was uninstalled by hand, in force because
 *     of it; empty when none is
 * @param thing what is in force: symbolic name and version, or the feature's name
 * @param refusal why the file as it is now is not in force, empty when it is
 * @param byHand whether an operator uninstalled it since
 */
public record Drop(
    String file, String stamp, String sha256, String thing, String refusal, boolean byHand) {
  /** How a file stands. */
  public enum State {
    /** What it says is in force. */
    ACTIVE,
    /** It is not in force, and nothing else of this name is. */
    REFUSED,
    /** It is not in force; what it said before still is. */
    KEPT,
    /** It was in force until an operator uninstalled it; it is left alone until it changes. */
    UNINSTALLED
  }

  /** How it stands. */
  public State state() {
    if (byHand) {
      return State.UNINSTALLED;
    }
    if (refusal.isEmpty()) {
      return State.ACTIVE;
    }
    return sha256.isEmpty() ? State.REFUSED : State.KEPT;
  }

  Drop refused(String newStamp, String why) {
    return new Drop(file, newStamp, sha256, thing, why, false);
  }

  Drop uninstalled() {
    return new Drop(file, stamp, sha256, thing, "", true);
  }

  Drop reinstated() {
    return new Drop(file, stamp, sha256, thing, refusal, false);
  }
}
