package io.trajan.vassal.emperor;

import io.trajan.vassal.VassalInfo;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Says which vassals are not as they should be: critical when one does not serve that should, a
 * warning when one serves but its file is refused, or has been starting. Critical too when the
 * emperor does not get to his work.
 */
@Component(property = {"hc.name=vassals", "hc.tags=vassals", "hc.tags=readiness"})
public final class VassalsHealth implements HealthCheck {
  private final Emperor emperor;

  /** A check of this emperor and his vassals. */
  @Activate
  public VassalsHealth(@Reference Emperor emperor) {
    this.emperor = emperor;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    String trouble = emperor.trouble();
    if (!trouble.isEmpty()) {
      log.critical("{}: files and vassals are not looked after", trouble);
    }
    emperor.list().forEach(vassal -> add(log, vassal));
    return new Result(log);
  }

  private static void add(FormattingResultLog log, VassalInfo vassal) {
    String line = vassal.name() + " is " + vassal.state().name().toLowerCase(java.util.Locale.ROOT);
    String full = vassal.reason().isEmpty() ? line : line + ": " + vassal.reason();
    switch (vassal.state()) {
      case READY -> {
        if (vassal.reason().isEmpty()) {
          log.debug("{}", full);
        } else {
          log.warn("{}", full);
        }
      }
      case RELOADING, STOPPED -> log.info("{}", full);
      case STARTING, STOPPING -> log.temporarilyUnavailable("{}", full);
      case REFUSED, WAITING, FAILED -> log.critical("{}", full);
    }
  }
}
