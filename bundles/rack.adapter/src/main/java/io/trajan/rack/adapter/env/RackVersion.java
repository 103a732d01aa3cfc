package io.trajan.rack.adapter.env;

/** The two contracts an application may expect. */
public enum RackVersion {
  /** <a href="https://github.com/rack/rack/blob/2-2-stable/SPEC.rdoc">Rack 2.2</a>. */
  TWO(1, 3),
  /** <a href="https://github.com/rack/rack/blob/main/SPEC.rdoc">Rack 3</a>. */
  THREE(3, 0);

  private final int major;
  private final int minor;

  RackVersion(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** What {@code rack.version} says; Rack 2 still counted its specification, 1.3. */
  int major() {
    return major;
  }

  int minor() {
    return minor;
  }

  /** By the release of the rack gem, {@code 2.2.22}; empty when there is none. */
  public static RackVersion ofRelease(String release) {
    return release.startsWith("2.") || release.startsWith("1.") ? TWO : THREE;
  }
}
