package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.InstalledFeature.State;
import io.trajan.shell.CommandAdvice;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the feature that would bring an unknown command. */
@Component
public final class FeatureAdvice implements CommandAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureAdvice.class);

  private final DeployComponent component;

  /** Asks the deployer. */
  @Activate
  public FeatureAdvice(@Reference DeployComponent component) {
    this.component = component;
  }

  @Override
  public Optional<String> toGet(String command) {
    int colon = command.indexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    try {
      return feature(command.substring(0, colon)).map(name -> "feature:install " + name);
    } catch (RefusedException e) {
      LOG.debug("no advice on {}", command, e);
      return Optional.empty();
    }
  }

  private Optional<String> feature(String scope) throws RefusedException {
    var installed = component.deployer().record();
    return component.deployer().shelf().features().values().stream()
        .filter(feature -> feature.scopes().contains(scope))
        .map(Feature::name)
        .filter(name -> installed.feature(name).filter(f -> f.state() == State.INSTALLED).isEmpty())
        .min(Comparator.naturalOrder());
  }
}
