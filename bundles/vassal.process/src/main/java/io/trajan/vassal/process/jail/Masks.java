package io.trajan.vassal.process.jail;

import java.util.List;

/** Hides from people what a hook with {@code !} says. Immutable. */
public final class Masks {
  private static final String MASK = "(hidden)";

  /** Of longer arguments a warden tells the beginning only. */
  private static final int LONGEST_TOLD = 390;

  private static final int ENOUGH = 120;

  private final List<String> texts;

  /** Hides the arguments of those of the steps that are hidden. */
  public Masks(List<Step> steps) {
    this.texts =
        steps.stream().filter(Step::hidden).map(s -> told(s.arguments())).distinct().toList();
  }

  /** As the warden tells the arguments of a stage. */
  private static String told(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (char c : String.join(" ", arguments).toCharArray()) {
      if (c < ' ' || c == 0x7F) {
        text.append("%%%02X".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Lines of a warden, without what is hidden. */
  public String mask(String lines) {
    String masked = lines;
    for (String text : texts) {
      if (text.length() <= LONGEST_TOLD) {
        masked = masked.replace(text, MASK);
      } else {
        masked = toTheEndOfTheLine(masked, text.substring(0, ENOUGH));
      }
    }
    return masked;
  }

  private static String toTheEndOfTheLine(String lines, String text) {
    String masked = lines;
    int at = masked.indexOf(text);
    while (at >= 0) {
      int end = masked.indexOf('\n', at);
      masked = masked.substring(0, at) + MASK + (end < 0 ? "" : masked.substring(end));
      at = masked.indexOf(text, at + MASK.length());
    }
    return masked;
  }
}
