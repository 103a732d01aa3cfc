package io.trajan.vassal.process.jail;

import java.nio.file.Path;
import java.util.Optional;

/** What a jail has to know of the host it is on. */
public interface JailHost {
  /** The number of a user by name or number. */
  Optional<Long> user(String given);

  /** The number of a group by name or number. */
  Optional<Long> group(String given);

  /** The version of the cgroup hierarchy that a directory is or will be in, 0 when in none. */
  int cgroupVersion(Path directory);

  /** Whether there is such a directory. */
  boolean isThere(Path directory);

  /** The emperor's user. */
  long uid();

  /** The emperor's group. */
  long gid();
}
