package io.trajan.shell.server.gogo;

import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.Signature;
import io.trajan.shell.server.grammar.Slot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Felix's own commands do not say of themselves: an example each, and what their text
 * arguments mean.
 */
final class Extras {
  private static final Map<String, List<String>> EXAMPLES =
      Map.ofEntries(
          Map.entry("felix:bundlelevel", List.of("bundlelevel 12", "bundlelevel -s 60 12")),
          Map.entry("felix:cd", List.of("cd /tmp")),
          Map.entry("felix:frameworklevel", List.of("frameworklevel")),
          Map.entry("felix:headers", List.of("headers trajan.shell")),
          Map.entry("felix:help", List.of("felix:help lb")),
          Map.entry(
              "felix:inspect",
              List.of("inspect capability service 12", "inspect requirement package 12")),
          Map.entry("felix:install", List.of("install file:/tmp/new.jar")),
          Map.entry("felix:lb", List.of("lb", "lb -s", "lb trajan")),
          Map.entry("felix:log", List.of("log 20 warn")),
          Map.entry("felix:ls", List.of("ls /tmp")),
          Map.entry("felix:refresh", List.of("refresh 12")),
          Map.entry("felix:resolve", List.of("resolve 12")),
          Map.entry("felix:start", List.of("start 12", "start -t 12 13")),
          Map.entry("felix:stop", List.of("stop -t 12")),
          Map.entry("felix:uninstall", List.of("uninstall 12")),
          Map.entry("felix:update", List.of("update 12", "update 12 file:/tmp/new.jar")),
          Map.entry("felix:which", List.of("which 12 org.osgi.framework.Bundle")),
          Map.entry("scr:config", List.of("scr:config")),
          Map.entry("scr:disable", List.of("scr:disable NAME")),
          Map.entry("scr:enable", List.of("scr:enable NAME")),
          Map.entry("scr:info", List.of("scr:info NAME")),
          Map.entry("scr:list", List.of("scr:list", "scr:list 12")));

  /** Kinds of the text arguments, all of a command alike. */
  private static final Map<String, String> KINDS =
      Map.of(
          "felix:start", "bundle",
          "felix:install", "file",
          "felix:ls", "file",
          "felix:cd", "file",
          "felix:help", "command",
          "scr:info", "service",
          "scr:enable", "service",
          "scr:disable", "service",
          "scr:list", "bundle");

  private Extras() {}

  static CommandSpec complete(CommandSpec spec) {
    List<String> examples = EXAMPLES.getOrDefault(spec.name(), List.of());
    String kind = KINDS.get(spec.name());
    if (examples.isEmpty() && kind == null) {
      return spec;
    }
    List<Signature> signatures =
        spec.signatures().stream()
            .map(
                s ->
                    new Signature(
                        s.method(),
                        slots(s.slots(), kind),
                        s.description(),
                        both(s.examples(), examples)))
            .toList();
    return new CommandSpec(spec.name(), spec.area(), signatures);
  }

  private static List<String> both(List<String> own, List<String> examples) {
    return own.isEmpty() ? examples : own;
  }

  private static List<Slot> slots(List<Slot> slots, @Nullable String kind) {
    return slots.stream()
        .map(slot -> slot instanceof Slot.ArgumentSlot a && a.kind() == null ? with(a, kind) : slot)
        .toList();
  }

  private static Slot with(Slot.ArgumentSlot a, @Nullable String kind) {
    return new Slot.ArgumentSlot(a.name(), a.type(), a.many(), a.description(), kind);
  }
}
