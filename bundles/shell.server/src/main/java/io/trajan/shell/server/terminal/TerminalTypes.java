package io.trajan.shell.server.terminal;

import java.util.Map;
import org.jline.utils.InfoCmp;

/**
 * From the client's TERM to a description that JLine carries with it. JLine itself would run {@code
 * infocmp} with the name; the emperor runs no program for a name that came over a socket.
 */
final class TerminalTypes {
  private static final Map<String, String> BY_PREFIX =
      Map.of(
          "xterm", "xterm-256color",
          "tmux", "screen-256color",
          "screen", "screen-256color",
          "rxvt", "rxvt",
          "linux", "xterm",
          "alacritty", "xterm-256color",
          "kitty", "xterm-256color",
          "foot", "xterm-256color",
          "vt", "ansi");

  private TerminalTypes() {}

  /**
   * The description to use: one of a few, {@code dumb} for the empty and the dumb terminal, {@code
   * ansi} for unknown.
   */
  static String known(String term) {
    String type = choose(term);
    InfoCmp.setLoadedInfoCmp(type, InfoCmp.getDefaultInfoCmp(type));
    return type;
  }

  private static String choose(String term) {
    if (term.isEmpty() || term.equals("dumb") || term.equals("unknown")) {
      return "dumb";
    }
    return BY_PREFIX.entrySet().stream()
        .filter(e -> term.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("ansi");
  }
}
