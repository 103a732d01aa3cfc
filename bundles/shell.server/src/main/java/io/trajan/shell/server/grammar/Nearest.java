package io.trajan.shell.server.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that were probably meant. */
public final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** {@code ; did you mean "a" or "b"?}, or nothing when nothing is near. */
  public static String hint(String typed, Collection<String> names) {
    List<String> near = to(typed, names);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  /**
   * The nearest names, at most {@value #MOST}: edits up to a third of the length, and what contains
   * the word.
   */
  public static List<String> to(String typed, Collection<String> names) {
    int allowed = Math.max(1, (typed.length() + 1) / 3);
    return names.stream()
        .distinct()
        .filter(n -> score(typed, n) <= allowed)
        .sorted(
            Comparator.comparingInt((String n) -> score(typed, n))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static int score(String typed, String name) {
    boolean part = typed.length() > 2 && name.contains(typed);
    // The word alone may be a function whose scope was left out.
    int bare = distance(typed, name.substring(name.indexOf(':') + 1));
    return Math.min(
        part ? 1 : Integer.MAX_VALUE, Math.min(bare + (bare == 0 ? 0 : 1), distance(typed, name)));
  }

  /** Edits: insert, delete, replace, and swap of neighbours. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
