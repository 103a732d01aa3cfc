package io.trajan.vassal.process.jail;

import java.util.List;

/** Hides from people what a hook with {@code !} says. Immutable. */
public final class Masks {
  private static final String MASK = "(hidden)";
  private static final int LONGEST = 120;

  private final List<String> texts;

  /** Hides the arguments of those of the steps that are hidden. */
  public Masks(List<Step> steps) {
    this.texts =
        steps.stream().filter(Step::hidden).map(s -> described(s.arguments())).distinct().toList();
  }

  /** As the warden tells the arguments of a stage; its beginning is enough to know it again. */
  private static String described(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (char c : String.join(" ", arguments).toCharArray()) {
      if (c < ' ' || c == 0x7F) {
        text.append("%%%02X".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  /** Lines of a warden, without what is hidden: from the hidden text to the end of the line. */
  public String mask(String lines) {
    String masked = lines;
    for (String text : texts) {
      int at = masked.indexOf(text);
      while (at >= 0) {
        int end = masked.indexOf('\n', at);
        masked = masked.substring(0, at) + MASK + (end < 0 ? "" : masked.substring(end));
        at = masked.indexOf(text, at + MASK.length());
      }
    }
    return masked;
  }
}
