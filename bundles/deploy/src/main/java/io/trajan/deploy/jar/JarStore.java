package io.trajan.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Private copies of jars, each named by the SHA-256 of its bytes. What is checked, what is handed
 * to the framework and what an update goes back to is always such a copy, so that nobody can change
 * it in between. Confined to the deploy thread.
 */
public final class JarStore {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String SUFFIX = ".jar";
  private static final String HALF = ".half";

  private final Path directory;
  private final long mostBytes;

  /**
   * A store.
   *
   * @param directory created when missing
   * @param mostBytes a longer file is refused
   */
  public JarStore(Path directory, long mostBytes) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.mostBytes = mostBytes;
  }

  /**
   * Copies a file and checks the copy.
   *
   * @throws BadJarException when it cannot be read or is not a usable bundle; nothing is left
   */
  public BundleJar take(Path file) throws BadJarException {
    try (var in = Files.newInputStream(file)) {
      return take(in);
    } catch (IOException e) {
      throw new BadJarException("cannot be read: " + Reasons.of(e), e);
    }
  }

  /** Copies a stream and checks the copy; closes nothing. */
  public BundleJar take(InputStream in) throws IOException, BadJarException {
    var half = Files.createTempFile(directory, "", HALF);
    try {
      var sha256 = copy(in, half);
      var whole = file(sha256);
      if (Files.exists(whole)) {
        return JarCheck.check(whole, sha256);
      }
      var jar = JarCheck.check(half, sha256);
      force(half);
      Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
      return new BundleJar(
          whole,
          sha256,
          jar.symbolicName(),
          jar.version(),
          jar.fragment(),
          jar.exports(),
          jar.contents());
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** Where the copy with this sum is or would be. */
  public Path file(String sha256) {
    return directory.resolve(sha256 + SUFFIX);
  }

  /** Deletes every copy that is not among those to keep, and what a crash left half-written. */
  public void keepOnly(Set<String> sums) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX) || !sums.contains(name.substring(0, name.length() - 4))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private String copy(InputStream in, Path to) throws IOException, BadJarException {
    var digest = sha256();
    var buffer = new byte[BUFFER_BYTES];
    var size = 0L;
    try (var out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > mostBytes) {
          throw new BadJarException(
              "larger than " + mostBytes + " bytes, the most that is accepted");
        }
        digest.update(buffer, 0, n);
        for (var bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
          out.write(bytes);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
