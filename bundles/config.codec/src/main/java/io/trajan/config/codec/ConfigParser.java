package io.trajan.config.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .cfg} files: property files for people. Pure; each call is its own.
 *
 * <pre>
 * # a comment; also !
 * key   = value              ends with the line, without the spaces around it
 * long  = one \              goes on behind a backslash at the end of the line
 *         line
 * text  = " kept spaces "    quotes around the whole value are dropped
 * list  = [ "a",             a list, over several lines if need be
 *           "b" ]
 * other.1 = a                the same list
 * other.2 = b
 * typed = I"5"               Felix' letters: T I L F D X S C B
 * </pre>
 *
 * A value that starts with a bracket is a list only when a quote, the closing bracket or the end of
 * the line follows, so {@code [::1]:8080} and {@code [a-z]+} need no quotes. Differs from
 * java.util.Properties: UTF-8; a colon separates only before white space; an unknown escape, a
 * repeated key and a line without separator are faults.
 */
public final class ConfigParser {
  private static final Pattern LIST =
      Pattern.compile("([TILFDXSCBtilfdxscb]?)([\\[(])\\s*(\".*+|[\\])]|\\\\|#.*+)?");
  private static final Pattern TAGGED = Pattern.compile("([TILFDXSCBtilfdxscb])(\".*+)");

  private final Lines lines;
  private final ConfigLimits limits;
  private final FaultList faults;
  private final List<ConfigEntry> entries = new ArrayList<>();

  private ConfigParser(String file, byte[] bytes, ConfigLimits limits) {
    this.faults = new FaultList(file, limits.faults());
    this.limits = limits;
    this.lines = new Lines(bytes, limits, faults);
  }

  /** Reads a file's bytes under the default limits. */
  public static ConfigDocument parse(String file, byte[] bytes) {
    return parse(file, bytes, ConfigLimits.DEFAULT);
  }

  /**
   * Reads a file's bytes; never fails but tells faults.
   *
   * @param file the file as the person would name it
   */
  public static ConfigDocument parse(String file, byte[] bytes, ConfigLimits limits) {
    ConfigParser parser = new ConfigParser(file, bytes, limits);
    for (Lines.Line line = parser.lines.take(); line != null; line = parser.lines.take()) {
      parser.line(line);
    }
    List<ConfigEntry> joined = Numbered.join(parser.entries, parser.faults);
    return new ConfigDocument(file, joined, parser.faults.sorted());
  }

  private void line(Lines.Line line) {
    String text = line.text().stripLeading();
    if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!') {
      return;
    }
    int separator = separator(text);
    if (separator < 0 && endsWithBackslash(text)) {
      text = continued(text);
      separator = separator(text);
    }
    if (separator < 0) {
      faults.add(line.number(), "", "expected key = value, found " + quoted(text));
      return;
    }
    String key = key(line.number(), text.substring(0, separator));
    if (key != null) {
      value(line.number(), key, text.substring(separator + 1));
    }
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
  }

  private static int separator(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean colon =
          c == ':' && (i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1)));
      if ((c == '=' || colon) && !Escapes.escaped(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable String key(int line, String written) {
    String key = resolved(line, "", Escapes.strip(written));
    if (key == null) {
      return null;
    }
    if (key.isEmpty()) {
      faults.add(line, "", "expected a key before the separator");
    } else if (key.length() > limits.keyLength()) {
      faults.add(line, quoted(key), "is longer than " + limits.keyLength() + " characters");
    } else if (key.chars().anyMatch(c -> Character.isWhitespace(c) || c == '"')) {
      faults.add(line, key, "a key has neither spaces nor quotes");
    } else {
      return key;
    }
    return null;
  }

  private void value(int line, String key, String written) {
    String start = Escapes.strip(written);
    Matcher list = LIST.matcher(start);
    if (list.matches()) {
      list(line, key, list);
      return;
    }
    String text = Escapes.strip(continued(written));
    Matcher tagged = TAGGED.matcher(text);
    String quoted = Escapes.unquoted(tagged.matches() ? tagged.group(2) : text);
    ConfigTag tag = quoted != null && tagged.matches() ? ConfigTag.of(text.charAt(0)) : null;
    String value = resolved(line, key, quoted == null ? text : quoted);
    if (value != null && fits(line, key, value)) {
      ConfigItem item = new ConfigItem(value, faults.place(line), tag);
      entries.add(new ConfigEntry(key, faults.place(line), false, List.of(item)));
    }
  }

  private void list(int line, String key, Matcher start) {
    ConfigTag tag = start.group(1).isEmpty() ? null : ConfigTag.of(start.group(1).charAt(0));
    char close = start.group(2).equals("[") ? ']' : ')';
    String rest = start.group(3) == null ? "" : start.group(3);
    List<ConfigItem> items =
        new ListReader(lines, limits, faults, key, line, tag, close).read(rest);
    entries.add(new ConfigEntry(key, faults.place(line), true, items));
  }

  private boolean fits(int line, String key, String value) {
    if (value.length() <= limits.valueLength()) {
      return true;
    }
    faults.add(line, key, "its value is longer than " + limits.valueLength() + " characters");
    return false;
  }

  private @Nullable String resolved(int line, String key, String text) {
    try {
      return Escapes.resolve(text);
    } catch (BadValueException e) {
      faults.add(Fault.of(faults.place(line), key, text, e));
      return null;
    }
  }

  private static boolean endsWithBackslash(CharSequence text) {
    return Escapes.escaped(text, text.length());
  }

  /** The text with the lines it goes on in; white space at their start does not count. */
  private String continued(String first) {
    if (!endsWithBackslash(first)) {
      return first;
    }
    StringBuilder joined = new StringBuilder(first);
    while (endsWithBackslash(joined)) {
      joined.setLength(joined.length() - 1);
      Lines.Line line = lines.take();
      if (line == null) {
        break;
      }
      joined.append(line.text().stripLeading());
    }
    return joined.toString();
  }
}
