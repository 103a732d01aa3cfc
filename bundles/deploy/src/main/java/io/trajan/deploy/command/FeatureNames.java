package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.shell.Candidates;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Completes names of features. */
@Component
public final class FeatureNames implements Candidates {
  private final DeployComponent component;

  /** Asks the deployer. */
  @Activate
  public FeatureNames(@Reference DeployComponent component) {
    this.component = component;
  }

  @Override
  public String kind() {
    return "feature";
  }

  @Override
  public Collection<String> names() {
    return component.deployer().featureNames();
  }
}
