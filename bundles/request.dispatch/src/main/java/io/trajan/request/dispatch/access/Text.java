package io.trajan.request.dispatch.access;

import org.jspecify.annotations.Nullable;

/** What clients wrote, made safe for a line of a log. */
public final class Text {
  private static final String HEX = "0123456789abcdef";

  private Text() {}

  /**
   * Appends text of a client: control characters, quotes, backslashes and what is not ASCII become
   * {@code \xHH}, so that nobody can forge a line or a field; {@code -} for none.
   */
  public static void safe(@Nullable String text, StringBuilder line) {
    if (text == null || text.isEmpty()) {
      line.append('-');
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        line.append("\\x").append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      } else {
        line.append(c);
      }
    }
  }

  /** The same as a text of its own, cut to {@code longest} characters. */
  public static String safe(String text, int longest) {
    StringBuilder line = new StringBuilder();
    safe(text.length() > longest ? text.substring(0, longest) + "..." : text, line);
    return line.toString();
  }
}
