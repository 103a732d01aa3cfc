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
   * The nearest names, at most {@value #MOST}: no further than a third of the word's length, and
   * hardly further than the best of them.
   */
  public static List<String> to(String typed, Collection<String> names) {
    int allowed = Math.max(1, (typed.length() + 1) / 3);
    int best = names.stream().mapToInt(n -> score(typed, n)).min().orElse(0);
    int most = Math.min(allowed, best + 1);
    return names.stream()
        .distinct()
        .filter(n -> score(typed, n) <= most)
        .sorted(
            Comparator.comparingInt((String n) -> score(typed, n))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static int score(String typed, String name) {
    int whole = distance(typed, name);
    boolean part = typed.length() > 2 && name.contains(typed);
    String function = name.substring(name.indexOf(':') + 1);
    // The scope was left out, or is another one; the further the less certain.
    int bare = distance(typed, function) + (function.equals(name) ? 0 : 1);
    int other =
        typed.contains(":")
            ? distance(typed.substring(typed.indexOf(':') + 1), function) + 2
            : bare;
    return Math.min(part ? 1 : whole, Math.min(whole, Math.min(bare, other)));
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
