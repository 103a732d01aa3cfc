package io.trajan.shell.server.terminal;

import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.Conversions;
import io.trajan.shell.server.grammar.Signature;
import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jspecify.annotations.Nullable;

/** Completes what stands behind a command: flags, their values, arguments by their place. */
final class ArgumentCompleter {
  private final NameSource kinds;

  ArgumentCompleter(NameSource kinds) {
    this.kinds = kinds;
  }

  /** What may stand after the words before. */
  List<Candidate> complete(CommandSpec spec, List<String> before, String typed) {
    FlagSlot open = before.isEmpty() ? null : flag(spec, before.getLast());
    if (open != null && open.present() == null) {
      return values(open.type(), open.kind(), typed);
    }
    if (typed.startsWith("-") && !before.contains("--")) {
      return flags(spec, before);
    }
    int position = position(spec, before);
    List<Candidate> all = new ArrayList<>();
    for (Signature signature : spec.signatures()) {
      ArgumentSlot slot = slot(signature, position);
      if (slot != null) {
        values(slot.type(), slot.kind(), typed).stream()
            .filter(c -> !has(all, c.value()))
            .forEach(all::add);
      }
    }
    return all;
  }

  private static boolean has(List<Candidate> all, String value) {
    return all.stream().anyMatch(c -> c.value().equals(value));
  }

  private static @Nullable FlagSlot flag(CommandSpec spec, String word) {
    return spec.flags().stream().filter(f -> f.names().contains(word)).findFirst().orElse(null);
  }

  private static List<Candidate> flags(CommandSpec spec, List<String> before) {
    Stream<Candidate> own =
        spec.flags().stream()
            .filter(f -> f.type().isArray() || before.stream().noneMatch(f.names()::contains))
            .map(f -> candidate(f.name(), f.description()));
    Stream<Candidate> every =
        Stream.of(
            candidate("--json", "the result as JSON"),
            candidate("--help", "what the command does"));
    return Stream.concat(own, every).toList();
  }

  /** How many positional arguments stand before. */
  private static int position(CommandSpec spec, List<String> before) {
    int position = 0;
    boolean flagsEnded = false;
    for (int i = 0; i < before.size(); i++) {
      String word = before.get(i);
      FlagSlot flag = flagsEnded ? null : flag(spec, word);
      if (flag != null) {
        i += flag.present() == null ? 1 : 0;
      } else if (word.equals("--") && !flagsEnded) {
        flagsEnded = true;
      } else if (flagsEnded || !word.startsWith("-")) {
        position++;
      }
    }
    return position;
  }

  private static @Nullable ArgumentSlot slot(Signature signature, int position) {
    List<ArgumentSlot> slots = signature.arguments();
    if (position < slots.size()) {
      return slots.get(position);
    }
    return !slots.isEmpty() && slots.getLast().many() ? slots.getLast() : null;
  }

  private List<Candidate> values(Class<?> type, @Nullable String kind, String typed) {
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    if (kind != null) {
      return kinds.names(kind, typed).stream().map(n -> named(kind, n)).toList();
    }
    if (element.isEnum()) {
      return Conversions.constants(element).stream().map(n -> candidate(n, "")).toList();
    }
    return element == boolean.class
        ? List.of(candidate("true", ""), candidate("false", ""))
        : List.of();
  }

  /** A directory is not the end of a path, so no space follows it. */
  private static Candidate named(String kind, String name) {
    boolean open = kind.equals("file") && name.endsWith("/");
    return new Candidate(name, name, null, null, null, null, !open);
  }

  static Candidate candidate(String value, String description) {
    return new Candidate(
        value, value, null, description.isEmpty() ? null : description, null, null, true);
  }
}
