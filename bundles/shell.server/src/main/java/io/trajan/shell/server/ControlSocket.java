package io.trajan.shell.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The listening Unix socket. It is bound under another name, made private and then renamed, so that
 * it is never there with wider permissions and the one of a dead emperor is replaced without a gap;
 * a living one is not replaced. A path that the kernel finds too long (<a
 * href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>: 107 bytes) becomes a
 * symbolic link to a socket in a private temporary directory.
 */
final class ControlSocket implements AutoCloseable {
  /** {@code sun_path} without its final zero. */
  static final int LONGEST_PATH = 107;

  private final ServerSocketChannel channel;
  private final Path path;
  private final Path bound;
  private final @Nullable Object key;

  private ControlSocket(ServerSocketChannel channel, Path path, Path bound) throws IOException {
    this.channel = channel;
    this.path = path;
    this.bound = bound;
    this.key = key(path);
  }

  /** Listens at a path whose directory is made if it is not there. */
  static ControlSocket listen(Path path) throws IOException {
    prepare(path.toAbsolutePath().resolveSibling(""));
    refuseIfAlive(path);
    removeTarget(path);
    boolean far =
        path.toString().getBytes(StandardCharsets.UTF_8).length + ".new".length() > LONGEST_PATH;
    Path bound =
        far
            ? Files.createTempDirectory("trajan-").resolve("shell.sock")
            : path.resolveSibling(path.getFileName() + ".new");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Files.deleteIfExists(bound);
      channel.bind(UnixDomainSocketAddress.of(bound));
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      publish(far, bound, path);
      return new ControlSocket(channel, path, far ? bound : path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(bound);
      throw e;
    }
  }

  private static void prepare(Path directory) throws IOException {
    FileAttribute<Set<PosixFilePermission>> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory, mode);
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(directory);
    if (now.contains(PosixFilePermission.GROUP_WRITE)
        || now.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          directory
              + " may be written by others ("
              + PosixFilePermissions.toString(now)
              + "): expected rwx------");
    }
  }

  private static void refuseIfAlive(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    // A socket is neither file, directory nor link.
    if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new IOException(path + " is there and is no socket; move it away");
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path.toRealPath()))) {
      throw new IOException(path + " belongs to an emperor that lives: " + probe);
    } catch (ConnectException e) {
      // Nobody listens: left behind by a killed emperor.
    }
  }

  /** The temporary directory of a killed emperor goes with its link. */
  private static void removeTarget(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      Path target = Files.readSymbolicLink(path);
      Files.deleteIfExists(target);
      Files.deleteIfExists(path);
      if (target.getParent() != null
          && target.getParent().getFileName().toString().startsWith("trajan-")) {
        Files.deleteIfExists(target.getParent());
      }
    }
  }

  private static void publish(boolean far, Path bound, Path path) throws IOException {
    if (far) {
      Files.deleteIfExists(path);
      Files.createSymbolicLink(path, bound);
      return;
    }
    try {
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot rename " + bound + " to " + path, e);
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  ServerSocketChannel channel() {
    return channel;
  }

  Path path() {
    return path;
  }

  /** Stops listening and removes the files, unless another has replaced them. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key != null && key.equals(key(path))) {
      removeTarget(path);
      Files.deleteIfExists(path);
    }
    Files.deleteIfExists(
        bound.equals(path) ? path.resolveSibling(path.getFileName() + ".new") : bound);
  }
}
