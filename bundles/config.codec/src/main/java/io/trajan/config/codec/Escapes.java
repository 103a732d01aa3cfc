package io.trajan.config.codec;

import org.jspecify.annotations.Nullable;

/** The backslash: what it stands for in keys, values and quotes. Pure. */
final class Escapes {
  private static final String LITERAL = "\\:=#!\" ";
  private static final String LETTERS = "tnrf";
  private static final String MEANINGS = "\t\n\r\f";

  private Escapes() {}

  /** Whether the character at {@code index} stands behind an odd number of backslashes. */
  static boolean escaped(CharSequence text, int index) {
    int backslashes = 0;
    while (index - backslashes > 0 && text.charAt(index - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** Without white space around; a last space behind a backslash stays. */
  static String strip(String text) {
    int end = text.length();
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1)) && !escaped(text, end - 1)) {
      end--;
    }
    return text.substring(0, end).stripLeading();
  }

  /** The text with its escapes resolved. */
  static String resolve(String text) throws BadValueException {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder resolved = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        resolved.append(c);
      } else {
        i = one(text, i, resolved);
      }
    }
    return resolved.toString();
  }

  private static int one(String text, int i, StringBuilder resolved) throws BadValueException {
    if (i == text.length()) {
      throw new BadValueException("something behind the last backslash (\\\\ is a backslash)");
    }
    char c = text.charAt(i);
    if (LITERAL.indexOf(c) >= 0) {
      resolved.append(c);
    } else if (LETTERS.indexOf(c) >= 0) {
      resolved.append(MEANINGS.charAt(LETTERS.indexOf(c)));
    } else if (c == 'u' && isHex(text, i + 1)) {
      resolved.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
      return i + 5;
    } else {
      // Properties would silently drop the backslash, which ruins regular expressions.
      throw new BadValueException(
          "no \\"
              + c
              + " (write \\\\ for a backslash; known are \\t \\n \\r \\f \\uXXXX \\\" \\: \\=)");
    }
    return i + 1;
  }

  private static boolean isHex(String text, int start) {
    return text.length() >= start + 4 && text.substring(start, start + 4).matches("[0-9a-fA-F]+");
  }

  /** What stands between the quotes when the whole text is one quoted text, or null. */
  static @Nullable String unquoted(String text) {
    if (text.length() < 2 || text.charAt(0) != '"') {
      return null;
    }
    int end = closing(text, 1);
    return end == text.length() - 1 ? text.substring(1, end) : null;
  }

  /** The index of the first quote from {@code start} that is not escaped, or the length. */
  static int closing(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, text.length());
  }
}
