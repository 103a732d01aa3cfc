package io.trajan.files.server;

import org.jspecify.annotations.Nullable;

/**
 * The name of a file below some root, made from the raw path of a request: percent signs decoded
 * once, one byte for each character (ISO-8859-1).
 *
 * @param text the name without a slash in front; empty for the root
 * @param directory whether the path ended in a slash, or was empty
 */
record RelativeName(String text, boolean directory) {
  private static final int LONGEST = 4096;

  /**
   * Reads a path.
   *
   * <p>Refused, as if there were no such file: escapes that are none, NUL, a slash that is hidden
   * in an escape (it would separate for us and not for whoever looked at the path before), {@code
   * .} and {@code ..} in any spelling, names that start with a dot (unless wanted; {@code
   * .well-known} always is), and what is longer than Linux allows.
   *
   * @param path the raw path
   * @param from where the name starts in it
   * @param dotFiles whether names may start with a dot
   * @return null when it is refused
   */
  static @Nullable RelativeName of(String path, int from, boolean dotFiles) {
    String name = decoded(path, from);
    if (name == null || name.length() > LONGEST) {
      return null;
    }
    int start = 0;
    while (start < name.length() && name.charAt(start) == '/') {
      start++;
    }
    String text = name.substring(start);
    return isPlain(text, dotFiles)
        ? new RelativeName(text, text.isEmpty() || text.endsWith("/"))
        : null;
  }

  private static @Nullable String decoded(String path, int from) {
    StringBuilder name = new StringBuilder(path.length() - from);
    for (int i = from; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        c = i + 2 < path.length() ? octet(path.charAt(i + 1), path.charAt(i + 2)) : 0;
        i += 2;
        if (c == '/') {
          return null;
        }
      }
      if (c == 0 || c > 0xFF) {
        return null;
      }
      name.append(c);
    }
    return name.toString();
  }

  /** The octet of two digits; NUL, which is refused, when they are none. */
  private static char octet(char high, char low) {
    int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
    return high > 'f' || low > 'f' || value < 0 ? 0 : (char) value;
  }

  private static boolean isPlain(String text, boolean dotFiles) {
    for (int i = 0; i < text.length(); i++) {
      boolean starts = text.charAt(i) == '.' && (i == 0 || text.charAt(i - 1) == '/');
      if (starts && !isWelcome(text, i, dotFiles)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWelcome(String text, int at, boolean dotFiles) {
    int slash = text.indexOf('/', at);
    String segment = text.substring(at, slash < 0 ? text.length() : slash);
    return !segment.equals(".")
        && !segment.equals("..")
        && (dotFiles || segment.equals(".well-known"));
  }
}
