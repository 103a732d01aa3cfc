package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.deploy.Deployer;
import io.trajan.deploy.drop.Drop;
import io.trajan.shell.Example;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code deploy:*}. */
@Component(
    service = DeployCommands.class,
    property = {"osgi.command.scope=deploy", "osgi.command.function=list"})
@Descriptor("The directory that bundles and features are dropped into")
public final class DeployCommands {
  private final Deployer deployer;

  /**
   * A dropped file.
   *
   * @param file its name
   * @param state {@code active}; {@code stopped}: in force, but its bundle does not run; {@code
   *     refused}; {@code kept}: the file is refused and what it was before stays in force; {@code
   *     uninstalled}: by hand
   * @param content what is in force because of it
   * @param reason why the file is refused
   */
  public record DropRow(String file, String state, String content, String reason) {}

  /** Talks to the deployer. */
  @Activate
  public DeployCommands(@Reference DeployComponent component) {
    this.deployer = component.deployer();
  }

  /** {@code deploy:list}. */
  @Descriptor("Lists the dropped files, what came of them, and why not")
  @Example("deploy:list")
  public List<DropRow> list() {
    return deployer.drops().stream()
        .map(drop -> new DropRow(drop.file(), state(drop), drop.thing(), drop.refusal()))
        .toList();
  }

  private String state(Drop drop) {
    var bundle = deployer.dropped(drop);
    return drop.state() == Drop.State.ACTIVE && bundle != null && !runs(bundle)
        ? "stopped"
        : drop.state().name().toLowerCase(Locale.ROOT);
  }

  private static boolean runs(Bundle bundle) {
    return (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0
        || bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }
}
