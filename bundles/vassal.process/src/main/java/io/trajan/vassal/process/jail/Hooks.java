package io.trajan.vassal.process.jail;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hooks of a vassal as steps. Immutable.
 *
 * @param spec the vassal
 * @param host where it is
 */
record Hooks(VassalSpec spec, JailHost host) {
  /** Those of a phase, in order. */
  List<Step> of(Phase phase) {
    List<Step> steps = new ArrayList<>();
    for (Option<Hook> option : HookOptions.of(phase)) {
      for (Hook hook : spec.values(option)) {
        steps.add(step(phase, hook).hiddenIf(hook.hidden()));
      }
    }
    return steps;
  }

  boolean has(Phase phase) {
    return HookOptions.of(phase).stream().anyMatch(spec::has);
  }

  /** The options that change the host's name. */
  List<Option<Hook>> renaming() {
    return Arrays.stream(Phase.values())
        .flatMap(phase -> HookOptions.of(phase).stream())
        .filter(o -> spec.values(o).stream().anyMatch(h -> h.action() == Action.HOSTNAME))
        .toList();
  }

  /** Users and groups that are not there. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Option<Hook> option : HookOptions.of(phase)) {
        spec.values(option).stream()
            .filter(hook -> hook.action() == Action.CHOWN)
            .forEach(hook -> owner(option, hook.arguments(), faults));
      }
    }
    return faults;
  }

  private void owner(Option<Hook> option, List<String> args, List<Fault> faults) {
    if (host.user(args.get(1)).isEmpty() || host.group(args.get(2)).isEmpty()) {
      String text = "chown:" + String.join(" ", args);
      String expected = "a user and a group of this host";
      faults.add(new Fault(spec.place(option), option.name(), text, expected, null));
    }
  }

  private Step step(Phase phase, Hook hook) {
    List<String> args = hook.arguments();
    String first = args.getFirst();
    return switch (hook.action()) {
      case EXEC -> command(phase, first);
      case SAFEEXEC -> command(phase, tolerant(first));
      case EXIT -> command(phase, "exit " + first);
      case MOUNT -> new Step("mount", args, false);
      case UMOUNT -> new Step("umount", args, false);
      case CD, CHDIR -> Step.of("chdir", first);
      case PRINT, LOG -> Step.of("print", first);
      case WRITE, WRITEN -> new Step("write", args, false);
      case APPEND, APPENDN -> new Step("append", args, false);
      case WRITEFIFO -> new Step("writefifo", args, false);
      case CREAT, CREATE -> Step.of("write", first, "");
      case UNLINK -> Step.of("unlink", first);
      case MKDIR -> Step.of("mkdir", first);
      case CHMOD -> new Step("chmod", args, false);
      case CHOWN ->
          Step.of("chown", first, id(host.user(args.get(1))), id(host.group(args.get(2))));
      case CHOWN2 -> new Step("chown", args, false);
      case HOSTNAME -> Step.of("hostname", first);
      case PUTENV -> new Step("env", args, false);
      case WAIT_FOR_FS,
          WAIT_FOR_FILE,
          WAIT_FOR_DIR,
          WAIT_FOR_SOCKET,
          WAIT_FOR_MOUNTPOINT,
          WAIT_FOR_INTERFACE ->
          Step.of("wait-for", hook.action().word().substring("wait_for_".length()), first, time());
    };
  }

  private static String id(Optional<Long> number) {
    return Long.toString(number.orElseThrow());
  }

  private Step command(Phase phase, String command) {
    String whole = phase.isOutside() ? tolerant(told(command)) : command;
    return Step.of("exec-hook", phase.word(), time(), whole);
  }

  /** With the variables that uWSGI gives to the emperor's commands; the warden adds the pid. */
  private String told(String command) {
    return "export UWSGI_VASSAL_CONFIG=" + Texts.quoted(spec.file().toString()) + "; " + command;
  }

  private static String tolerant(String command) {
    return "sh -c " + Texts.quoted(command) + " || :";
  }

  private String time() {
    return Long.toString(spec.require(JailOptions.HOOK_TIMEOUT).toMillis());
  }
}
