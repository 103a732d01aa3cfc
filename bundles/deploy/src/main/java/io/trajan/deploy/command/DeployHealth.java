package io.trajan.deploy.command;

import io.trajan.deploy.DeployComponent;
import io.trajan.deploy.Deployer;
import io.trajan.deploy.drop.Drop;
import java.time.Duration;
import java.time.Instant;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Warns of dropped files that were refused, and of a change that does not end. */
@Component(property = {HealthCheck.NAME + "=deploy", HealthCheck.TAGS + "=deploy"})
public final class DeployHealth implements HealthCheck {
  /** A change that takes longer than this hangs in a bundle's start or stop. */
  private static final Duration HANGS = Duration.ofSeconds(60);

  private final Deployer deployer;

  /** Asks the deployer. */
  @Activate
  public DeployHealth(@Reference DeployComponent component) {
    this.deployer = component.deployer();
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    var drops = deployer.drops();
    drops.stream().filter(drop -> !drop.refusal().isEmpty()).forEach(drop -> warn(log, drop));
    var doing = deployer.doing();
    if (doing != null) {
      var since = Duration.between(doing.since(), Instant.now());
      if (since.compareTo(HANGS) > 0) {
        log.critical(
            "{} has been going on for {} s, last: {}",
            doing.what(),
            since.toSeconds(),
            doing.step());
      }
    }
    log.debug("{} dropped files, {} changes wait", drops.size(), deployer.waiting());
    return new Result(log);
  }

  private static void warn(FormattingResultLog log, Drop drop) {
    var kept = drop.sha256().isEmpty() ? "" : "; " + drop.thing() + " stays in force";
    log.warn("deploy/{} is refused: {}{}", drop.file(), drop.refusal(), kept);
  }
}
