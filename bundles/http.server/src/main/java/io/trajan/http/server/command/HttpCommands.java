package io.trajan.http.server.command;

import io.trajan.config.codec.Nearest;
import io.trajan.http.server.listen.Listener;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the shell can ask of the HTTP server. */
@Component(
    service = HttpCommands.class,
    property = {
      "osgi.command.scope=http",
      "osgi.command.function=listeners",
      "osgi.command.function=connections"
    })
@Descriptor("HTTP: where it is listened, and who is connected")
public final class HttpCommands {
  private final Traffic traffic;

  /** Commands to that server. */
  @Activate
  public HttpCommands(@Reference Traffic traffic) {
    this.traffic = traffic;
  }

  /** Lists listeners. */
  @Descriptor(
      "Lists the listening sockets of the vassals, their limits and what was counted since each was"
          + " bound. Refused: requests turned down for what was sent or withheld; timeouts:"
          + " connections closed on a silent or slow client; trouble: each of these by name.")
  @Example({"http:listeners", "http:listeners shop --json"})
  public List<ListenerRow> listeners(
      @CompleteWith("vassal") @Descriptor("only these vassals") String... vassal)
      throws CommandException {
    List<String> wanted = known(vassal);
    return traffic.listeners().stream()
        .filter(each -> wanted.isEmpty() || wanted.contains(each.vassal()))
        .map(ListenerRow::of)
        .sorted(Comparator.comparing(ListenerRow::vassal).thenComparing(ListenerRow::address))
        .toList();
  }

  /** Lists connections. */
  @Descriptor(
      "Lists the connections and what each does now, the oldest first. A TLS handshake that goes on"
          + " is not listed, but counted as open by http:listeners.")
  @Example({"http:connections", "http:connections shop | grep serve"})
  public List<ConnectionRow> connections(
      @CompleteWith("vassal") @Descriptor("only these vassals") String... vassal)
      throws CommandException, InterruptedException {
    List<String> wanted = known(vassal);
    try {
      return traffic.connections().stream()
          .filter(each -> wanted.isEmpty() || wanted.contains(each.vassal()))
          .map(ConnectionRow::of)
          .sorted(Comparator.comparing(ConnectionRow::age).reversed())
          .toList();
    } catch (TimeoutException e) {
      throw new CommandException("http:connections: " + e.getMessage());
    }
  }

  private List<String> known(String... vassals) throws CommandException {
    Collection<String> listening = new TreeSet<>();
    traffic.listeners().stream().map(Listener::vassal).forEach(listening::add);
    for (String vassal : vassals) {
      if (!listening.contains(vassal)) {
        String near = Nearest.to(vassal, listening);
        throw new CommandException(
            "no vassal \""
                + vassal
                + "\" listens for HTTP"
                + (near == null ? "" : "; did you mean \"" + near + "\"?"));
      }
    }
    return List.of(vassals);
  }
}
