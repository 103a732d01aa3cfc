package io.trajan.vassal.process;

import io.trajan.vassal.process.jail.JailHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * This host, as jails have to know it.
 *
 * @param accounts its users and groups
 */
record ThisHost(Accounts accounts) implements JailHost {
  private static final Path SELF = Path.of("/proc/self"); // Belongs to this process's user.

  @Override
  public Optional<Long> user(String given) {
    return accounts.user(given).map(Accounts.User::uid);
  }

  @Override
  public Optional<Long> group(String given) {
    return accounts.group(given);
  }

  @Override
  public int cgroupVersion(Path directory) {
    Path there = directory.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      String type = there == null ? "" : Files.getFileStore(there).type();
      return type.equals("cgroup2") ? 2 : type.equals("cgroup") ? 1 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean isThere(Path directory) {
    return Files.isDirectory(directory);
  }

  @Override
  public long uid() {
    return number("unix:uid");
  }

  @Override
  public long gid() {
    return number("unix:gid");
  }

  private static long number(String attribute) {
    try {
      return ((Integer) Files.getAttribute(SELF, attribute)).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
