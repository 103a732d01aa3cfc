package io.trajan.vassal.ini;

/**
 * Whether one name fits a pattern of glob(7), without slashes. Pure; its cost is bounded by the
 * product of both lengths.
 */
final class Wildcard {
  private final String pattern;
  private int next;

  private Wildcard(String pattern, int next) {
    this.pattern = pattern;
    this.next = next;
  }

  /** Whether a text is more than a name. */
  static boolean isOne(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /** Whether the whole name fits. */
  static boolean fits(String pattern, String name) {
    if (name.startsWith(".") && !pattern.startsWith(".")) {
      return false;
    }
    int p = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length()) {
      Wildcard one = new Wildcard(pattern, p);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length() && one.takes(name.charAt(n))) {
        p = one.next;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether the element of the pattern at {@code next} takes a character; goes behind it. */
  private boolean takes(char c) {
    char element = pattern.charAt(next++);
    return switch (element) {
      case '?' -> true;
      case '[' -> bracket(c);
      case '\\' -> next < pattern.length() ? pattern.charAt(next++) == c : c == '\\';
      default -> element == c;
    };
  }

  /** A bracket that is never closed stands for itself. */
  private boolean bracket(char c) {
    boolean not = next < pattern.length() && "!^".indexOf(pattern.charAt(next)) >= 0;
    int start = next + (not ? 1 : 0);
    int end = pattern.indexOf(']', start + 1);
    if (end < 0) {
      return c == '[';
    }
    next = end + 1;
    return holds(pattern.substring(start, end), c) != not;
  }

  private static boolean holds(String set, char c) {
    for (int i = 0; i < set.length(); i++) {
      if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
        if (set.charAt(i) <= c && c <= set.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (set.charAt(i) == c) {
        return true;
      }
    }
    return false;
  }
}
