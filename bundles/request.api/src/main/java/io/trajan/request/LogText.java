package io.trajan.request;

import org.jspecify.annotations.Nullable;

/**
 * What clients and programs wrote, made safe for a log, so that nobody can forge a line, a field or
 * a terminal's commands. Pure functions; any thread.
 */
public final class LogText {
  private static final String HEX = "0123456789abcdef";

  private LogText() {}

  /**
   * Appends text of a client, one byte per character: control characters, quotes, backslashes and
   * what is not ASCII become {@code \xHH}; {@code -} for none.
   */
  public static void safe(@Nullable String text, StringBuilder line) {
    if (text == null || text.isEmpty()) {
      line.append('-');
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        escape(c, line);
      } else {
        line.append(c);
      }
    }
  }

  /** The same as a text of its own, cut to {@code longest} characters. */
  public static String safe(String text, int longest) {
    StringBuilder line = new StringBuilder();
    safe(cut(text, longest), line);
    return line.toString();
  }

  /**
   * A message that may have several lines, such as an exception's: every line but the first begins
   * with a tab, so that none can be taken for a record of its own; other control characters and
   * what reorders or breaks lines become {@code \xHH} or {@code \}{@code uHHHH}. Letters of any
   * script stay.
   *
   * @param longest how many characters are kept
   */
  public static String indented(String text, int longest) {
    String kept = cut(text.strip(), longest);
    StringBuilder lines = new StringBuilder(kept.length() + 16);
    for (int i = 0; i < kept.length(); i++) {
      char c = kept.charAt(i);
      boolean returns = c == '\r' && i + 1 < kept.length() && kept.charAt(i + 1) == '\n';
      if (c == '\n') {
        lines.append("\n\t");
      } else if (!returns) {
        append(c, lines);
      }
    }
    return lines.toString();
  }

  /** One line of a program: as {@link #indented}, and line ends are escaped like the rest. */
  public static String line(String text) {
    int i = 0;
    while (i < text.length() && !isHarmful(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.chars().forEach(c -> append((char) c, line));
    return line.toString();
  }

  private static void append(char c, StringBuilder to) {
    if (isHarmful(c)) {
      escape(c, to);
    } else {
      to.append(c);
    }
  }

  /** Unicode's line ends and directional marks, beside the control characters. */
  private static boolean isHarmful(char c) {
    return (c < ' ' && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static void escape(char c, StringBuilder to) {
    to.append(c > 0xFF ? "\\u" : "\\x");
    for (int shift = c > 0xFF ? 12 : 4; shift >= 0; shift -= 4) {
      to.append(HEX.charAt(c >> shift & 15));
    }
  }

  private static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) + "..." : text;
  }
}
