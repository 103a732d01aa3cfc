package io.trajan.shell.server.grammar;

import io.trajan.shell.server.grammar.Conversions.BadValue;
import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/** Finds the method of a command that fits the arguments, and its parameters. */
public final class Binder {
  private final CommandSpec spec;
  private final Conversions conversions;
  private final CommandSession session;

  /** For one call. */
  public Binder(CommandSpec spec, Conversions.World world, CommandSession session) {
    this.spec = spec;
    this.conversions = new Conversions(world);
    this.session = session;
  }

  /**
   * What to call.
   *
   * @param method the method
   * @param parameters its parameters
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to reflection, never compared
  public record Call(Method method, @Nullable Object[] parameters) {}

  /**
   * The first way that takes the flags, the number of arguments and their values; why not, when
   * there is none.
   */
  public Call bind(List<Object> words) throws UsageException {
    Words parsed = Words.parse(spec, words);
    List<Signature> fitting =
        spec.signatures().stream()
            .filter(s -> parsed.onlyFlagsOf(s) && s.accepts(parsed.arguments().size()))
            .toList();
    if (fitting.isEmpty()) {
      throw spec.misuse(parsed.misfit(spec));
    }
    UsageException first = null;
    for (Signature signature : fitting) {
      try {
        return new Call(signature.method(), parameters(signature, parsed));
      } catch (UsageException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? spec.misuse("cannot be called") : first;
  }

  private @Nullable Object[] parameters(Signature signature, Words words) throws UsageException {
    List<@Nullable Object> parameters = new ArrayList<>();
    List<Object> left = new ArrayList<>(words.arguments());
    for (Slot slot : signature.slots()) {
      parameters.add(
          switch (slot) {
            case Slot.SessionSlot _ -> session;
            case FlagSlot flag -> flag(flag, words.values(flag));
            case ArgumentSlot a ->
                a.many() ? all(a, left) : convert(a.name(), a.type(), left.removeFirst());
          });
    }
    return parameters.toArray();
  }

  private @Nullable Object flag(FlagSlot flag, List<Object> given) throws UsageException {
    if (flag.type().isArray()) {
      return array(flag.name(), flag.type().getComponentType(), given);
    }
    if (given.size() > 1) {
      throw spec.misuse(flag.name() + " stands " + given.size() + " times");
    }
    if (given.isEmpty()
        && flag.absent().isEmpty()
        && flag.type() != String.class
        && !flag.type().isPrimitive()) {
      return null;
    }
    return convert(flag.name(), flag.type(), given.isEmpty() ? flag.absent() : given.getFirst());
  }

  private Object all(ArgumentSlot argument, List<Object> left) throws UsageException {
    return array(argument.name(), argument.type(), left);
  }

  private Object array(String name, Class<?> element, List<Object> given) throws UsageException {
    Object array = Array.newInstance(element, given.size());
    for (int i = 0; i < given.size(); i++) {
      Array.set(array, i, convert(name, element, given.get(i)));
    }
    return array;
  }

  private Object convert(String name, Class<?> type, Object value) throws UsageException {
    try {
      return conversions.to(type, value);
    } catch (BadValue e) {
      throw spec.misuse(name + ": \"" + value + "\" is not " + e.getMessage());
    }
  }
}
