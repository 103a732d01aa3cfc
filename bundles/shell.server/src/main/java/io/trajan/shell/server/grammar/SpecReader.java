package io.trajan.shell.server.grammar;

import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Reads {@link CommandSpec}s from the classes of command services. */
public final class SpecReader {
  private SpecReader() {}

  /**
   * What a class offers under a name. Gogo's rule for names holds: case does not matter, a Java
   * word has an underscore before it, and {@code get}, {@code is} and {@code set} may stand before
   * it.
   */
  public static CommandSpec read(Class<?> type, String scope, String function) {
    List<Signature> signatures = new ArrayList<>();
    if (!Function.class.isAssignableFrom(type)) {
      for (Method method : type.getMethods()) {
        if (!method.isBridge() && isNamed(method.getName(), function)) {
          signatures.add(signature(method));
        }
      }
    }
    // Of equally many arguments the pickier way is tried first: a number before any text.
    signatures.sort(
        Comparator.comparingInt((Signature s) -> s.arguments().size())
            .thenComparingLong(SpecReader::textual));
    Descriptor area = type.getAnnotation(Descriptor.class);
    String name = (scope + ":" + function).toLowerCase(Locale.ROOT);
    return new CommandSpec(name, area == null ? "" : area.value(), List.copyOf(signatures));
  }

  private static boolean isNamed(String method, String function) {
    String name = method.toLowerCase(Locale.ROOT);
    String wanted = function.toLowerCase(Locale.ROOT);
    return Set.of(wanted, "_" + wanted, "get" + wanted, "is" + wanted, "set" + wanted)
        .contains(name);
  }

  private static long textual(Signature s) {
    return s.arguments().stream()
        .filter(a -> a.type() == String.class || a.type() == Object.class)
        .count();
  }

  private static Signature signature(Method method) {
    List<Slot> slots = new ArrayList<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      slots.add(slot(parameters[i], i == parameters.length - 1));
    }
    Example example = method.getAnnotation(Example.class);
    return new Signature(
        method, slots, description(method), example == null ? List.of() : List.of(example.value()));
  }

  private static Slot slot(Parameter parameter, boolean last) {
    if (parameter.getType() == CommandSession.class) {
      return new Slot.SessionSlot();
    }
    var flag = parameter.getAnnotation(org.apache.felix.service.command.Parameter.class);
    return flag == null ? argument(parameter, last) : flag(parameter, flag);
  }

  private static Slot flag(Parameter parameter, org.apache.felix.service.command.Parameter flag) {
    List<String> names =
        Arrays.stream(flag.names()).sorted(Comparator.comparingInt(String::length)).toList();
    String present = flag.presentValue();
    return new FlagSlot(
        names,
        parameter.getType(),
        org.apache.felix.service.command.Parameter.UNSPECIFIED.equals(present) ? null : present,
        flag.absentValue(),
        names.getLast().replaceFirst("^-+", "").toUpperCase(Locale.ROOT),
        description(parameter),
        kind(parameter, parameter.getType()));
  }

  private static Slot argument(Parameter parameter, boolean last) {
    boolean many = last && parameter.getType().isArray() && parameter.getType() != byte[].class;
    Class<?> type = many ? parameter.getType().getComponentType() : parameter.getType();
    return new ArgumentSlot(
        label(parameter, type), type, many, description(parameter), kind(parameter, type));
  }

  /** The Java name in capitals, words apart; a class compiled without names gives its type. */
  private static String label(Parameter parameter, Class<?> type) {
    if (parameter.isNamePresent()) {
      return parameter.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toUpperCase(Locale.ROOT);
    }
    return type == String.class || type == Object.class
        ? "TEXT"
        : Conversions.noun(type).toUpperCase(Locale.ROOT);
  }

  private static String description(AnnotatedElement element) {
    Descriptor descriptor = element.getAnnotation(Descriptor.class);
    return descriptor == null ? "" : descriptor.value();
  }

  private static @Nullable String kind(Parameter parameter, Class<?> type) {
    CompleteWith with = parameter.getAnnotation(CompleteWith.class);
    if (with != null) {
      return with.value();
    }
    return type == Bundle.class ? "bundle" : type == java.nio.file.Path.class ? "file" : null;
  }
}
