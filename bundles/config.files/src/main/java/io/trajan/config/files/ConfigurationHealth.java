package io.trajan.config.files;

import io.trajan.config.files.Survey.Finding;
import io.trajan.config.files.Survey.Weight;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Healthy while files are watched and none is refused. A refused one is a warning: the house goes
 * on with what was in force before.
 */
@Component(
    service = HealthCheck.class,
    property = {HealthCheck.NAME + "=configuration", HealthCheck.TAGS + "=configuration"})
public final class ConfigurationHealth implements HealthCheck {
  private static final int TOLD_AT_MOST = 50;

  private final ConfigFiles files;

  /** Asks the given reader. */
  @Activate
  public ConfigurationHealth(@Reference ConfigFiles files) {
    this.files = files;
  }

  @Override
  public Result execute() {
    Survey survey = files.survey();
    List<Finding> refused =
        survey.findings().stream().filter(f -> f.weight() == Weight.REFUSED).toList();
    FormattingResultLog log = new FormattingResultLog();
    if (!files.isAlive()) {
      log.critical("the thread config-files is dead: changes of files are not seen");
    }
    refused.stream().limit(TOLD_AT_MOST).forEach(f -> log.warn("{}", sentence(f)));
    survey.consequences().entrySet().stream()
        .limit(TOLD_AT_MOST)
        .forEach(e -> log.warn("{} {}", e.getKey(), e.getValue()));
    if (refused.isEmpty()) {
      log.info("{} files, none refused", survey.files());
    }
    return new Result(log);
  }

  private static String sentence(Finding finding) {
    StringBuilder text = new StringBuilder(finding.file());
    if (finding.line() > 0) {
      text.append(':').append(finding.line());
    }
    text.append(": ");
    if (!finding.key().isEmpty()) {
      text.append(finding.key());
      text.append(finding.value().isEmpty() ? "" : " = \"" + finding.value() + '"').append(": ");
    }
    text.append(finding.value().isEmpty() ? "" : "expected ").append(finding.expected());
    return finding.nearest().isEmpty()
        ? text.toString()
        : text.append(" (did you mean ").append(finding.nearest()).append("?)").toString();
  }
}
