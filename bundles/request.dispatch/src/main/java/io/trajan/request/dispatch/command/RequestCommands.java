package io.trajan.request.dispatch.command;

import io.trajan.request.MountStatistics;
import io.trajan.request.RequestStatistics;
import io.trajan.request.dispatch.RecentRequest;
import io.trajan.request.dispatch.RequestDispatch;
import io.trajan.shell.Bytes;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What happens to requests. */
@Component(
    service = RequestCommands.class,
    property = {
      "osgi.command.scope=request",
      "osgi.command.function=mounts",
      "osgi.command.function=recent"
    })
@Descriptor("Requests: where they go and what became of them")
public final class RequestCommands {
  private final RequestDispatch dispatch;
  private final RequestStatistics statistics;

  /** Called by the component runtime. */
  @Activate
  public RequestCommands(
      @Reference RequestDispatch dispatch, @Reference RequestStatistics statistics) {
    this.dispatch = dispatch;
    this.statistics = statistics;
  }

  /** A mount as the table shows it. */
  public record MountRow(
      String vassal,
      String mount,
      String handlers,
      long inFlight,
      long parked,
      long total,
      long failed,
      long refused,
      Duration average,
      @Bytes long sent) {
    static MountRow of(MountStatistics m) {
      String handlers =
          m.handlers().stream()
              .map(h -> h.bundle() + (h.generation() == 0 ? "" : " generation " + h.generation()))
              .collect(Collectors.joining(", "));
      return new MountRow(
          m.vassal(),
          m.mount().isEmpty() ? "/" : m.mount(),
          handlers,
          m.inFlight(),
          m.parked(),
          m.total(),
          m.failed(),
          m.refusedFull() + m.refusedLate(),
          m.total() == 0 ? Duration.ZERO : m.time().dividedBy(m.total()),
          m.bodyBytes());
    }
  }

  /** Lists mounts. */
  @Descriptor(
      "Lists every mount with who answers there and what was counted since the dispatcher started."
          + " The row \"-\" are requests that reached no mount. Failed: not delivered whole; refused: waited in vain.")
  @Example({"request:mounts", "request:mounts shop --json"})
  public List<MountRow> mounts(
      @CompleteWith("vassal") @Descriptor("only these vassals") String... vassal) {
    List<String> wanted = List.of(vassal);
    return statistics.mounts().stream()
        .filter(m -> wanted.isEmpty() || wanted.contains(m.vassal()))
        .map(MountRow::of)
        .toList();
  }

  /** Lists the last requests. */
  @Descriptor("Lists the last requests, the youngest first")
  @Example({"request:recent", "request:recent --errors shop"})
  public List<RecentRequest> recent(
      @Parameter(
              names = {"-e", "--errors"},
              presentValue = "true",
              absentValue = "false")
          @Descriptor("only those with a status of 400 and above or not delivered whole")
          boolean errors,
      @CompleteWith("vassal") @Descriptor("only these vassals") String... vassal) {
    List<String> wanted = List.of(vassal);
    return dispatch.recent().stream()
        .filter(r -> wanted.isEmpty() || wanted.contains(r.vassal()))
        .filter(r -> !errors || r.status() >= 400 || r.failure() != null)
        .toList();
  }
}
