package io.trajan.vassal.ini;

import io.trajan.config.codec.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a file as lines, without the blanks at both ends. Blanks are what uWSGI takes for
 * them: spaces, tabs and carriage returns. Pure.
 */
final class IniText {
  static final int LINES_AT_MOST = 20_000;
  static final int LONGEST_LINE = 1 << 16;

  private final String file;
  private final Faults faults;

  private IniText(String file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * The lines; the first is number 1.
   *
   * @param file the file as a person would name it
   */
  static List<String> lines(String file, byte[] bytes, Faults faults) {
    return new IniText(file, faults).split(bytes);
  }

  private List<String> split(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int start = hasMark(bytes) ? 3 : 0;
    while (start < bytes.length) {
      if (lines.size() == LINES_AT_MOST) {
        fault(LINES_AT_MOST, "is followed by more than the " + LINES_AT_MOST + " lines allowed");
        return lines;
      }
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      lines.add(line(bytes, start, end, lines.size() + 1));
      start = end + 1;
    }
    return lines;
  }

  /** An editor's byte order mark says nothing. */
  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  /** A line that is refused reads as an empty one. */
  private String line(byte[] bytes, int start, int end, int number) {
    String text = decoded(bytes, start, end, number);
    String stripped = strip(text);
    if (stripped.length() > LONGEST_LINE) {
      fault(number, "is longer than " + LONGEST_LINE + " characters");
      return "";
    }
    int control = control(stripped);
    if (control >= 0) {
      fault(number, "holds the control character U+" + "%04X".formatted(control));
      return "";
    }
    return stripped;
  }

  private String decoded(byte[] bytes, int start, int end, int number) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      fault(number, "has bytes that are not UTF-8");
      return "";
    }
  }

  private static int control(String text) {
    return text.chars().filter(c -> Character.isISOControl(c) && c != '\t').findFirst().orElse(-1);
  }

  private void fault(int line, String sentence) {
    faults.add(new Place(file, line), "", sentence);
  }

  /** The text without the blanks at both ends. */
  static String strip(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
