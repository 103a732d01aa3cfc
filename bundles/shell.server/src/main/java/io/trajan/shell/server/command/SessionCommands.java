package io.trajan.shell.server.command;

import io.trajan.shell.Example;
import io.trajan.shell.server.ShellServer;
import io.trajan.shell.server.gogo.Desk;
import io.trajan.shell.server.session.Session;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** About the session one types in, and the others. */
@Component(
    service = SessionCommands.class,
    property = {
      "osgi.command.scope=shell",
      "osgi.command.function=exit",
      "osgi.command.function=history",
      "osgi.command.function=clear",
      "osgi.command.function=sessions",
    })
@Descriptor("The shell itself")
public final class SessionCommands {
  private final ShellServer server;

  /** For the sessions of a server. */
  @Activate
  public SessionCommands(@Reference ShellServer server) {
    this.server = server;
  }

  /** Ends with status 0. */
  @Descriptor("Ends the session")
  @Example("exit")
  public void exit(CommandSession session) {
    exit(session, 0);
  }

  /** Ends with a status. */
  @Descriptor("Ends the session with an exit status")
  @Example("exit 3")
  public void exit(CommandSession session, @Descriptor("0 to 255") int status) {
    Desk desk = Desk.of(session);
    if (desk != null) {
      desk.leave(status & 0xff);
    }
  }

  /** The lines typed. */
  @Descriptor("Shows the lines typed so far, in this and in earlier sessions")
  @Example({"history", "history | grep update"})
  public String history(CommandSession session) {
    Desk desk = Desk.of(session);
    List<String> lines = desk == null ? List.of() : desk.history();
    return IntStream.range(0, lines.size())
        .mapToObj(i -> "%5d  %s".formatted(i + 1, lines.get(i)))
        .collect(Collectors.joining("\n"));
  }

  /** Empties the screen. */
  @Descriptor("Empties the screen")
  @Example("clear")
  public void clear(CommandSession session) {
    Desk desk = Desk.of(session);
    if (desk != null) {
      desk.clear();
    }
  }

  /** All sessions. */
  @Descriptor("Lists the open sessions and what runs in them")
  @Example("shell:sessions")
  public List<Session.Info> sessions() {
    return server.sessions();
  }
}
