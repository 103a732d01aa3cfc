package io.trajan.config.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says: {@code pid.cfg} is the configuration of a PID, {@code factory-name.cfg}
 * and {@code factory~name.cfg} are both the instance {@code factory~name}. Immutable.
 *
 * @param file the name with its extension
 * @param pid the PID of the configuration
 * @param factoryPid the factory PID of an instance, else null
 * @param name the name of an instance, else null
 */
record FileName(String file, String pid, @Nullable String factoryPid, @Nullable String name) {
  static final String EXTENSION = ".cfg";

  private static final Pattern PID = Pattern.compile("([A-Za-z0-9_.]+?)(?:[-~]([^/\\s]+))?");

  /** Whether a name is that of a configuration at all; editors' and hidden files are not. */
  static boolean isOurs(String file) {
    return file.endsWith(EXTENSION) && !file.startsWith(".") && !file.startsWith("#");
  }

  /** What the name says, or null when it holds no PID. */
  static @Nullable FileName of(String file) {
    String stem = file.substring(0, file.length() - EXTENSION.length());
    Matcher matcher = PID.matcher(stem);
    if (!matcher.matches() || stem.length() > 200) {
      return null;
    }
    String name = matcher.group(2);
    String base = matcher.group(1);
    return name == null
        ? new FileName(file, base, null, null)
        : new FileName(file, base + "~" + name, base, name);
  }

  /** The PID that bundles know: the factory's for an instance. */
  String schemaPid() {
    return factoryPid == null ? pid : factoryPid;
  }
}
