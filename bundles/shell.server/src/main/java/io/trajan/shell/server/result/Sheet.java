package io.trajan.shell.server.result;

import org.jline.utils.WCWidth;

/** Measuring and cutting text by the columns it takes on a terminal; making it harmless there. */
final class Sheet {
  private Sheet() {}

  /** The columns that a line takes; wide characters take two. */
  static int width(String line) {
    int width = 0;
    for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
      width += Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
    }
    return width;
  }

  /** The line in at most so many columns, ending in an ellipsis when it was cut. */
  static String cut(String line, int columns) {
    if (width(line) <= columns) {
      return line;
    }
    StringBuilder out = new StringBuilder();
    int left = columns - 1;
    for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
      left -= Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
      if (left < 0) {
        break;
      }
      out.appendCodePoint(line.codePointAt(i));
    }
    return columns <= 0 ? "" : out.append('…').toString();
  }

  /**
   * Control characters made visible: what a program wrote into a name or a message must not steer
   * the terminal of the one who reads it. Line ends and tabs stay when {@code lines}.
   */
  static String harmless(String text, boolean lines) {
    if (text.codePoints().noneMatch(c -> isControl(c, lines))) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (!isControl(c, lines)) {
                out.appendCodePoint(c);
              } else {
                out.append(
                    c == '\n'
                        ? "\\n"
                        : c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\x%02x".formatted(c));
              }
            });
    return out.toString();
  }

  private static boolean isControl(int c, boolean lines) {
    return Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'));
  }
}
