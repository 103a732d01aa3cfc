package io.trajan.deploy.framework;

import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.FeatureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The configurations that features bring. One that the operator has a file for, or that somebody
 * else made, is not touched; ours carry {@link FeatureRecord#CONFIGURATION_MARK}. Confined to the
 * deploy thread.
 */
final class Configurations {
  /** Any bundle may receive the configuration. */
  private static final String ANY_LOCATION = "?";

  private final Kit kit;

  Configurations(Kit kit) {
    this.kit = kit;
  }

  /** How to undo. */
  interface Undo {
    void run() throws IOException;
  }

  /**
   * Makes a configuration what the feature says.
   *
   * @return how to undo it; empty when the operator's own is in force
   * @throws RefusedException when ConfigAdmin is away or cannot store it
   */
  Optional<Undo> apply(String pid, String feature, Map<String, Object> values)
      throws RefusedException {
    try {
      var existing = find(pid);
      if (operatorsFile(pid) || (existing != null && !ours(existing))) {
        return Optional.empty();
      }
      var before = existing == null ? null : existing.getProperties();
      var configuration = existing == null ? create(pid) : existing;
      var properties = new HashMap<String, Object>(values);
      properties.put(FeatureRecord.CONFIGURATION_MARK, feature);
      configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
      return Optional.of(() -> restore(pid, before));
    } catch (IOException e) {
      throw new RefusedException(
          "configuration " + pid + " cannot be stored: " + e.getMessage(), e);
    }
  }

  /** Whether nobody's configuration of a PID is there. */
  boolean isMissing(String pid) throws IOException, RefusedException {
    return find(pid) == null;
  }

  /** Removes a configuration if a feature brought it; says whether. */
  boolean remove(String pid) throws RefusedException {
    try {
      var existing = find(pid);
      if (existing == null || !ours(existing)) {
        return false;
      }
      existing.delete();
      return true;
    } catch (IOException e) {
      throw new RefusedException(
          "configuration " + pid + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private void restore(String pid, @Nullable Dictionary<String, Object> before) throws IOException {
    try {
      var existing = find(pid);
      if (before == null) {
        if (existing != null && ours(existing)) {
          existing.delete();
        }
      } else {
        (existing == null ? create(pid) : existing).update(before);
      }
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private @Nullable Configuration find(String pid) throws IOException, RefusedException {
    try {
      var filter = "(" + Constants.SERVICE_PID + "=" + pid.replaceAll("[\\\\*()]", "\\\\$0") + ")";
      var found = admin().listConfigurations(filter);
      return found == null || found.length == 0 ? null : found[0];
    } catch (InvalidSyntaxException e) {
      throw new RefusedException("\"" + pid + "\" is not a PID", e);
    }
  }

  private Configuration create(String pid) throws IOException, RefusedException {
    var tilde = pid.indexOf('~');
    return tilde < 0
        ? admin().getConfiguration(pid, ANY_LOCATION)
        : admin()
            .getFactoryConfiguration(
                pid.substring(0, tilde), pid.substring(tilde + 1), ANY_LOCATION);
  }

  private ConfigurationAdmin admin() throws RefusedException {
    var admin = kit.configurations().get();
    if (admin == null) {
      throw new RefusedException("ConfigAdmin is away, so no configuration can be changed");
    }
    return admin;
  }

  private static boolean ours(Configuration configuration) {
    var properties = configuration.getProperties();
    return properties == null || properties.get(FeatureRecord.CONFIGURATION_MARK) != null;
  }

  /** A file may be named {@code factory~name.cfg} or {@code factory-name.cfg}. */
  private boolean operatorsFile(String pid) {
    return Stream.of(pid, pid.replaceFirst("~", "-"))
        .anyMatch(name -> Files.exists(kit.places().etc().resolve(name + ".cfg")));
  }
}
