package io.trajan.shell.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: root and the user the emperor runs as. The kernel says who connected
 * (SO_PEERCRED, <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>); the mode
 * of the socket already keeps others out, this holds even if somebody changes the mode.
 */
final class PeerCheck {
  private static final String ROOT = "root";

  private final UserPrincipal emperor;

  /** {@code owned} is a file that this process made. */
  PeerCheck(Path owned) throws IOException {
    emperor = Files.getOwner(owned, LinkOption.NOFOLLOW_LINKS);
  }

  /** The peer's name if it may come in; null if not. */
  @Nullable String admit(SocketChannel channel) throws IOException {
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    return peer.equals(emperor) || isRoot(peer) ? peer.getName() : null;
  }

  /** Principals are equal when their numbers are. */
  private static boolean isRoot(UserPrincipal peer) throws IOException {
    return peer.equals(
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT));
  }
}
