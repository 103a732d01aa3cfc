package io.trajan.shell.server.gogo;

import io.trajan.shell.CommandException;
import io.trajan.shell.Verdict;
import io.trajan.shell.server.grammar.Binder;
import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.Nearest;
import io.trajan.shell.server.grammar.Slot;
import io.trajan.shell.server.grammar.UsageException;
import io.trajan.shell.server.result.Value;
import io.trajan.shell.server.result.Values;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.threadio.ThreadIO;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * A command as Gogo calls it: our binding of arguments, {@code --help}, {@code --json}, and
 * readable failures.
 */
final class CommandFunction implements Function {
  private final CommandEntry entry;
  private final ThreadIO threadIo;

  CommandFunction(CommandEntry entry, ThreadIO threadIo) {
    this.entry = entry;
    this.threadIo = threadIo;
  }

  @Override
  public @Nullable Object execute(CommandSession session, List<Object> arguments) throws Exception {
    Desk desk = Desk.of(session);
    if (desk != null) {
      desk.entered(entry.name());
    }
    try {
      List<Object> words = new ArrayList<>(arguments);
      words.replaceAll(w -> w instanceof CharSequence s ? s.toString() : w);
      boolean json = takesLast(words, "--json") || (desk != null && desk.json() && isLastOfLine());
      return json ? asJson(session, words) : call(session, words);
    } finally {
      if (desk != null) {
        desk.left();
      }
    }
  }

  private static boolean takesLast(List<Object> words, String flag) {
    boolean there = !words.isEmpty() && flag.equals(words.getLast());
    if (there) {
      words.removeLast();
    }
    return there;
  }

  /** Whether what this returns is what the line returns, and not input of a next command. */
  private static boolean isLastOfLine() {
    Process process = Process.Utils.current();
    if (process == null) {
      return true;
    }
    Process last = process.job().processes().getLast();
    return process.job().parent() == null && process.equals(last);
  }

  private JsonResult asJson(CommandSession session, List<Object> words) throws Exception {
    try (Capture capture = Capture.output(threadIo)) {
      Object result = call(session, words);
      int status = result instanceof Verdict v ? v.status() : 0;
      Values values = new Values((o, whole) -> Processor.format(session, o, whole));
      Object shown = result instanceof Verdict v ? v.value() : result;
      Value value = values.of(shown instanceof Page p ? p.model() : shown);
      return new JsonResult(joined(value, capture.text()), status);
    }
  }

  /** A result, what was printed, or both. */
  private static Value joined(Value value, String printed) {
    if (printed.isEmpty()) {
      return value;
    }
    Value output = new Value.Word(printed.stripTrailing());
    if (value instanceof Value.Nothing) {
      return output;
    }
    SequencedMap<String, Value> both = new LinkedHashMap<>();
    both.put("result", value);
    both.put("output", output);
    return new Value.Fields(both);
  }

  private @Nullable Object call(CommandSession session, List<Object> words) throws Exception {
    return entry.<@Nullable Object>with(
        target ->
            target instanceof Function f ? f.execute(session, words) : call(session, target, words),
        () -> {
          throw new CommandException(
              entry.name() + ": its bundle is just being replaced or stopped; try again");
        });
  }

  private @Nullable Object call(CommandSession session, Object target, List<Object> words)
      throws Exception {
    CommandSpec spec = entry.spec(target);
    if (words.size() == 1 && "--help".equals(words.getFirst())) {
      return new HelpPage(spec);
    }
    return entry.isOurs()
        ? bound(session, target, spec, words)
        : reflected(session, target, spec, words);
  }

  private static @Nullable Object bound(
      CommandSession session, Object target, CommandSpec spec, List<Object> words)
      throws Exception {
    Binder.Call call = new Binder(spec, new SessionWorld(session, target), session).bind(words);
    call.method().setAccessible(true); // the class may be package private
    try {
      return call.method().invoke(target, call.parameters());
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    }
  }

  private static Exception unwrapped(InvocationTargetException e) {
    return switch (e.getCause()) {
      case Exception cause -> cause;
      case Error error -> throw error;
      case null, default -> e;
    };
  }

  private @Nullable Object reflected(
      CommandSession session, Object target, CommandSpec spec, List<Object> words)
      throws Exception {
    if (entry.isFelix()) {
      spec.checkFlags(words); // Gogo would take an unknown flag for an argument
    }
    try {
      return entry.isFelix()
          ? failingAloud(session, target, words)
          : Reflective.invoke(session, target, entry.function(), words);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("Cannot coerce") ? misuse(spec, words) : e;
    }
  }

  /** Felix's commands print what went wrong and succeed; here they fail with it. */
  private @Nullable Object failingAloud(CommandSession session, Object target, List<Object> words)
      throws Exception {
    Object result;
    String complaint;
    try (Capture errors = Capture.errors(threadIo)) {
      result = Reflective.invoke(session, target, entry.function(), words);
      complaint = errors.text().strip();
    }
    if (!complaint.isEmpty()) {
      throw new CommandException(entry.name() + ": " + complaint);
    }
    return result;
  }

  private UsageException misuse(CommandSpec spec, List<Object> words) {
    if (takesBundle(spec)) {
      if (words.isEmpty()) {
        return spec.misuse("which bundle? expected its id or symbolic name");
      }
      String typed = String.valueOf(words.getFirst());
      List<String> names = entry.bundles();
      if (!names.contains(typed)) {
        return spec.misuse("no such bundle: " + typed + Nearest.hint(typed, names));
      }
    }
    return spec.misuse(
        "does not take " + (words.isEmpty() ? "no arguments" : "these arguments: " + words));
  }

  /** Whether a bundle is what comes first, however it is called. */
  private static boolean takesBundle(CommandSpec spec) {
    return !spec.signatures().isEmpty()
        && spec.signatures().stream()
            .map(
                s ->
                    s.slots().stream()
                        .filter(Slot.ArgumentSlot.class::isInstance)
                        .map(Slot.ArgumentSlot.class::cast)
                        .findFirst())
            .allMatch(slot -> slot.isPresent() && slot.get().type() == Bundle.class);
  }
}
