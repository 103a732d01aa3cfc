package io.trajan.shell.server.gogo;

import io.trajan.shell.Verdict;
import io.trajan.shell.server.result.Json;
import io.trajan.shell.server.result.TextView;
import io.trajan.shell.server.result.Value;
import io.trajan.shell.server.result.Values;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.threadio.ThreadIO;
import org.jspecify.annotations.Nullable;

/**
 * Gogo's processor over our {@link CommandRegistry}. Unlike Gogo's own it finds a command without scope only among the
 * shell's and Felix's, so that {@code start} stays Felix's whatever scopes have a {@code start} too.
 */
public final class Processor extends CommandProcessorImpl {
  private final CommandRegistry registry;

  /** For one component; {@link #stop} ends its sessions. */
  public Processor(ThreadIO threadIo, CommandRegistry registry) {
    super(threadIo);
    this.registry = registry;
    addConverter(new PipeView());
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
    // Gogo asks for "*:name" when "name" was neither a variable nor a command.
    CommandEntry entry = registry.find(name.startsWith("*:") ? name.substring(2) : name);
    return entry == null ? null : new CommandFunction(entry, threadIO);
  }

  /** How a result becomes the input of the next command in a pipe: as text without a terminal's width. */
  private static final class PipeView implements Converter {
    @Override
    public @Nullable Object convert(Class<?> desiredType, Object in) {
      return null;
    }

    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
      return switch (target) {
        case JsonResult j -> Json.of(j.value());
        case Page p -> p.text(0);
        case Verdict v -> v.value() == null ? "" : text(v.value(), escape);
        case Record r -> text(r, escape);
        case Iterable<?> i when !(target instanceof java.nio.file.Path) -> text(i, escape);
        case java.util.Map<?, ?> m -> text(m, escape);
        default -> null;
      };
    }

    private String text(Object object, Converter escape) {
      Values values = new Values(o -> fallback(o, escape));
      Value value = values.of(object);
      return new TextView(0, false).text(value);
    }

    private static String fallback(Object o, Converter escape) {
      try {
        return String.valueOf(escape.format(o, Converter.LINE, escape));
      } catch (Exception e) {
        return String.valueOf(o);
      }
    }
  }
}
