package io.trajan.feature.codec;

import java.util.List;

/**
 * One feature in the record of what is installed.
 *
 * @param name its name
 * @param id the coordinates of the feature file it came from
 * @param origin who asked for it
 * @param state whether it is there
 * @param bundles its bundles as they were installed
 * @param pids the PIDs of the configurations it brought
 */
public record InstalledFeature(
    String name,
    String id,
    Origin origin,
    State state,
    List<InstalledBundle> bundles,
    List<String> pids) {
  public InstalledFeature {
    bundles = List.copyOf(bundles);
    pids = List.copyOf(pids);
  }

  /** Who asked for a feature. */
  public enum Origin {
    /** Named in the launcher's configuration. */
    BOOT,
    /** Came along because another feature requires it. */
    REQUIRED,
    /**
     * Installed at run time by the shell or the deploy directory; installed again at the next
     * start.
     */
    RUNTIME
  }

  /** Whether a feature is there. */
  public enum State {
    INSTALLED,
    /**
     * Uninstalled at run time although the launcher's configuration, or an installed feature that
     * merely names others, names it; it stays away while that is so.
     */
    UNINSTALLED
  }

  /**
   * One bundle of an installed feature.
   *
   * @param coordinates which jar
   * @param digest of the jar's bytes when it was installed, see {@link Digest}
   * @param startLevel the start level it was given
   */
  public record InstalledBundle(Coordinates coordinates, String digest, int startLevel) {}
}
