package io.trajan.vassal.process.plan;

import java.nio.charset.StandardCharsets;

/**
 * The text of a plan, line by line: a word and its arguments, percent-encoded, in the order of
 * execution. Pure; one thread.
 */
public final class Plan {
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder text = new StringBuilder("plan 1\n");

  /** Adds a line. */
  public Plan line(String word, String... arguments) {
    text.append(word);
    for (String argument : arguments) {
      text.append(' ');
      encode(argument);
    }
    text.append('\n');
    return this;
  }

  /** The whole, ended so that a part of it would be refused. */
  public String text() {
    return text + "end\n";
  }

  private void encode(String argument) {
    for (byte each : argument.getBytes(StandardCharsets.UTF_8)) {
      int b = each & 0xFF;
      if (b <= ' ' || b == '%' || b >= 0x7F) {
        text.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      } else {
        text.append((char) b);
      }
    }
  }
}
