package io.trajan.shell.server.gogo;

import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.threadio.ThreadIO;
import org.jspecify.annotations.Nullable;

/**
 * Gogo's processor over our {@link CommandRegistry}. Unlike Gogo's own it finds a command without
 * scope only among the shell's and Felix's, so that {@code start} stays Felix's whatever scopes
 * have a {@code start} too.
 */
public final class Processor extends CommandProcessorImpl {
  private final CommandRegistry registry;

  /** For one component; {@link #stop} ends its sessions. */
  public Processor(ThreadIO threadIo, CommandRegistry registry) {
    super(threadIo);
    this.registry = registry;
    addConverter(new Conversion(registry));
  }

  /** The commands. */
  public CommandRegistry registry() {
    return registry;
  }

  @Override
  public Set<String> getCommands() {
    return new TreeSet<>(registry.names());
  }

  @Override
  protected @Nullable Function getCommand(String name, @Nullable Object path) {
    // A name without a colon may be any variable; Gogo asks again with "*:" before it when it wants
    // a command.
    CommandEntry entry =
        name.indexOf(':') < 0
            ? null
            : registry.find(name.startsWith("*:") ? name.substring(2) : name);
    return entry == null ? null : new CommandFunction(entry, threadIO);
  }

  /** An object that is no value of ours, by the converters there are: in full or in a line. */
  public static String format(CommandSession session, Object object, boolean whole) {
    return String.valueOf(session.format(object, whole ? Converter.INSPECT : Converter.LINE))
        .stripTrailing();
  }
}
