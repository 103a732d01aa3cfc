package io.trajan.shell.server.command;

import io.trajan.shell.Candidates;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.shell.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Asks the health checks that are registered as services of Felix's API. */
@Component(
    service = {HealthCommands.class, Candidates.class},
    property = {"osgi.command.scope=health", "osgi.command.function=check"})
@Descriptor("Whether all is well")
public final class HealthCommands implements Candidates {
  private final BundleContext context;
  private final HealthRounds rounds;

  /** Of the framework of this context. */
  @Activate
  public HealthCommands(BundleContext context) {
    this.context = context;
    this.rounds = new HealthRounds(context);
  }

  @Deactivate
  void stop() {
    rounds.close();
  }

  /**
   * What a check said.
   *
   * @param name of the check
   * @param status of its result
   * @param took its time
   * @param messages what it wants to be known
   */
  public record Row(String name, Result.Status status, Duration took, List<String> messages) {}

  /** Status 1 when one is neither OK nor WARN. */
  @Descriptor(
      "Runs the health checks, all or those with these names or tags. Status 1 unless all are ok or warn.")
  @Example({"health:check", "health:check vassals", "health:check --timeout 10s --json"})
  public Verdict check(
      @Parameter(
              names = {"-t", "--timeout"},
              absentValue = "5s")
          @Descriptor("how long to wait for a check")
          Duration timeout,
      @CompleteWith("health") @Descriptor("names or tags") String... check)
      throws InterruptedException {
    List<String> wanted = List.of(check);
    List<ServiceReference<HealthCheck>> chosen =
        references().stream()
            .filter(r -> wanted.isEmpty() || labels(r).anyMatch(wanted::contains))
            .toList();
    List<Row> rows = rounds.run(chosen, timeout);
    boolean good =
        rows.stream()
            .allMatch(r -> r.status() == Result.Status.OK || r.status() == Result.Status.WARN);
    boolean missing = !wanted.isEmpty() && rows.isEmpty();
    return new Verdict(rows, good && !missing ? 0 : 1);
  }

  private Collection<ServiceReference<HealthCheck>> references() {
    try {
      return context.getServiceReferences(HealthCheck.class, null);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> labels(ServiceReference<HealthCheck> reference) {
    Object tags = reference.getProperty(HealthCheck.TAGS);
    Stream<String> tagged =
        switch (tags) {
          case String[] several -> Arrays.stream(several);
          case Collection<?> several -> several.stream().map(String::valueOf);
          case String one -> Stream.of(one);
          case null, default -> Stream.empty();
        };
    return Stream.concat(Stream.of(HealthRounds.name(reference)), tagged);
  }

  @Override
  public String kind() {
    return "health";
  }

  @Override
  public Collection<String> names() {
    List<String> names = new ArrayList<>();
    references().forEach(r -> labels(r).forEach(names::add));
    return names;
  }
}
