package io.trajan.deploy.framework;

import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.InstalledFeature;
import io.trajan.feature.codec.InstalledFeature.State;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back configurations of installed features that are gone, because the operator's file that
 * took their place was deleted for example. Doing it twice changes nothing. Confined to the deploy
 * thread.
 */
public final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  private final Kit kit;
  private final FeatureFiles files;
  private final Configurations configurations;

  public Restoration(Kit kit, FeatureFiles files) {
    this.kit = kit;
    this.files = files;
    this.configurations = new Configurations(kit);
  }

  /** Does it. */
  public void run() throws IOException, RefusedException {
    for (var feature : Records.read(kit.places()).features()) {
      var gone = feature.state() == State.INSTALLED ? gone(feature) : List.<String>of();
      if (!gone.isEmpty()) {
        restore(feature.name(), gone);
      }
    }
  }

  private List<String> gone(InstalledFeature feature) throws IOException, RefusedException {
    for (var pid : feature.pids()) {
      if (configurations.isMissing(pid)) {
        return feature.pids();
      }
    }
    return List.of();
  }

  private void restore(String feature, List<String> pids) throws IOException, RefusedException {
    var known = files.read().features().get(feature);
    for (var pid : pids) {
      var values = known == null ? null : known.configurations().get(pid);
      if (values != null
          && configurations.isMissing(pid)
          && configurations.apply(pid, feature, values).isPresent()) {
        LOG.info("the configuration {} of feature {} is in force again", pid, feature);
      }
    }
  }
}
