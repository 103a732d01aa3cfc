package io.trajan.shell.server.grammar;

import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words after a command, told apart.
 *
 * @param flags the flags given, by each flag's shown name, with their values
 * @param arguments the others
 */
record Words(Map<String, List<Object>> flags, List<Object> arguments) {
  /** Flags may stand anywhere before {@code --}; a negative number is no flag. */
  static Words parse(CommandSpec spec, List<Object> words) throws UsageException {
    Words parsed = new Words(new LinkedHashMap<>(), new ArrayList<>());
    boolean flagsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      Object word = words.get(i);
      if (flagsEnded || !(word instanceof CharSequence) || !isFlag(word.toString())) {
        parsed.arguments.add(word);
      } else if (word.toString().equals("--")) {
        flagsEnded = true;
      } else {
        i += parsed.flag(spec, word.toString(), i + 1 < words.size() ? words.get(i + 1) : null);
      }
    }
    return parsed;
  }

  private static boolean isFlag(String word) {
    return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
  }

  /** Takes a flag and says how many further words it used. */
  private int flag(CommandSpec spec, String word, @Nullable Object next) throws UsageException {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String name = equals < 0 ? word : word.substring(0, equals);
    FlagSlot flag = find(spec, name);
    List<Object> values = flags.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
    if (flag.present() != null) {
      if (equals >= 0) {
        throw spec.misuse(name + " takes no value");
      }
      values.add(flag.present());
      return 0;
    }
    if (equals < 0 && next == null) {
      throw spec.misuse(name + " wants a value");
    }
    values.add(equals < 0 && next != null ? next : word.substring(equals + 1));
    return equals < 0 ? 1 : 0;
  }

  private static FlagSlot find(CommandSpec spec, String name) throws UsageException {
    for (FlagSlot flag : spec.flags()) {
      if (flag.names().contains(name)) {
        return flag;
      }
    }
    List<String> known = spec.flags().stream().flatMap(f -> f.names().stream()).toList();
    String hint = known.isEmpty() ? "; it has no flags" : Nearest.hint(name, known);
    throw spec.misuse("unknown flag " + name + hint);
  }

  List<Object> values(FlagSlot flag) {
    return flags.getOrDefault(flag.name(), List.of());
  }

  boolean onlyFlagsOf(Signature signature) {
    List<String> known = signature.flags().stream().map(FlagSlot::name).toList();
    return known.containsAll(flags.keySet());
  }

  /** Why no way of calling takes these words. */
  String misfit(CommandSpec spec) {
    List<Signature> counted =
        spec.signatures().stream().filter(s -> s.accepts(arguments.size())).toList();
    if (!counted.isEmpty()) {
      return String.join(" and ", flags.keySet())
          + " cannot stand "
          + (arguments.isEmpty() ? "without arguments" : "with " + arguments.size() + " arguments");
    }
    String expected =
        spec.signatures().stream().map(Words::count).distinct().collect(Collectors.joining(" or "));
    return "expected " + expected + ", got " + arguments.size();
  }

  private static String count(Signature s) {
    int fixed = s.arguments().size() - (s.isOpen() ? 1 : 0);
    String names = s.arguments().stream().map(ArgumentSlot::name).collect(Collectors.joining(" "));
    return (s.isOpen() ? "at least " : "")
        + (fixed == 0 && !s.isOpen()
            ? "no arguments"
            : fixed + (fixed == 1 ? " argument" : " arguments"))
        + (names.isEmpty() ? "" : " (" + names + ")");
  }
}
