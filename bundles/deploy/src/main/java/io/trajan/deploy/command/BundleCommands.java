package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.deploy.Deployer;
import io.trajan.deploy.framework.Change;
import io.trajan.deploy.impact.ImpactRow;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code bundle:*}. */
@Component(
    service = BundleCommands.class,
    property = {
      "osgi.command.scope=bundle",
      "osgi.command.function=impact",
      "osgi.command.function=update"
    })
@Descriptor("Bundles: updated safely, and what that restarts")
public final class BundleCommands {
  private final Deployer deployer;

  /** Talks to the deployer. */
  @Activate
  public BundleCommands(@Reference DeployComponent component) {
    this.deployer = component.deployer();
  }

  /** {@code bundle:impact}. */
  @Descriptor("Says what an update of a bundle would restart, and why")
  @Example("bundle:impact trajan.request.dispatch")
  public List<ImpactRow> impact(@CompleteWith("bundle") @Descriptor("which bundle") Bundle bundle)
      throws CommandException {
    try {
      return deployer.impact(bundle);
    } catch (RefusedException e) {
      throw new CommandException("bundle:impact: " + e.getMessage());
    }
  }

  /** {@code bundle:impact} with a file. */
  @Descriptor(
      "Says what an update of a bundle would restart, and whether the jar would be accepted")
  @Example("bundle:impact trajan.request.dispatch /tmp/new.jar")
  public List<ImpactRow> impact(
      @CompleteWith("bundle") @Descriptor("which bundle") Bundle bundle,
      @CompleteWith("file") @Descriptor("the new jar") Path file)
      throws CommandException {
    try {
      deployer.check(bundle, file);
      return deployer.impact(bundle);
    } catch (RefusedException e) {
      throw new CommandException("bundle:impact: " + e.getMessage());
    }
  }

  /** {@code bundle:update}. */
  @Descriptor("Updates a bundle from where it came, and goes back when it does not come up")
  @Example("bundle:update trajan.request.dispatch")
  public List<Change> update(@CompleteWith("bundle") @Descriptor("which bundle") Bundle bundle)
      throws CommandException {
    return Waiting.change("bundle:update", () -> deployer.update(bundle, null));
  }

  /** {@code bundle:update} with a file. */
  @Descriptor("Updates a bundle from a jar, and goes back when it does not come up")
  @Example("bundle:update trajan.request.dispatch /tmp/new.jar")
  public List<Change> update(
      @CompleteWith("bundle") @Descriptor("which bundle") Bundle bundle,
      @CompleteWith("file") @Descriptor("the new jar") Path file)
      throws CommandException {
    return Waiting.change("bundle:update", () -> deployer.update(bundle, file));
  }
}
