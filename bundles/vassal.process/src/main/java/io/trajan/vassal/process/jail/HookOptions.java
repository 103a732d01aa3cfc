package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import io.trajan.vassal.Option;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The options of hooks: {@code hook-PHASE}, {@code mount-PHASE}, {@code umount-PHASE}, {@code
 * exec-PHASE}. Within a phase they run in this order of families, each family in the order given.
 */
final class HookOptions {
  private static final Map<Phase, List<Option<Hook>>> BY_PHASE = new EnumMap<>(Phase.class);

  static {
    for (Phase phase : Phase.values()) {
      BY_PHASE.put(phase, List.copyOf(options(phase)));
    }
  }

  private HookOptions() {}

  /** Those of a phase, in the order in which they run. */
  static List<Option<Hook>> of(Phase phase) {
    return BY_PHASE.getOrDefault(phase, List.of());
  }

  static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>();
    BY_PHASE.values().forEach(all::addAll);
    return all;
  }

  private static List<Option<Hook>> options(Phase phase) {
    List<Option<Hook>> options = new ArrayList<>();
    String when = " in the phase " + phase.word() + ".";
    options.add(option("hook-" + phase.word(), chain(phase), "An action with arguments" + when));
    if (phase.mounts()) {
      String mount = "FSTYPE SOURCE DIRECTORY [FLAGS [DATA]]";
      options.add(option("mount-" + phase.word(), fixed(Action.MOUNT, mount), "A mount" + when));
      String umount = "DIRECTORY [FLAGS]";
      options.add(
          option("umount-" + phase.word(), fixed(Action.UMOUNT, umount), "A umount" + when));
    }
    options.add(
        option("exec-" + phase.word(), fixed(Action.EXEC, "a command"), "A command" + when));
    return options;
  }

  private static Option<Hook> option(String name, ValueType<Hook> type, String description) {
    return Option.of(name, type, description).repeated();
  }

  private static ValueType<Hook> fixed(Action action, String usage) {
    return Texts.type("hook", usage, text -> new Hook(action, action.arguments(text), false));
  }

  private static ValueType<Hook> chain(Phase phase) {
    return Texts.type("hook", "[!]ACTION:ARGUMENTS; ! hides them", text -> parse(phase, text));
  }

  private static Hook parse(Phase phase, String text) throws BadValueException {
    boolean hidden = text.startsWith("!");
    String body = hidden ? text.substring(1).strip() : text;
    int colon = body.indexOf(':');
    Action action = Action.of((colon < 0 ? body : body.substring(0, colon)).strip());
    Texts.demand(colon >= 0, body, action.word() + ":ARGUMENTS, with a colon");
    boolean command = action == Action.EXEC || action == Action.SAFEEXEC;
    Texts.demand(
        command || !phase.isOutside(), body, "exec or safeexec, nothing else, outside the jail");
    return new Hook(action, action.arguments(body.substring(colon + 1)), hidden);
  }
}
