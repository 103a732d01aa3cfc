package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.deploy.Deployer;
import io.trajan.deploy.framework.Change;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code feature:*}. */
@Component(
    service = FeatureCommands.class,
    property = {
      "osgi.command.scope=feature",
      "osgi.command.function=list",
      "osgi.command.function=info",
      "osgi.command.function=install",
      "osgi.command.function=uninstall"
    })
@Descriptor("Features: what is installed and what could be")
public final class FeatureCommands {
  private final Deployer deployer;

  /** Talks to the deployer. */
  @Activate
  public FeatureCommands(@Reference DeployComponent component) {
    this.deployer = component.deployer();
  }

  /** {@code feature:list}. */
  @Descriptor("Lists the features")
  @Example("feature:list")
  public List<FeatureRow> list() throws CommandException {
    try {
      return new FeatureTable(deployer.shelf(), deployer.record()).rows();
    } catch (RefusedException e) {
      throw new CommandException("feature:list: " + e.getMessage());
    }
  }

  /** {@code feature:info}. */
  @Descriptor("Shows a feature: what it requires, its bundles and its configurations")
  @Example("feature:info rack")
  public FeatureDetails info(@CompleteWith("feature") @Descriptor("which feature") String feature)
      throws CommandException {
    try {
      return new FeatureTable(deployer.shelf(), deployer.record())
          .details(feature, deployer::bundle);
    } catch (RefusedException e) {
      throw new CommandException("feature:info: " + e.getMessage());
    }
  }

  /** {@code feature:install}. */
  @Descriptor("Installs features and what they require; all of it, or nothing")
  @Example({"feature:install rack", "feature:install fastcgi uwsgi"})
  public List<Change> install(
      @CompleteWith("feature") @Descriptor("which features") String... feature)
      throws CommandException {
    return Waiting.change("feature:install", () -> deployer.install(List.of(feature)));
  }

  /** {@code feature:uninstall}. */
  @Descriptor("Uninstalls features, and what was there only because of them")
  @Example("feature:uninstall rack")
  public List<Change> uninstall(
      @CompleteWith("feature") @Descriptor("which features") String... feature)
      throws CommandException {
    return Waiting.change("feature:uninstall", () -> deployer.uninstall(List.of(feature)));
  }
}
