package io.trajan.shell.server.command;

import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.shell.server.gogo.CommandEntry;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.gogo.HelpPage;
import io.trajan.shell.server.gogo.Page;
import io.trajan.shell.server.gogo.Processor;
import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Component;

/** What can be done here, and how. */
@Component(
    service = HelpCommand.class,
    property = {"osgi.command.scope=shell", "osgi.command.function=help"})
@Descriptor("The shell itself")
public final class HelpCommand {
  private static final int NOT_FOUND = 127;

  /** All commands by area. */
  @Descriptor("Lists all commands")
  @Example("help")
  public Page help(CommandSession session) throws CommandException {
    return new CommandList(registry(session).all());
  }

  /** One command or one area. */
  @Descriptor("Describes a command or an area: arguments, flags, examples")
  @Example({"help lb", "help health:check", "help runtime"})
  public Page help(
      CommandSession session,
      @CompleteWith("command") @Descriptor("a command or an area") String name)
      throws CommandException {
    CommandRegistry registry = registry(session);
    CommandEntry entry = registry.find(name);
    CommandSpec spec = entry == null ? null : entry.spec();
    if (spec != null) {
      return new HelpPage(spec);
    }
    List<CommandEntry> area =
        registry.all().stream()
            .filter(e -> e.scope().equals(name.toLowerCase(Locale.ROOT)))
            .toList();
    if (area.isEmpty()) {
      List<String> known = new ArrayList<>(registry.names());
      registry.all().forEach(e -> known.add(e.scope()));
      throw new CommandException(
          "help: there is no command or area " + name + Nearest.hint(name, known), NOT_FOUND);
    }
    return new CommandList(area);
  }

  static CommandRegistry registry(CommandSession session) throws CommandException {
    if (session instanceof CommandSessionImpl s && s.processor() instanceof Processor p) {
      return p.registry();
    }
    throw new CommandException("this works in the emperor's own shell only");
  }
}
