package io.trajan.config.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Our part of ConfigAdmin: the configurations that carry the name of a file. Those of others are
 * not touched, until a file of the same PID takes their place. For one thread.
 */
final class Configurations {
  /** Names the file; the dot keeps it out of the service properties of components. */
  static final String FILE = ".trajan.config.file";

  private static final String ANY_LOCATION = "?";

  private final ConfigurationAdmin admin;
  private final Map<String, Configuration> ours = new HashMap<>();

  /** What an earlier life left in force, of the PIDs that are different in this one. */
  private final Map<String, Dictionary<String, Object>> earlier = new HashMap<>();

  Configurations(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /** Finds ours of an earlier life; gives their files by PID. */
  Map<String, String> load() throws IOException {
    Map<String, String> files = new HashMap<>();
    for (Configuration configuration : list("(" + FILE + "=*)")) {
      ours.put(configuration.getPid(), configuration);
      files.put(configuration.getPid(), String.valueOf(configuration.getProperties().get(FILE)));
    }
    return files;
  }

  private List<Configuration> list(String filter) throws IOException {
    try {
      Configuration[] found = admin.listConfigurations(filter);
      return found == null ? List.of() : Arrays.asList(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(filter, e);
    }
  }

  /** Puts values in force; false when they were already. */
  boolean put(FileName name, Map<String, Object> values) throws IOException {
    Map<String, Object> marked = new HashMap<>(values);
    marked.put(FILE, name.file());
    Dictionary<String, Object> properties = FrameworkUtil.asDictionary(marked);
    Configuration known = ours.get(name.pid());
    if (known != null) {
      try {
        Dictionary<String, Object> before = known.getProperties();
        boolean different = known.updateIfDifferent(properties);
        if (different && before != null) {
          earlier.putIfAbsent(name.pid(), before);
        }
        return different;
      } catch (IllegalStateException e) { // somebody deleted it; ours comes back
        ours.remove(name.pid());
      }
    }
    Configuration fresh = find(name);
    ours.put(name.pid(), fresh);
    return fresh.updateIfDifferent(properties);
  }

  private Configuration find(FileName name) throws IOException {
    String factoryPid = name.factoryPid();
    String instance = name.name();
    return factoryPid == null || instance == null
        ? admin.getConfiguration(name.pid(), ANY_LOCATION)
        : admin.getFactoryConfiguration(factoryPid, instance, ANY_LOCATION);
  }

  /**
   * Undoes this life's changes of a PID.
   *
   * @return whether something of an earlier life is in force now
   */
  boolean restore(String pid) throws IOException {
    Dictionary<String, Object> before = earlier.get(pid);
    Configuration known = ours.get(pid);
    if (before == null || known == null) {
      delete(pid);
      return false;
    }
    known.updateIfDifferent(before);
    return true;
  }

  /** Takes a configuration of ours out of force. */
  void delete(String pid) throws IOException {
    Configuration configuration = ours.remove(pid);
    if (configuration != null) {
      try {
        configuration.delete();
      } catch (IllegalStateException e) {
        // Somebody was faster.
      }
    }
  }

  /** The values of a PID in force now, ours or not; null when there are none. */
  static @Nullable Dictionary<String, Object> inForce(ConfigurationAdmin admin, String pid)
      throws IOException, InvalidSyntaxException {
    Configuration[] found = admin.listConfigurations("(service.pid=" + escaped(pid) + ")");
    return found == null ? null : found[0].getProperties();
  }

  private static String escaped(String value) {
    return value.replaceAll("([\\\\*()])", "\\\\$1");
  }
}
