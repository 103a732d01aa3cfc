package io.trajan.config.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code "a", "b" ]} behind the opening bracket, over as many lines as it takes. A line that
 * cannot belong to a list ends it, so that a forgotten bracket costs one fault and not the rest of
 * the file. For one list.
 */
final class ListReader {
  private final Lines lines;
  private final ConfigLimits limits;
  private final FaultList faults;
  private final String key;
  private final int begun;
  private final @Nullable ConfigTag tag;
  private final char close;
  private final List<ConfigItem> items = new ArrayList<>();
  private boolean comma = true;
  private boolean tooMany;

  ListReader(
      Lines lines,
      ConfigLimits limits,
      FaultList faults,
      String key,
      int begun,
      @Nullable ConfigTag tag,
      char close) {
    this.lines = lines;
    this.limits = limits;
    this.faults = faults;
    this.key = key;
    this.begun = begun;
    this.tag = tag;
    this.close = close;
  }

  private enum Step {
    CLOSED,
    NEXT_LINE,
    NOT_OURS
  }

  private static String unclosed(char close) {
    return "its list is not closed with "
        + close
        + "; a text that starts with [ or ( is put in quotes";
  }

  List<ConfigItem> read(String first) {
    Step step = line(begun, first);
    while (step == Step.NEXT_LINE) {
      Lines.Line line = lines.take();
      if (line == null) {
        faults.add(begun, key, unclosed(close));
        return items;
      }
      step = line(line.number(), line.text());
      if (step == Step.NOT_OURS) {
        faults.add(begun, key, unclosed(close));
        lines.back();
      }
    }
    return items;
  }

  private Step line(int number, String text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '"') {
        i = item(number, text, i + 1);
      } else if (c == ',') {
        comma(number);
        i++;
      } else if (c == close) {
        return closed(number, text.substring(i + 1));
      } else {
        return other(number, text, i);
      }
      if (i < 0) {
        return Step.NEXT_LINE;
      }
    }
    return Step.NEXT_LINE;
  }

  private void comma(int number) {
    if (comma) {
      faults.add(number, key, "expected \"an item\" before the comma");
    }
    comma = true;
  }

  /** A comment, a lone backslash as Felix writes it, the next key, or something wrong. */
  private Step other(int number, String text, int i) {
    String rest = text.substring(i).stripTrailing();
    if (rest.startsWith("#") || rest.equals("\\")) {
      return Step.NEXT_LINE;
    }
    boolean lineStart = text.substring(0, i).isBlank() && number != begun;
    if (lineStart && rest.indexOf('=') > 0) {
      return Step.NOT_OURS;
    }
    faults.add(number, key, "expected \"an item\", a comma or " + close + " in its list");
    return Step.NEXT_LINE;
  }

  private Step closed(int number, String rest) {
    String left = rest.strip();
    if (!left.isEmpty() && !left.startsWith("#")) {
      faults.add(number, key, "expected nothing behind " + close);
    }
    return Step.CLOSED;
  }

  /** Where the text goes on behind the item's closing quote, or -1 when there is none. */
  private int item(int number, String text, int start) {
    int end = Escapes.closing(text, start);
    if (end == text.length()) {
      faults.add(number, key, "expected a closing quote in this line");
      return -1;
    }
    if (!comma) {
      faults.add(number, key, "expected a comma between two items");
    }
    comma = false;
    add(number, text.substring(start, end));
    return end + 1;
  }

  private void add(int number, String written) {
    try {
      String text = Escapes.resolve(written);
      if (text.length() > limits.valueLength()) {
        faults.add(number, key, "has an item longer than " + limits.valueLength() + " characters");
      } else if (items.size() < limits.items()) {
        items.add(new ConfigItem(text, faults.place(number), tag));
      } else if (!tooMany) {
        tooMany = true;
        faults.add(number, key, "its list has more than " + limits.items() + " items");
      }
    } catch (BadValueException e) {
      faults.add(Fault.of(faults.place(number), key, written, e));
    }
  }
}
