package io.trajan.files.server;

import io.trajan.foreign.ForeignException;
import java.util.Set;

/** What the errors of an open mean for a request. */
final class Errors {
  private static final Set<String> MISSING =
      Set.of("ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EINVAL", "ENXIO", "ENODEV", "EXDEV");
  private static final Set<String> FORBIDDEN = Set.of("EACCES", "EPERM");
  private static final Set<String> SHORTAGE =
      Set.of("EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "EINTR");

  private Errors() {}

  /** There is nothing that could be served. */
  static boolean isMissing(ForeignException e) {
    return MISSING.contains(e.error());
  }

  /** It is there and not for us. */
  static boolean isForbidden(ForeignException e) {
    return FORBIDDEN.contains(e.error());
  }

  /** It may work in a moment. */
  static boolean isShortage(ForeignException e) {
    return SHORTAGE.contains(e.error());
  }

  /** It is a directory. */
  static boolean isDirectory(ForeignException e) {
    return e.error().equals("EISDIR");
  }

  /** It leads out of its root. */
  static boolean isEscape(ForeignException e) {
    return e.error().equals("EXDEV");
  }

  /** The kernel would have had to wait. */
  static boolean isWouldWait(ForeignException e) {
    return e.error().equals("EAGAIN");
  }
}
