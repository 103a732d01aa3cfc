package io.trajan.config.files.command;

import io.trajan.config.files.ConfigFiles;
import io.trajan.shell.Candidates;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Completes PIDs. */
@Component
public final class PidCandidates implements Candidates {
  private final ConfigFiles files;

  /** Asks the given reader. */
  @Activate
  public PidCandidates(@Reference ConfigFiles files) {
    this.files = files;
  }

  @Override
  public String kind() {
    return "pid";
  }

  @Override
  public Collection<String> names() {
    return files.survey().pids();
  }
}
