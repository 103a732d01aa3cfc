package io.trajan.launcher;

import io.trajan.feature.codec.FeatureRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives ConfigAdmin the configurations of the features, on the very thread that registers it and so
 * before anything above its start level begins. A configuration the operator wrote wins; one that a
 * feature brought and no feature brings any more is deleted.
 */
final class FeatureConfigurations implements ServiceListener {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureConfigurations.class);

  private final BundleContext context;
  private final Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
  private final Map<String, String> owners = new LinkedHashMap<>();

  FeatureConfigurations(BundleContext context, FeaturePlan plan) {
    this.context = context;
    for (var feature : plan.features().keySet()) {
      feature
          .configurations()
          .forEach(
              (pid, values) -> {
                wanted.putIfAbsent(pid, values);
                owners.putIfAbsent(pid, feature.name());
              });
    }
    plan.carried()
        .forEach(feature -> feature.pids().forEach(pid -> owners.putIfAbsent(pid, feature.name())));
  }

  void listen() throws InvalidSyntaxException {
    context.addServiceListener(
        this, "(" + Constants.OBJECTCLASS + "=" + ConfigurationAdmin.class.getName() + ")");
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() != ServiceEvent.REGISTERED) {
      return;
    }
    context.removeServiceListener(this);
    if (context.getService(event.getServiceReference()) instanceof ConfigurationAdmin admin) {
      try {
        apply(admin);
      } catch (IOException | InvalidSyntaxException e) {
        LOG.error("the configurations of the features could not be stored", e);
      }
    }
  }

  private void apply(ConfigurationAdmin admin) throws IOException, InvalidSyntaxException {
    var marked = admin.listConfigurations("(" + FeatureRecord.CONFIGURATION_MARK + "=*)");
    for (var configuration : marked == null ? List.<Configuration>of() : List.of(marked)) {
      if (!owners.containsKey(configuration.getPid())) {
        configuration.delete();
      }
    }
    for (var entry : wanted.entrySet()) {
      var configuration = configuration(admin, entry.getKey());
      if (ours(configuration)) {
        var values = new LinkedHashMap<>(entry.getValue());
        values.put(FeatureRecord.CONFIGURATION_MARK, owners.getOrDefault(entry.getKey(), ""));
        configuration.updateIfDifferent(FrameworkUtil.asDictionary(values));
      }
    }
  }

  private static boolean ours(Configuration configuration) {
    var properties = configuration.getProperties();
    return properties == null || properties.get(FeatureRecord.CONFIGURATION_MARK) != null;
  }

  private static Configuration configuration(ConfigurationAdmin admin, String pid)
      throws IOException {
    var tilde = pid.indexOf('~');
    var anyLocation = "?";
    return tilde < 0
        ? admin.getConfiguration(pid, anyLocation)
        : admin.getFactoryConfiguration(
            pid.substring(0, tilde), pid.substring(tilde + 1), anyLocation);
  }
}
