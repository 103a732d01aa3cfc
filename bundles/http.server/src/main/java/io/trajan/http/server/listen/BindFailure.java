package io.trajan.http.server.listen;

import io.netty.channel.unix.Errors;
import io.trajan.config.codec.Address;
import io.trajan.vassal.LaunchException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Turns what bind(2) says into what happened and what to do about it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
 */
final class BindFailure {
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;
  private static final int EROFS = 30;
  private static final int EAFNOSUPPORT = 97;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  private BindFailure() {}

  /**
   * Explains a failure.
   *
   * @param holder who has the address already, as far as that can be seen
   */
  static LaunchException explain(Address address, Throwable cause, Optional<String> holder) {
    String what = "cannot listen at " + address + ": ";
    if (cause instanceof UnknownHostException) {
      return new LaunchException(
          what + "this host name has no address", "Use an address of this machine.", cause);
    }
    int errno = cause instanceof Errors.NativeIoException failure ? -failure.expectedErr() : 0;
    return switch (errno) {
      case EADDRINUSE -> inUse(address, holder);
      case EACCES -> new LaunchException(what + "permission denied", remedy(address), cause);
      case EADDRNOTAVAIL ->
          new LaunchException(
              what + "this machine has no such address",
              "Use one that `ip address` lists, or :PORT for all.",
              cause);
      case ENOENT, ENOTDIR ->
          new LaunchException(
              what + "the directory does not exist", "Create the directory.", cause);
      case EROFS ->
          new LaunchException(
              what + "the file system is read-only", "Use a directory under /run.", cause);
      case EAFNOSUPPORT ->
          new LaunchException(
              what + "this machine has no IPv6", "Use an IPv4 address instead.", cause);
      default -> new LaunchException(what + cause.getMessage(), "", cause);
    };
  }

  /** Somebody else listens there. */
  static LaunchException inUse(Address address, Optional<String> holder) {
    return new LaunchException(
        "cannot listen at " + address + ": already in use" + holder.map(h -> " by " + h).orElse(""),
        "Stop what listens there, or choose another address.");
  }

  private static String remedy(Address address) {
    return address instanceof Address.Inet
        ? "Ports below 1024 need root or CAP_NET_BIND_SERVICE; choose a higher one."
        : "Give the emperor's user write permission for the directory.";
  }
}
